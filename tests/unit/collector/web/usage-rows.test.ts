import { describe, expect, it } from 'vitest';
import { commandIds } from '../../../../app/commands/catalogue.ts';
import type { UsageFigure } from '../../../../client/core/batch/overview.ts';
import {
  commandRows,
  commandsWithoutFigures,
  mostUsed,
  sourceTotals,
  total,
} from '../../../../collector/web/usage-rows.ts';

const figure = (command: string, source: string, count: number): UsageFigure => ({
  command,
  source,
  count,
  installations: 9,
});

const usage = [
  figure('go.search', 'shortcut', 30),
  figure('help.about', 'menu', 20),
  figure('go.search', 'menu', 5),
  figure('retired.command', 'menu', 4),
  figure('file.quit', 'shortcut', 3),
];

describe('the rows of the usage table', () => {
  it('are one a command, in the order of the menus, unknown commands last', () => {
    expect(commandRows(usage)).toEqual([
      { command: 'file.quit', menu: 'file', bySource: { shortcut: 3 }, count: 3 },
      { command: 'go.search', menu: 'go', bySource: { shortcut: 30, menu: 5 }, count: 35 },
      { command: 'help.about', menu: 'help', bySource: { menu: 20 }, count: 20 },
      { command: 'retired.command', menu: 'other', bySource: { menu: 4 }, count: 4 },
    ]);
  });

  it('add up to the same total as the figures', () => {
    expect(total(commandRows(usage))).toBe(total(usage));
    expect(sourceTotals(usage)).toEqual([
      { source: 'menu', count: 29 },
      { source: 'button', count: 0 },
      { source: 'shortcut', count: 33 },
      { source: 'palette', count: 0 },
    ]);
  });

  it('come most used first for the chart, and not more than asked for', () => {
    expect(mostUsed(commandRows(usage), 2).map(({ command }) => command)).toEqual(['go.search', 'help.about']);
  });

  it('leave the other commands of the catalogue to be named', () => {
    const without = commandsWithoutFigures(usage);
    expect(without).toHaveLength(commandIds.length - 3);
    expect(without).not.toContain('go.search');
    expect(without).toContain('go.back');
  });
});
