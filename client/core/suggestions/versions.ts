/** Compares dotted numbers, "1.10" above "1.9"; parts that one of them lacks count as 0. Negative, 0 or positive. */
export function compareVersions(a: string, b: string): number {
  const [ours, theirs] = [a.split('.').map(Number), b.split('.').map(Number)];
  const parts = Math.max(ours.length, theirs.length);
  for (let part = 0; part < parts; part++) {
    const difference = (ours[part] ?? 0) - (theirs[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
