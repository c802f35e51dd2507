/** What the collector receives while it runs, told to a person. */
import type { ColumnarBatch } from 'candor-client/core';

/** The part of a batch that is told. */
type Told = Pick<ColumnarBatch, 'usage'> & { envelope: Pick<ColumnarBatch['envelope'], 'installation' | 'session'> };

/** Counts what comes in, not what the collector holds afterwards: that becomes less when somebody erases theirs. */
export class Received {
  readonly #sessions = new Set<string>();
  readonly #uses = new Map<string, number>();

  add({ envelope, usage }: Told): void {
    this.#sessions.add(`${envelope.installation} ${envelope.session}`);
    for (const number of usage.command) {
      const command = usage.commands[number] ?? 'unknown';
      this.#uses.set(command, (this.#uses.get(command) ?? 0) + 1);
    }
  }

  /** Lines for the terminal: sessions, then events by command, the most used first. */
  lines(): string[] {
    if (this.#sessions.size === 0) {
      return [
        'received in this run: nothing (only a stored Yes is collected from; what could not be sent waits for the next quit)',
      ];
    }
    const commands = [...this.#uses].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0], 'en'));
    const events = commands.reduce((sum, [, count]) => sum + count, 0);
    const width = Math.max(0, ...commands.map(([command]) => command.length));
    return [
      `received in this run: ${plural(this.#sessions.size, 'session')}, ${plural(events, 'event')}`,
      ...commands.map(([command, count]) => `  ${command.padEnd(width)}  ${count}`),
    ];
  }
}

/**
 * What is said when the app has ended.
 * @param dashboard its address while the collector stays up; an address that answers no more helps nobody.
 */
export function describeEnd(received: Received, dashboard: string | undefined): string[] {
  if (dashboard === undefined) return received.lines();
  return [...received.lines(), `dashboard: ${dashboard}`, 'the collector stays up until Ctrl+C'];
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
