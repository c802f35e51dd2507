import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { finder } from '../../../../../app/finder/product.ts';
import { catalogues } from '../../../../../app/messages/index.ts';
import type { ShownBatch } from '../../../../../client/core/ipc/program.ts';
import { fieldLabel, fieldPurpose, possibleValues, valueNote } from '../../../../../client/page/dialogs/field-texts.ts';
import {
  allFields,
  fieldInfo,
  fieldsSentOn,
  sessionsOf,
  sharedSections,
  usageCounts,
} from '../../../../../client/page/dialogs/shown-model.ts';
import { setOwnProduct } from '../../../../../client/page/own-product.ts';
import { finderGroups, finderRegistry } from '../../../../support/finder-format.ts';

beforeEach(() => setOwnProduct(finder));
afterEach(() => setOwnProduct());

const empty: ShownBatch = {
  batch: 'b',
  state: 'current',
  start: '2026-03-09',
  session: 3,
  bytes: 600,
  fields: [],
  usage: [],
  operations: [],
  errors: [],
  logs: [],
};

const registered = Object.entries(finderGroups).flatMap(([group, { fields }]) =>
  Object.keys(fields).map((name) => `${group}.${name}`),
);

describe('the list of every field', () => {
  it('is the event registry of the product, whole', () => {
    const listed = allFields().flatMap(({ fields }) => fields.map(({ path }) => path));
    expect(listed.toSorted()).toEqual(registered.toSorted());
  });

  it('leaves out what is past its last day, and groups of which nothing is left', () => {
    expect(fieldsSentOn('2029-12-31')).toEqual(allFields());
    const left = fieldsSentOn('2030-01-01');
    expect(left.map(({ group }) => group)).toEqual(['context', 'envelope', 'dropped']);
    expect(left[0]?.fields.map(({ path }) => path)).toEqual(['context.product', 'context.version', 'context.packaged']);
  });

  it('names every field for people and says what it can hold', () => {
    expect(registered.filter((path) => fieldLabel(path) === path)).toEqual([]);
    for (const { path, type } of allFields().flatMap(({ fields }) => fields)) {
      expect(possibleValues(path, type)).not.toBe('');
    }
  });

  it('has no texts of fields or words beside those that are declared with them', () => {
    const declared = /^(?:field|purpose|shared\.group|command|operation|log)\./;
    const named = Object.keys(catalogues.en).filter((key) => declared.test(key));
    expect(named.filter((key) => key !== 'shared.group.other' && !key.startsWith('command.'))).toEqual([]);
  });

  it('shows the words of the page’s own product, and none before it is known whose they are', () => {
    const settings = () => allFields().find(({ group }) => group === 'configuration')?.fields.length;
    expect(settings()).toBe(Object.keys(finder.words.settings).length);
    setOwnProduct();
    expect(settings()).toBe(0);
    expect(fieldInfo('configuration.theme')).toBeUndefined();
    expect(fieldInfo('context.os')).toBeDefined();
  });
});

describe('a batch, decoded', () => {
  it('shows each value with the level, retention and purpose of its field', () => {
    const sections = sharedSections({ ...empty, fields: [{ path: 'context.os', value: 'linux' }] });
    expect(sections).toEqual([
      { group: 'context', rows: [{ path: 'context.os', value: 'linux', info: fieldInfo('context.os') }] },
    ]);
    expect(fieldInfo('context.os')).toMatchObject({ level: 'standard', retentionDays: 400 });
    expect(fieldPurpose('context.os')).toBe(finderRegistry.context.fields.os.texts.en[1]);
    expect(fieldPurpose('context.secret')).toBeUndefined();
  });

  it('leaves nothing out, not even what the registry does not know', () => {
    const fields = [
      { path: 'context.secret', value: 'x' },
      { path: 'dropped.refused', value: '2' },
      { path: 'envelope.session', value: '3' },
      { path: 'envelope.batch', value: 'b' },
    ];
    const sections = sharedSections({ ...empty, fields });
    expect(sections.map(({ group, rows }) => [group, rows.map(({ path }) => path)])).toEqual([
      ['envelope', ['envelope.batch', 'envelope.session']],
      ['dropped', ['dropped.refused']],
      ['other', ['context.secret']],
    ]);
  });

  it('shows the columns of the uses among the fields', () => {
    const [section] = sharedSections({
      ...empty,
      usage: [
        { command: 'view.refresh', source: 'menu', time: 3 },
        { command: 'view.refresh', source: 'shortcut', time: 9 },
      ],
    });
    expect(section?.rows.map(({ path, value }) => [path, value])).toEqual([
      ['usage.command', 'view.refresh'],
      ['usage.source', 'menu, shortcut'],
      ['usage.time', '3–9'],
    ]);
  });

  it('shows what was timed, went wrong and was noted among the fields as well', () => {
    const sections = sharedSections({
      ...empty,
      operations: [
        {
          operation: 'finder.search',
          outcome: 'ok',
          count: 5,
          half: 10,
          slowest: 20,
          ranges: [
            { bucket: 96, lower: 9, upper: 10, count: 3 },
            { bucket: 104, lower: 19, upper: 20, count: 2 },
          ],
        },
      ],
      errors: [
        {
          class: 'TypeError',
          code: 'none',
          process: 'renderer',
          handledBy: 'boundary',
          reason: 'none',
          frames: [{ file: 'renderer/index', line: 2, column: 77 }],
          foreign: 0,
          count: 4,
        },
      ],
      logs: [{ code: 'store.write-failed', time: 9, values: ['settings', 'full'] }],
    });
    const shown = Object.fromEntries(
      sections.map(({ group, rows }) => [group, Object.fromEntries(rows.map(({ path, value }) => [path, value]))]),
    );
    expect(shown).toEqual({
      operations: {
        'operations.operation': 'finder.search',
        'operations.outcome': 'ok',
        'operations.bucket': '96–104',
        'operations.count': '2–3',
      },
      errors: {
        'errors.class': 'TypeError',
        'errors.code': 'none',
        'errors.process': 'renderer',
        'errors.handledBy': 'boundary',
        'errors.reason': 'none',
        'errors.file': 'renderer/index',
        'errors.line': '2',
        'errors.column': '77',
        'errors.foreign': '0',
        'errors.count': '4',
      },
      logs: { 'logs.code': 'store.write-failed', 'logs.time': '9', 'logs.value': 'settings, full' },
    });
  });

  it('counts the uses of each command, the most used first, with the ways it was reached', () => {
    const counts = usageCounts([
      { command: 'go.back', source: 'button', time: 1 },
      { command: 'view.refresh', source: 'menu', time: 2 },
      { command: 'view.refresh', source: 'shortcut', time: 3 },
      { command: 'view.refresh', source: 'shortcut', time: 4 },
    ]);
    expect(counts).toEqual([
      {
        command: 'view.refresh',
        count: 3,
        sources: [
          { source: 'shortcut', count: 2 },
          { source: 'menu', count: 1 },
        ],
      },
      { command: 'go.back', count: 1, sources: [{ source: 'button', count: 1 }] },
    ]);
  });

  it('shows units of numbers, and what a code of a country or language stands for', () => {
    expect(valueNote('context.memory', '16', fieldInfo('context.memory'))).toBe('GiB');
    expect(valueNote('envelope.session', '3', fieldInfo('envelope.session'))).toBeUndefined();
    expect(valueNote('context.country', 'IT', fieldInfo('context.country'))).toBe('Italy');
    expect(valueNote('context.language', 'it', fieldInfo('context.language'))).toBe('Italian');
  });
});

describe('several batches', () => {
  const part = (run: number, batch: string, bytes = 600): ShownBatch => ({
    ...empty,
    state: 'waiting',
    run,
    batch,
    bytes,
  });

  it('of one session stand together, with their size in all', () => {
    const sessions = sessionsOf([{ ...empty, run: 9 }, part(8, 'b', 700), part(8, 'c', 20), part(7, 'd')]);
    expect(sessions.map(({ parts, bytes }) => [parts.map(({ batch }) => batch), bytes])).toEqual([
      [['b'], 600],
      [['b', 'c'], 720],
      [['d'], 600],
    ]);
    expect(new Set(sessions.map(({ key }) => key)).size).toBe(3);
  });

  it('of two installations are not one session, though both have the same number', () => {
    expect(sessionsOf([part(8, 'b'), part(7, 'c')])).toHaveLength(2);
  });
});
