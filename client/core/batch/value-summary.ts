/** What values come to for people: texts each once, in the order of their first appearance; then the range of the numbers. */
export function valueSummary(values: readonly (string | number)[]): string {
  const texts = [...new Set(values.filter((value) => typeof value === 'string'))];
  const numbers = values.filter((value) => typeof value === 'number');
  const least = numbers.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const most = numbers.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const span = least === most ? `${least}` : `${least}–${most}`;
  return [...texts, ...(numbers.length > 0 ? [span] : [])].join(', ');
}
