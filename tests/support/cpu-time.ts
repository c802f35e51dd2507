/**
 * Milliseconds of the processor that some work takes in this thread: what else the computer does meanwhile does not count, as
 * it would by a clock.
 */
export function cpuTime(work: () => unknown): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
