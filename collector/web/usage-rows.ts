import { type CommandSource, commandSources, type UsageFigure } from 'candor-client/core';
import { commands, type MenuId, menus } from '../../app/commands/catalogue.ts';

/** How often one command was used. */
export interface CommandRow {
  readonly command: string;
  /** `other` for a command that this version does not know. */
  readonly menu: MenuId | 'other';
  /** Uses by source; a source that is not shown is missing. */
  readonly bySource: Readonly<Partial<Record<CommandSource, number>>>;
  readonly count: number;
}

/** One row a command that has figures, in the order of the app's menus. */
export function commandRows(usage: readonly UsageFigure[]): CommandRow[] {
  const order = new Map<string, number>(commands.map(({ id }, index) => [id, index]));
  const rows = [...new Set(usage.map(({ command }) => command))].map((command) => {
    const figures = usage.filter((figure) => figure.command === command);
    return {
      command,
      menu: menuOf(command),
      bySource: Object.fromEntries(figures.map(({ source, count }) => [source, count])),
      count: total(figures),
    };
  });
  const placeOf = ({ command }: CommandRow) => order.get(command) ?? order.size;
  return rows.sort((a, b) => placeOf(a) - placeOf(b) || a.command.localeCompare(b.command, 'en'));
}

/** Ids of the commands without figures, in the order of the app's menus. */
export function commandsWithoutFigures(usage: readonly UsageFigure[]): string[] {
  const used = new Set(usage.map(({ command }) => command));
  return commands.map(({ id }) => id).filter((id) => !used.has(id));
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

function menuOf(command: string): CommandRow['menu'] {
  return menus.find((menu) => command.startsWith(`${menu}.`)) ?? 'other';
}
