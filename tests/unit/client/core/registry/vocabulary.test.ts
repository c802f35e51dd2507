import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { numberedCommands } from '../../../../../client/core/registry/numbered-commands.ts';
import { brokenPromises, type Vocabulary, vocabularyNow } from '../support/vocabulary.ts';

const fixtures = new URL('../../../../fixtures/', import.meta.url);
const released = readdirSync(fixtures).filter((file) => /^vocabulary-[\d.]+\.json$/.test(file));

const read = (file: string): Vocabulary => JSON.parse(readFileSync(new URL(file, fixtures), 'utf8'));

const whatToDo =
  'Collectors and outboxes hold batches of released versions, which name everything by its place. Put what is new at ' +
  'the end of its list, and leave what is no longer used where it is. The fixtures of released versions never change; ' +
  'a release whose lists have grown adds one of its own, JSON of vocabularyNow().';

describe('places in a batch mean today what they meant when they were released', () => {
  it.each(released)('%s', (file) => {
    expect(brokenPromises(read(file), vocabularyNow()), whatToDo).toEqual([]);
  });

  it('from the first version on', () => {
    expect(released).toContain('vocabulary-1.0.json');
  });
});

describe('the comparison', () => {
  const now = vocabularyNow();
  /** The vocabulary after a careless change. */
  const changed = (change: (vocabulary: { groups: Changeable; logs: Changeable }) => void): Vocabulary => {
    const copy = structuredClone(now) as unknown as { groups: Changeable; logs: Changeable };
    change(copy);
    return { ...(copy as unknown as Vocabulary), revision: now.revision + 1 };
  };

  it('finds nothing in the same vocabulary, nor in words, counts, settings and codes at the end', () => {
    expect(brokenPromises(now, structuredClone(now))).toEqual([]);
    const grown = changed(({ groups, logs }) => {
      field(groups, 'usage', 'command').words?.push('go.somewhere');
      field(logs, 'store.damaged', 'store').words?.push('outbox');
      groups['counts']?.push({ name: 'ipc.retries', kind: 'uint', bound: 9 });
      groups['context']?.push({ name: 'touch', kind: 'enum', words: ['no'], mayBeMissing: true });
      logs['app.said'] = [];
    });
    expect(brokenPromises(now, grown)).toEqual([]);
  });

  it('finds a word more under the same revision: a collector of before would refuse it, and the batch be lost', () => {
    const grown = changed(({ groups }) => field(groups, 'usage', 'command').words?.push('go.somewhere'));
    expect(brokenPromises(now, { ...grown, revision: now.revision })).toEqual([
      expect.stringContaining('the registry has grown and its revision has not'),
    ]);
  });

  it.each<[string, string, (vocabulary: { groups: Changeable; logs: Changeable }) => void]>([
    [
      'a word in the middle',
      'usage.command: place 3 was edit.undo',
      ({ groups }) => field(groups, 'usage', 'command').words?.splice(3, 0, 'x'),
    ],
    [
      'a word taken out',
      `usage.command: place ${numberedCommands.length - 1} was ${numberedCommands.at(-1)}`,
      ({ groups }) => field(groups, 'usage', 'command').words?.pop(),
    ],
    [
      'a word renamed',
      'context.os: place 1 was macos',
      ({ groups }) => field(groups, 'context', 'os').words?.splice(1, 1, 'darwin'),
    ],
    [
      'a log code in the middle',
      'logs.code: place 0 was app.started',
      ({ groups }) => field(groups, 'logs', 'code').words?.unshift('x'),
    ],
    [
      'a field in the middle',
      'counts: place 1 was ipc.failures',
      ({ groups }) => groups['counts']?.splice(1, 0, { name: 'x', kind: 'uint' }),
    ],
    [
      'a field of another kind',
      'context: place 8 was cores',
      ({ groups }) => Object.assign(field(groups, 'context', 'cores'), { kind: 'enum' }),
    ],
    [
      'a field without `before`',
      'context: new fields need `before`',
      ({ groups }) => groups['context']?.push({ name: 'x', kind: 'uint' }),
    ],
    [
      'a field of an error',
      'errors: new fields need `before`',
      ({ groups }) => groups['errors']?.push({ name: 'x', kind: 'uint' }),
    ],
    [
      'a smaller bound',
      'context.memory: its bound was 1024',
      ({ groups }) => Object.assign(field(groups, 'context', 'memory'), { bound: 512 }),
    ],
    [
      'a parameter more',
      'log code engine.exited: its parameters have changed',
      ({ logs }) => logs['engine.exited']?.push({ name: 'x', kind: 'uint' }),
    ],
    [
      'a parameter renamed',
      'log code engine.exited: place 0 was after',
      ({ logs }) => Object.assign(field(logs, 'engine.exited', 'after'), { name: 'x' }),
    ],
    [
      'a word in the middle of a parameter',
      'log code app.started.before: place 0 was first',
      ({ logs }) => field(logs, 'app.started', 'before').words?.unshift('x'),
    ],
    ['another group', 'the groups are others', ({ groups }) => Object.assign(groups, { thoughts: [] })],
  ])('finds %s', (_, expected, change) => {
    expect(brokenPromises(now, changed(change))).toEqual([expect.stringContaining(expected)]);
  });
});

type Changeable = Record<
  string,
  { name: string; kind: string; words?: string[]; bound?: number; mayBeMissing?: true }[]
>;

function field(record: Changeable, list: string, name: string) {
  const found = record[list]?.find((entry) => entry.name === name);
  if (!found) throw new Error(`no ${list}.${name}`);
  return found;
}
