import { describe, expect, it } from 'vitest';
import { cellText } from '../../../../renderer/grid/cell-text.ts';
import { visibleColumns } from '../../../../renderer/grid/state-changes.ts';
import { processColumns, processGridState } from '../../../../renderer/processes/process-columns.ts';

const columns = processColumns(() => 16_000_000_000);
const shown = (room: number) => visibleColumns(processGridState, columns, room).map(({ id }) => id);
const column = (id: string) => columns.find((candidate) => candidate.id === id);

describe('the columns of processes', () => {
  it('are those that matter where there is little room: 800 × 500 and 1024 × 700, with the panes at their sides', () => {
    expect(shown(284)).toEqual(['name', 'cpu', 'memory']);
    expect(shown(440)).toEqual(['name', 'cpu', 'memory']);
    expect(shown(540)).toEqual(['name', 'pid', 'cpu', 'memory']);
    expect(shown(840)).toEqual(['name', 'pid', 'user', 'cpu', 'memory', 'command']);
  });

  it('tell processes of one name apart where there is room: by command line and parent', () => {
    expect(shown(1000)).toEqual(['name', 'pid', 'user', 'cpu', 'memory', 'parent', 'command']);
  });

  it('say why a path is not known', () => {
    const path = column('path');
    const text = (commandLine: string) =>
      path && cellText(path, { key: 'x', path: null, commandLine }, { redact: false, names: [], today: 0 });
    expect(text('')).toBe('Not available');
    expect(text('bash')).toBe('Needs permission');
  });

  it('have bars of one core and of all memory, none where nothing is known', () => {
    const share = (id: string, value: number | null) => column(id)?.bar?.({ key: 'x', [id]: value });
    expect(share('cpu', 25)).toBe(0.25);
    expect(share('memory', 4_000_000_000)).toBe(0.25);
    expect(share('memory', null)).toBe(0);
    const unknown = processColumns(() => 0).find(({ id }) => id === 'memory');
    expect(unknown?.bar?.({ key: 'x', memory: 5 })).toBe(0);
  });
});
