import { afterEach, describe, expect, it } from 'vitest';
import { defaultGridState } from '../../../../app/grid/grid-state.ts';
import { type Field, fields } from '../../../../app/query/fields.ts';
import { type ObjectType, objectTypes, type Row } from '../../../../app/query/query.ts';
import { setLanguage } from '../../../../client/core/texts/catalogues.ts';
import { cellText } from '../../../../renderer/grid/cell-text.ts';
import { visibleColumns } from '../../../../renderer/grid/state-changes.ts';
import { answerColumns, columnsOf } from '../../../../renderer/views/columns.ts';
import { aProcess } from '../object/processes.ts';

afterEach(() => setLanguage('en'));

const context = { redact: false, names: [], today: Date.UTC(2026, 0, 31, 12) };
const shared = { isShared: (name: string) => name === 'node', memoryTotal: () => 1000 };
const cell = (row: Row, id: string, type: 'process' | 'port' | 'connection' = 'process', past = false) => {
  const column = columnsOf(type, past ? 'past' : 'now', shared).find((candidate) => candidate.id === id);
  if (!column) throw new Error(`no column ${id}`);
  return cellText(column, row, context);
};

describe.each(objectTypes)('the columns of a %s', (type) => {
  it('are its fields, each once, with one that names the rows', () => {
    const list: readonly Field[] = fields[type];
    const now = columnsOf(type, 'now');
    expect(now.map(({ id }) => id).toSorted()).toEqual(
      list.flatMap(({ id, only }) => (only === 'history' ? [] : [id])).toSorted(),
    );
    expect(now.filter(({ names }) => names)).toHaveLength(1);
    expect(new Set(now.map(({ priority }) => priority)).size).toBe(now.length);
  });

  it('of the past have what only the history knows, and nothing of the present alone', () => {
    const past = new Set(columnsOf(type, 'past').map(({ id }) => id));
    for (const { id, only } of fields[type] as readonly Field[]) expect(past.has(id)).toBe(only !== 'now');
  });
});

describe('the columns that stand first', () => {
  const first = (time: 'now' | 'past' | 'gone') =>
    columnsOf('process', time)
      .toSorted((a, b) => a.priority - b.priority)
      .slice(0, 5)
      .map(({ id }) => id);

  it('are what one asks about then: of what has ended its end, how long it ran and its code', () => {
    expect(first('now')).toEqual(['name', 'cpu', 'memory', 'pid', 'command']);
    expect(first('past')).toEqual(['name', 'cpu', 'peak', 'memory', 'ended']);
    expect(first('gone')).toEqual(['name', 'ended', 'duration', 'exit', 'pid']);
  });
});

describe('in a window as most people have it', () => {
  /** Beside both panes, with a scroll bar, without the edges of the head. */
  const room = (window: number) => window - 220 - 320 - 10 - 36;
  const shown = (type: ObjectType, time: 'now' | 'past' | 'gone', window: number) =>
    visibleColumns(defaultGridState, columnsOf(type, time), room(window)).map(({ id }) => id);

  it('rows of one name are told apart: the command line and the parent are there', () => {
    expect(shown('process', 'now', 1280)).toEqual(['name', 'pid', 'cpu', 'memory', 'parent', 'command']);
    expect(shown('process', 'now', 1600)).toContain('command');
    expect(shown('process', 'now', 1600)).toContain('parent');
  });

  it('the end of what has ended, and how long it ran, stand before its PID', () => {
    for (const time of ['past', 'gone'] as const) {
      const ids = shown('process', time, 1280);
      expect(ids).toContain('duration');
      expect(ids.indexOf('pid') === -1 || ids.indexOf('duration') < ids.indexOf('pid')).toBe(true);
      expect(ids.indexOf('ended')).toBeLessThan(ids.indexOf('duration'));
    }
  });

  it('a PID of seven figures is read whole, as 64-bit systems give them', () => {
    // 13 pixels of Inter with figures of one width, and the room of a cell at both sides.
    const needed = '4194304'.length * 8.4 + 2 * 8;
    for (const type of ['process', 'port', 'connection'] as const) {
      for (const time of ['now', 'past'] as const) {
        const pid = columnsOf(type, time).find(({ id }) => id === 'pid');
        expect(pid?.width, type).toBeGreaterThanOrEqual(needed);
      }
    }
  });

  it('a port says where it listens, a connection both ends, a service what it reads and writes', () => {
    expect(shown('port', 'now', 1280)).toContain('address');
    expect(shown('connection', 'now', 1280)).toContain('port');
    expect(shown('unit', 'now', 1280)).toContain('written');
  });
});

describe('a cell', () => {
  it('tells rows of one name apart by what they run', () => {
    expect(cell(aProcess({ name: 'node', commandLine: 'node /srv/shop/index.js' }), 'name')).toBe(
      'node\u00a0\u00a0shop/index.js',
    );
    expect(cell(aProcess({ name: 'bash', commandLine: 'bash deploy.sh' }), 'name')).toBe('bash');
  });

  it('says why it has no value', () => {
    expect(cell(aProcess({ path: null, mine: false }), 'path')).toBe('Needs permission');
    expect(cell(aProcess({ path: null, mine: false, kernel: true }), 'path')).toBe('–');
    expect(cell(aProcess({ cpu: null } as never), 'cpu', 'process', true)).toBe('–');
    expect(cell(aProcess({ parentPid: 0, parentName: '' }), 'parent')).toBe('–');
    expect(cell(aProcess({ parentPid: 7, parentName: '' }), 'parent')).toBe('Not known');
    expect(cell({ key: 'p', program: null }, 'program', 'port')).toBe('Needs permission');
    expect(cell({ key: 'c', program: null, state: 'time-wait' }, 'program', 'connection')).toBe('–');
    expect(cell({ key: 'c', program: null, state: 'established' }, 'program', 'connection')).toBe('Needs permission');
    // One's own that was not found yet, or that no process has.
    expect(cell({ key: 'p', program: null, guarded: false }, 'program', 'port')).toBe('Not known');
    expect(cell({ key: 'c', program: null, guarded: false, state: 'closing' }, 'program', 'connection')).toBe('–');
    expect(cell(aProcess({ ended: null } as never), 'ended', 'process', true)).toBe('Still runs');
    expect(cell(aProcess({ ended: null, exit: 3 } as never), 'ended', 'process', true)).toBe('Not known');
  });

  it('has words for states, in Italian none that means another', () => {
    expect(cell(aProcess({ state: 'sleeping' }), 'state')).toBe('Sleeping');
    setLanguage('it');
    expect(cell(aProcess({ state: 'sleeping' }), 'state')).toBe('In attesa');
    expect(cell(aProcess({ state: 'stopped' }), 'state')).toBe('Fermato');
  });

  it('names a unit by the last part of its group', () => {
    expect(cell(aProcess({ unit: '/user.slice/app-org.gnome.Files\\x2d1.scope' }), 'unit')).toBe(
      'app-org.gnome.Files-1.scope',
    );
    expect(cell(aProcess({ unit: 'app:Firefox' }), 'unit')).toBe('Firefox');
  });

  it('names neither people nor computers nor addresses where those are masked', () => {
    const redacted = { redact: true, names: ['marta', 'atelier'], today: 0 };
    const row = aProcess({
      name: 'node',
      commandLine: 'node 192.0.2.7',
      unit: '/user.slice/marta.slice',
      path: '/home/marta/x',
    });
    const texts = columnsOf('process', 'now', shared).map((column) => cellText(column, row, redacted));
    expect(texts.join(' ')).not.toMatch(/marta|192/);
    for (const type of ['port', 'connection', 'unit'] as const) {
      const about = {
        key: 'k',
        name: 'marta.service',
        program: 'sh',
        user: 'marta',
        unit: 'a/marta.x',
        address: '192.0.2.7',
        remoteAddress: '192.0.2.7',
      };
      const cells = columnsOf(type, 'now', shared).map((column) => cellText(column, about, redacted));
      expect(cells.join(' ')).not.toMatch(/marta|192/);
    }
  });

  it('makes visible what cannot be seen in names, paths and command lines', () => {
    const row = aProcess({
      name: 'node',
      path: '/opt/\u202Egpj.exe',
      commandLine: 'node \u001b[31mred',
      unit: 'a/\u200Bb.scope',
    });
    expect(cell(row, 'name')).toBe('node\u00a0\u00a0\\x1B[31mred');
    expect(cell(row, 'path')).toBe('/opt/\\u202Egpj.exe');
    expect(cell(row, 'command')).toBe('node \\x1B[31mred');
    expect(cell(row, 'unit')).toBe('\\u200Bb.scope');
  });

  it('has a bar of one core, and of the memory that there is', () => {
    const bar = (id: string, row: Row) =>
      columnsOf('process', 'now', shared)
        .find((column) => column.id === id)
        ?.bar?.(row);
    expect(bar('cpu', aProcess({ cpu: 250 }))).toBe(1);
    expect(bar('memory', aProcess({ memory: 250 }))).toBe(0.25);
    expect(bar('cpu', aProcess({ cpu: 25 }))).toBe(0.25);
  });
});

describe('the columns of a reckoned answer', () => {
  it('are its groups, counts and what is shown of them, in its order', () => {
    const columns = answerColumns(
      'process',
      [
        { property: 'name', field: 'name', aggregate: null },
        { property: 'count', field: null, aggregate: 'count' },
        { property: 'max_cpu', field: 'cpu', aggregate: 'max' },
        { property: 'p95_memory', field: 'memory', aggregate: 'p95' },
      ],
      shared,
    );
    expect(columns.map(({ title }) => title)).toEqual(['Name', 'Count', 'CPU, most', 'Memory, 95 of 100 are below']);
    expect(columns.map(({ names }) => names === true)).toEqual([true, false, false, false]);
    // A letter of a head is some 6.5 pixels wide: the title is not cut.
    for (const { title, width } of columns.slice(2)) expect(width).toBeGreaterThan(6 * title.length + 36);
    const row = { key: 'node', name: 'node', count: 8, max_cpu: 99.5, p95_memory: 2_097_152 };
    expect(columns.map((column) => cellText(column, row, context))).toEqual(['node', '8', '99.5%', '2.00\u00a0MiB']);
  });
});
