import { type CommandSource, commandSources, type UsageFigure } from 'candor-client/core';

/** How often one command was used. */
export interface CommandRow {
  readonly command: string;
  /** What its id begins with, "go" of "go.search"; none for a command that no product tells of, or without a dot. */
  readonly group: string | undefined;
  /** Uses by source; a source that is not shown is missing. */
  readonly bySource: Readonly<Partial<Record<CommandSource, number>>>;
  readonly count: number;
  /** Installations that it has at least: as many as the way by which most reached it. Who used several counts in each. */
  readonly reach: number;
}

/**
 * One row a command that has figures.
 * @param commands ids of those that products tell of, in the order of the rows; the others come last.
 */
export function commandRows(usage: readonly UsageFigure[], commands: readonly string[]): CommandRow[] {
  const order = new Map(commands.map((id, index) => [id, index]));
  const rows = [...new Set(usage.map(({ command }) => command))].map((command) => {
    const figures = usage.filter((figure) => figure.command === command);
    return {
      command,
      group: order.has(command) && command.includes('.') ? command.split('.')[0] : undefined,
      bySource: Object.fromEntries(figures.map(({ source, count }) => [source, count])),
      count: total(figures),
      reach: Math.max(...figures.map(({ installations }) => installations)),
    };
  });
  const indexOf = ({ command }: CommandRow) => order.get(command) ?? order.size;
  return rows.sort((a, b) => indexOf(a) - indexOf(b) || a.command.localeCompare(b.command, 'en'));
}

/** Those of `commands` that have no figures. */
export function commandsWithoutFigures(usage: readonly UsageFigure[], commands: readonly string[]): string[] {
  const used = new Set(usage.map(({ command }) => command));
  return commands.filter((id) => !used.has(id));
}

/** The most used commands, the most used first. */
export function mostUsed(rows: readonly CommandRow[], most: number): CommandRow[] {
  return [...rows].sort((a, b) => b.count - a.count).slice(0, most);
}

/** Uses by source over all commands, in the sources' own order. */
export function sourceTotals(usage: readonly UsageFigure[]): { source: CommandSource; count: number }[] {
  return commandSources.map((source) => ({ source, count: total(usage.filter((figure) => figure.source === source)) }));
}

/** Sum of the uses. */
export function total(usage: readonly { readonly count: number }[]): number {
  return usage.reduce((sum, { count }) => sum + count, 0);
}
