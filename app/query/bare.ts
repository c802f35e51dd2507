const HIGHEST_PORT = 65_535;

/** This computer, as addresses name it; other hosts have ports too, but not the ones that are listed here. */
const here = String.raw`localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\*|\[(?:::1?|0:0:0:0:0:0:0:[01])\]|::`;
const address = new RegExp(String.raw`^(?:[a-z]{2,6}://)?(?:(?:${here}):|:(?=\d))(\d{1,5})(?:[/?#]\S*)?$`, 'i');
const withProtocol = /^(?:(\d{1,5})\/(?:tcp|udp)6?|(?:tcp|udp)6?[:/](\d{1,5}))$/i;

/**
 * The port that a bare text means, as people copy one from a browser, a log or another tool: `:3000`, `localhost:3000`,
 * `http://127.0.0.1:3000/x`, `[::1]:3000`, `0.0.0.0:3000`, `3000/tcp`. `null` for a number alone, which may be a PID as
 * well, and for everything else.
 */
export function portWritten(text: string): number | null {
  const written = text.trim();
  const [, one, other] = withProtocol.exec(written) ?? [];
  const port = Number(address.exec(written)?.[1] ?? one ?? other ?? 0);
  return port >= 1 && port <= HIGHEST_PORT ? port : null;
}
