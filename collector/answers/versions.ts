/**
 * Whether a version comes before another, as numbers below 0, 0 or above do: parts between points as numbers where they are,
 * and what has a part after a hyphen, such as 1.2.0-beta.1, before the version without (Semantic Versioning, item 11).
 */
export function compareVersions(a: string, b: string): number {
  const [one, other] = [partsOf(a), partsOf(b)];
  return (
    compareParts(one.numbers, other.numbers) ||
    Number(one.label === '') - Number(other.label === '') ||
    compareParts(one.label.split('.'), other.label.split('.'))
  );
}

function partsOf(version: string) {
  const [whole = '', ...label] = (version.split('+')[0] ?? '').split('-');
  return { numbers: whole.split('.'), label: label.join('-') };
}

function compareParts(a: readonly string[], b: readonly string[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const [one, other] = [a[index], b[index]];
    if (one === other) continue;
    if (one === undefined || other === undefined) return one === undefined ? -1 : 1;
    const [first, second] = [one, other].map((part) => (/^\d+$/.test(part) ? Number(part) : Number.NaN)) as [
      number,
      number,
    ];
    if (!Number.isNaN(first) && !Number.isNaN(second)) {
      if (first !== second) return first - second;
    } else if (Number.isNaN(first) !== Number.isNaN(second)) return Number.isNaN(first) ? 1 : -1;
    else return one < other ? -1 : 1;
  }
  return 0;
}
