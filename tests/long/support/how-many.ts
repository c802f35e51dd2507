/**
 * How many repetitions a test makes whose worth is in their number: those of `npm run test:long`, and fewer in the run of all suites,
 * which has to end within the hour.
 */
export function howMany({ all, soak }: { readonly all: number; readonly soak: number }): number {
  return process.env['CANDOR_TEST_SOAK'] ? soak : all;
}
