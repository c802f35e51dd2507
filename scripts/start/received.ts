/** What the collector has received between two looks at it, told to a person. */

/** The part of the collector's overview that is told. */
export interface Figures {
  sessions: number;
  usage: { command: string; source: string; count: number }[];
}

/** Lines for the terminal: sessions, then events by command, the most used first. */
export function describeReceived(before: Figures, after: Figures): string[] {
  const sessions = after.sessions - before.sessions;
  const earlier = countByCommand(before);
  const commands = [...countByCommand(after)]
    .map(([command, count]) => ({ command, count: count - (earlier.get(command) ?? 0) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || a.command.localeCompare(b.command, 'en'));
  const events = commands.reduce((sum, { count }) => sum + count, 0);
  if (sessions === 0 && events === 0) {
    return [
      'received in this run: nothing (only a stored Yes is collected from; what could not be sent waits for the next quit)',
    ];
  }
  const width = Math.max(0, ...commands.map(({ command }) => command.length));
  return [
    `received in this run: ${plural(sessions, 'session')}, ${plural(events, 'event')}`,
    ...commands.map(({ command, count }) => `  ${command.padEnd(width)}  ${count}`),
  ];
}

function countByCommand({ usage }: Figures): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { command, count } of usage) counts.set(command, (counts.get(command) ?? 0) + count);
  return counts;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
