/** The UTC day as the registry writes it, "2026-03-09". A clock outside this century is taken to its nearest end. */
export function utcDay(milliseconds: number): string {
  const earliest = Date.UTC(2000, 0, 1);
  const latest = Date.UTC(2099, 11, 31);
  return new Date(Math.min(Math.max(milliseconds, earliest), latest)).toISOString().slice(0, 10);
}

/**
 * The day by which fields expire, where `CANDOR_TODAY` names one: only in a build that is not packaged, so that tests are
 * the same in every year.
 * @throws with a clear sentence when the variable is no day of this century.
 */
export function givenDay(
  packaged: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const given = packaged ? undefined : environment['CANDOR_TODAY'];
  // An empty variable is none, as everywhere.
  if (!given) return undefined;
  const time = Date.parse(`${given}T00:00:00Z`);
  if (Number.isFinite(time) && utcDay(time) === given) return given;
  throw new Error(`CANDOR_TODAY is a day of this century, such as 2026-03-09, and not ${given}`);
}
