/**
 * Whether a version comes before another, as numbers below 0, 0 or above do: parts between points as numbers where they are,
 * "1.10" above "1.9", of which those that one of them lacks count as 0; and what has a part after a hyphen, such as 1.2.0-beta.1,
 * before the version without (Semantic Versioning, item 11).
 */
export function compareVersions(a: string, b: string): number {
  const [one, other] = [partsOf(a), partsOf(b)];
  return (
    compareParts(one.numbers, other.numbers, '0') ||
    Number(one.label === '') - Number(other.label === '') ||
    compareParts(one.label.split('.'), other.label.split('.'))
  );
}

function partsOf(version: string) {
  const [whole = '', ...label] = (version.split('+')[0] ?? '').split('-');
  return { numbers: whole.split('.'), label: label.join('-') };
}

const isNumber = (part: string) => /^\d+$/.test(part);

/** @param missing what stands for a part that one of them lacks; nothing comes before everything. */
function compareParts(a: readonly string[], b: readonly string[], missing = ''): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const [one, other] = [a[index] || missing, b[index] || missing];
    if (one === other) continue;
    if (isNumber(one) && isNumber(other)) {
      const difference = Number(one) - Number(other);
      if (difference !== 0) return difference;
    } else if (isNumber(one) !== isNumber(other) && one && other) return isNumber(one) ? -1 : 1;
    else return one < other ? -1 : 1;
  }
  return 0;
}
