import { describe, expect, it } from 'vitest';
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

/** As products tell them; the dashboard keeps to their order. */
const commands = ['file.quit', 'go.back', 'go.search', 'help.about'];

const usage = [
  figure('go.search', 'shortcut', 30),
  figure('help.about', 'menu', 20),
  figure('go.search', 'menu', 5),
  figure('retired.command', 'menu', 4),
  figure('file.quit', 'shortcut', 3),
];

describe('the rows of the usage table', () => {
  it('are one a command, in the order of the products, unknown commands last', () => {
    expect(commandRows(usage, commands)).toEqual([
      { command: 'file.quit', group: 'file', bySource: { shortcut: 3 }, count: 3, reach: 9 },
      { command: 'go.search', group: 'go', bySource: { shortcut: 30, menu: 5 }, count: 35, reach: 9 },
      { command: 'help.about', group: 'help', bySource: { menu: 20 }, count: 20, reach: 9 },
      { command: 'retired.command', group: undefined, bySource: { menu: 4 }, count: 4, reach: 9 },
    ]);
  });

  it('add up to the same total as the figures', () => {
    expect(total(commandRows(usage, commands))).toBe(total(usage));
    expect(sourceTotals(usage)).toEqual([
      { source: 'menu', count: 29 },
      { source: 'button', count: 0 },
      { source: 'shortcut', count: 33 },
      { source: 'palette', count: 0 },
    ]);
  });

  it('come most used first for the chart, and not more than asked for', () => {
    expect(mostUsed(commandRows(usage, commands), 2).map(({ command }) => command)).toEqual([
      'go.search',
      'help.about',
    ]);
  });

  it('leave the other commands of the products to be named', () => {
    expect(commandsWithoutFigures(usage, commands)).toEqual(['go.back']);
  });
});
