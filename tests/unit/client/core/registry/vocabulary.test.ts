import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Group } from '../../../../../client/core/registry/declaration.ts';
import { commonRegistry } from '../../../../../client/core/registry/registry.ts';
import { finderRegistry } from '../../../../support/finder-format.ts';
import { brokenPromises, type Vocabulary, vocabularyNow } from '../support/vocabulary.ts';

const fixtures = new URL('../../../../fixtures/', import.meta.url);
const released = readdirSync(fixtures).filter((file) => /^vocabulary-[\d.]+\.json$/.test(file));

const read = (file: string): Vocabulary => JSON.parse(readFileSync(new URL(file, fixtures), 'utf8'));

const whatToDo =
  'Collectors and outboxes hold batches of released versions, which name everything by its number. Put what is new at ' +
  'the end of its list, and leave what is no longer used where it is. The fixtures of released versions never change; ' +
  'a release whose lists have grown adds one of its own: tests/fixtures/keep-vocabulary.ts.';

describe('numbers in a batch mean today what they meant when they were released', () => {
  it.each(released)('%s', (file) => {
    expect(brokenPromises(read(file), vocabularyNow()), whatToDo).toEqual([]);
  });

  it('from the first version on', () => {
    expect(released).toContain('vocabulary-1.0.json');
  });
});

describe('a vocabulary', () => {
  it('holds of every product: its own words stand between the client’s, or in lists of its own', () => {
    for (const [group, { fields }] of Object.entries(vocabularyNow().groups)) {
      for (const { name, words = [] } of fields) {
        const type = (finderRegistry as Readonly<Record<string, Group>>)[group]?.fields[name]?.type;
        const own = type?.kind === 'enum' ? type.values : [];
        for (const [number, word] of words.entries()) if (word) expect(own[number]).toBe(word);
      }
    }
    const { groups, logs } = vocabularyNow();
    expect(Object.keys(groups)).toEqual(Object.keys(commonRegistry));
    expect(JSON.stringify([groups, logs])).not.toMatch(/finder|go\.search|theme|engine\.exited/);
    expect(groups['configuration']?.fields).toEqual([]);
    expect(groups['usage']?.fields[0]).toEqual({ name: 'command', kind: 'enum', canExpire: true });
  });
});

describe('the comparison', () => {
  const now = vocabularyNow();
  /** The vocabulary after a careless change. */
  const changed = (change: (vocabulary: Changeable) => void): Vocabulary => {
    const copy = structuredClone(now) as unknown as Changeable;
    change(copy);
    return { ...(copy as unknown as Vocabulary), revision: now.revision + 1 };
  };

  it('finds nothing in the same vocabulary, nor in words, fields, groups and codes at the end', () => {
    expect(brokenPromises(now, structuredClone(now))).toEqual([]);
    const grown = changed(({ groups, logs }) => {
      field(groups, 'context', 'os').words?.push('haiku');
      field(groups, 'operations', 'operation').words?.push('', 'app.rest');
      parameter(logs, 'store.damaged', 'store').words?.push('outbox');
      const joins = { revision: now.revision + 1 } as const;
      groups['counts']?.fields.push({ name: 'ipc.retries', kind: 'uint', bound: 9, number: 4, ...joins });
      groups['context']?.fields.push({ name: 'touch', kind: 'enum', words: ['no'], mayBeMissing: true, ...joins });
      groups['context']?.fields.push({ name: 'pen', kind: 'enum', words: ['no'], canExpire: true, ...joins });
      groups['errors']?.fields.push({ name: 'visible', kind: 'enum', words: ['no'], mayBeMissing: true, ...joins });
      groups['visits'] = { layout: 'table', rows: 9, fields: [{ name: 'page', kind: 'uint', bound: 9, ...joins }] };
      Object.assign(field(groups, 'envelope', 'notice'), { bound: 70_000, canExpire: true });
      logs['app.said'] = [];
    });
    expect(brokenPromises(now, grown)).toEqual([]);
  });

  it('finds a word more under the same revision: a collector of before would refuse it, and the batch be lost', () => {
    const grown = changed(({ groups }) => field(groups, 'context', 'os').words?.push('haiku'));
    expect(brokenPromises(now, { ...grown, revision: now.revision })).toEqual([
      expect.stringContaining('the registry has grown and its revision has not'),
    ]);
  });

  it.each<[string, string, (vocabulary: Changeable) => void]>([
    [
      'a word in the middle',
      'context.os: number 1 was macos',
      ({ groups }) => field(groups, 'context', 'os').words?.splice(1, 0, 'x'),
    ],
    [
      'a word where a product’s would be',
      'operations.operation: number 2 was app.quit',
      ({ groups }) => field(groups, 'operations', 'operation').words?.splice(1, 1),
    ],
    [
      'a word taken out',
      'usage.source: number 3 was palette',
      ({ groups }) => field(groups, 'usage', 'source').words?.pop(),
    ],
    [
      'a word renamed',
      'context.os: number 1 was macos',
      ({ groups }) => field(groups, 'context', 'os').words?.splice(1, 1, 'darwin'),
    ],
    [
      'a log code in the middle',
      'logs.code: number 0 was app.started',
      ({ groups }) => field(groups, 'logs', 'code').words?.unshift('x', ''),
    ],
    [
      'a field in the middle',
      'counts: index 1 was ipc.failures',
      ({ groups }) => groups['counts']?.fields.splice(1, 0, { name: 'x', kind: 'uint', revision: now.revision + 1 }),
    ],
    [
      'a field of another number',
      'counts.ipc.failures: its number was 2',
      ({ groups }) => Object.assign(field(groups, 'counts', 'ipc.failures'), { number: 3 }),
    ],
    [
      'a field that is said to have joined later',
      'context.os: it joined in revision 1',
      ({ groups }) => Object.assign(field(groups, 'context', 'os'), { revision: now.revision + 1 }),
    ],
    [
      'a field that was missing and may be no more',
      'context.os: batches without it would be refused',
      ({ groups }) => Object.assign(field(groups, 'context', 'os'), { canExpire: undefined }),
    ],
    [
      'a field of another kind',
      'context: index 8 was cores',
      ({ groups }) => Object.assign(field(groups, 'context', 'cores'), { kind: 'enum' }),
    ],
    [
      'a field without `before`',
      'context: new fields need `before`',
      ({ groups }) => groups['context']?.fields.push({ name: 'x', kind: 'uint', revision: now.revision + 1 }),
    ],
    [
      'a field without its revision',
      'context: x has joined and names no later revision',
      ({ groups }) => groups['context']?.fields.push({ name: 'x', kind: 'uint', mayBeMissing: true }),
    ],
    [
      'a field of an error without `before`',
      'errors: new fields need `before`',
      ({ groups }) =>
        groups['errors']?.fields.push({ name: 'x', kind: 'uint', revision: now.revision + 1, canExpire: true }),
    ],
    [
      'a field of uses',
      'usage: new fields need `before`, or another layout',
      ({ groups }) =>
        groups['usage']?.fields.push({ name: 'x', kind: 'uint', revision: now.revision + 1, mayBeMissing: true }),
    ],
    [
      'a smaller bound',
      'context.memory: its bound was 1024',
      ({ groups }) => Object.assign(field(groups, 'context', 'memory'), { bound: 512 }),
    ],
    ['fewer rows', 'errors: it had 50 rows', ({ groups }) => Object.assign(groups['errors'] ?? {}, { rows: 40 })],
    [
      'another layout',
      'context: its layout was whole',
      ({ groups }) => Object.assign(groups['context'] ?? {}, { layout: 'sparse' }),
    ],
    [
      'a parameter more',
      'log code delivery.done: its parameters have changed',
      ({ logs }) => logs['delivery.done']?.push({ name: 'x', kind: 'uint' }),
    ],
    [
      'a parameter renamed',
      'log code delivery.done: index 0 was batches',
      ({ logs }) => Object.assign(parameter(logs, 'delivery.done', 'batches'), { name: 'x' }),
    ],
    [
      'a word in the middle of a parameter',
      'log code app.started.before: number 0 was first',
      ({ logs }) => parameter(logs, 'app.started', 'before').words?.unshift('x'),
    ],
    [
      'a group without its revision',
      'thoughts: x has joined and names no later revision',
      ({ groups }) =>
        Object.assign(groups, { thoughts: { layout: 'table', rows: 1, fields: [{ name: 'x', kind: 'uint' }] } }),
    ],
  ])('finds %s', (_, expected, change) => {
    expect(brokenPromises(now, changed(change))).toEqual([expect.stringContaining(expected)]);
  });

  it('finds groups in another order', () => {
    const { dropped, ...groups } = now.groups;
    const other = { ...now, groups: { ...groups, dropped } as Vocabulary['groups'], revision: now.revision + 1 };
    expect(brokenPromises(now, other)).toContain('the groups are others: that is another format');
  });
});

type KnownField = Vocabulary['logs'][string][number];
type ChangeableField = { -readonly [K in keyof KnownField]: K extends 'words' ? string[] : KnownField[K] };
type Changeable = {
  groups: Record<string, { layout: string; rows?: number; fields: ChangeableField[] }>;
  logs: Record<string, ChangeableField[]>;
};

function named(fields: ChangeableField[] | undefined, name: string): ChangeableField {
  const found = fields?.find((entry) => entry.name === name);
  if (!found) throw new Error(`no ${name}`);
  return found;
}

const field = (groups: Changeable['groups'], group: string, name: string) => named(groups[group]?.fields, name);
const parameter = (logs: Changeable['logs'], code: string, name: string) => named(logs[code], name);
