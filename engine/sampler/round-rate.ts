/** Three digits of bytes a second are what people see; more would make rows look changed that are not. */
export function roundRate(rate: number): number {
  if (!(rate > 0)) return 0;
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(rate)) - 2);
  return Math.round(rate / unit) * unit;
}
