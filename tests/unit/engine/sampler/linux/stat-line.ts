interface Figures {
  pid?: number;
  parent?: number;
  state?: string;
  flags?: number;
  ticks?: number;
  start?: number;
  pages?: number;
  threads?: number;
  /** As wait(2) tells it. */
  status?: number;
}

/** A line of /proc/PID/stat as Linux 6.1 writes it. */
export function statLine(name: string, of: Figures = {}) {
  const { pid = 42, parent = 1, state = 'S', flags = 4_194_560, ticks = 150, start = 12_345, pages = 250 } = of;
  const { threads = 3, status = 0 } = of;
  const fields = [state, parent, 42, 42, 0, -1, flags, 100, 0, 0, 0, ticks - 50, 50, 0, 0, 20, 0, threads, 0, start];
  const rest = [1, 1, 0, 0, 0, 0, 0, 0, 16_781_318, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  return `${pid} (${name}) ${[...fields, 8_192_000, pages, '18446744073709551615', ...rest, status].join(' ')}\n`;
}
