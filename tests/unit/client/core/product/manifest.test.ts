import { describe, expect, it } from 'vitest';
import { finder } from '../../../../../app/finder/product.ts';
import {
  brokenPromise,
  HASH_BYTES,
  type Manifest,
  manifestId,
  manifestName,
  manifestOf,
  manifestProblem,
  readManifest,
  wordsOf,
} from '../../../../../client/core/product/manifest.ts';
import { type LogParameter, noWords, type ProductWords } from '../../../../../client/core/product/words.ts';
import { registryOf } from '../../../../../client/core/registry/registry.ts';
import { sha256 } from '../../../../../client/main/recording/platform-codec.ts';
import { example } from '../../../../fixtures/second-product/product.ts';
import { finderFormat, finderRegistry } from '../../../../support/finder-format.ts';
import { type Changeable, changed, found, logOf, parameterOf, said, settingOf } from '../support/changed-manifest.ts';
import { released, releasedManifests } from '../support/released.ts';

const ofFinder = manifestOf(finder);
const { revision } = ofFinder;

describe('a manifest', () => {
  it.each([finder, example])('tells the words of $id, which are read back of its JSON', (product) => {
    const manifest = manifestOf(product);
    const read = readManifest(JSON.stringify(manifest));
    expect(read).toEqual(manifest);
    expect(wordsOf(read)).toEqual(product.words);
    expect(manifestOf({ ...product, words: wordsOf(read) })).toEqual(manifest);
  });

  it('has the words in the order of their numbers', () => {
    const words = wordsOf(readManifest(JSON.stringify(ofFinder)));
    for (const list of ['commands', 'operations', 'counts', 'settings', 'logs'] as const) {
      expect(Object.keys(words[list])).toEqual(Object.keys(finder.words[list]));
    }
    const byManifest = registryOf({ id: finder.id, words });
    expect(byManifest).toEqual(finderRegistry);
  });

  it('says who and what it is of, and nothing of where its batches go', () => {
    const { manifest, product, name } = ofFinder;
    expect({ manifest, product, name, revision }).toEqual({
      manifest: 1,
      product: 'candor-finder',
      name: finder.name,
      revision: finder.words.revision,
    });
    expect(JSON.stringify(ofFinder)).not.toContain('collector');
  });
});

describe('the id of a manifest', () => {
  it('is its revision and the beginning of a hash, the same each time', () => {
    const id = manifestId(ofFinder, sha256);
    expect(id).toEqual({ revision, hash: expect.stringMatching(new RegExp(`^[0-9a-f]{${2 * HASH_BYTES}}$`)) });
    expect(manifestId(readManifest(JSON.stringify(ofFinder)), sha256)).toEqual(id);
    expect(finderFormat.manifest).toEqual(id);
    expect(manifestName(id)).toBe(`${revision}-${id.hash}`);
    expect(manifestName({ revision: 3, hash: '9f86d081884c' })).toBe('3-9f86d081884c');
  });

  it.each<[string, (manifest: Changeable) => unknown]>([
    ['the name of the product', (manifest) => Object.assign(manifest, { name: 'Another name' })],
    ['the title of a command', ({ commands }) => Object.assign(found(commands[0]), { title: said })],
    ['the purpose of an operation', ({ operations }) => Object.assign(found(operations[0]), { purpose: said })],
    ['the title of a setting', ({ settings }) => Object.assign(found(settings[0]), { title: said })],
    ['the sentence of a log line', ({ logs }) => Object.assign(found(logs[0]), { title: said })],
    ['the level of a log line', ({ logs }) => Object.assign(found(logs[0]), { level: 'error' })],
  ])('does not hang on %s', (_, change) => {
    expect(manifestId(changed(change), sha256)).toEqual(manifestId(ofFinder, sha256));
    expect(brokenPromise(ofFinder, changed(change))).toBeUndefined();
  });

  it.each<[string, (manifest: Changeable) => unknown]>([
    ['the product', (manifest) => Object.assign(manifest, { product: 'candor-other' })],
    ['the revision', (manifest) => Object.assign(manifest, { revision: revision + 1 })],
    ['a command', ({ commands }) => commands.push({ id: 'go.somewhere', title: said })],
    ['the order of the counts', ({ counts }) => counts.reverse()],
    ['a value of a setting', (manifest) => settingOf(manifest, 'theme').values.push('sepia')],
    ['a bound', (manifest) => Object.assign(parameterOf(manifest, 'engine.exited', 'after'), { max: 7 })],
    ['a unit', (manifest) => Object.assign(parameterOf(manifest, 'engine.exited', 'after'), { unit: 'minutes' })],
    ['a word of a parameter', (manifest) => (parameterOf(manifest, 'sampler.source-failed', 'source')['values'] = [])],
    ['a class of errors', ({ errorClasses }) => errorClasses.push('FinderError')],
    ['a file', ({ files }) => files.pop()],
  ])('is another for a change of %s', (_, change) => {
    expect(manifestId(changed(change), sha256).hash).not.toBe(manifestId(ofFinder, sha256).hash);
  });

  it('tells parameters apart whose log codes have points as well', () => {
    const words = (more: ProductWords['logs']): Manifest =>
      manifestOf({ id: 'some', name: 'Some', words: { ...noWords, logs: more } });
    const number = (max: number) => ({ kind: 'uint', max, unit: 'count' }) as const;
    const logs = (one: number, other: number): ProductWords['logs'] => ({
      'a.b': { level: 'info', title: said, parameters: { c: number(one) } },
      a: { level: 'info', title: said, parameters: { 'b.c': number(other) } },
    });
    expect(manifestId(words(logs(1, 2)), sha256)).not.toEqual(manifestId(words(logs(3, 2)), sha256));
    expect(brokenPromise(words(logs(1, 2)), words(logs(3, 2)))).toBe(
      'logs a.b c: number 0 was 0..1 count and is 0..3 count',
    );
  });
});

describe('a parameter of a log code', () => {
  it('is no number in the place of a word that reads like its bounds', () => {
    const withParameter = (parameter: LogParameter) =>
      manifestOf({
        id: 'some',
        name: 'Some',
        words: { ...noWords, logs: { a: { level: 'info', title: said, parameters: { b: parameter } } } },
      });
    const word = withParameter({ kind: 'enum', values: ['0..5'] });
    const number = withParameter({ kind: 'uint', max: 5, unit: 'count' });
    expect(manifestId(word, sha256)).not.toEqual(manifestId(number, sha256));
    expect(brokenPromise(word, number)).toBe('logs a b: number 0 was 0..5 and is 0..5 count');
  });
});

describe('what a later manifest takes back', () => {
  it('is nothing when it is the same, or has more at the ends of its lists and a higher revision', () => {
    expect(brokenPromise(ofFinder, structuredClone(ofFinder))).toBeUndefined();
    const grown = changed((manifest) => {
      manifest.commands.push({ id: 'go.somewhere', title: said });
      manifest.operations.push({ id: 'finder.more', title: said, purpose: said });
      manifest.counts.push({ id: 'finder.more', title: said, purpose: said });
      manifest.settings.push({ id: 'more', title: said, values: ['on', 'off'] });
      manifest.logs.push({ id: 'finder.more', level: 'info', title: said, parameters: [] });
      settingOf(manifest, 'theme').values.push('sepia');
      (parameterOf(manifest, 'sampler.source-failed', 'source')['values'] as string[]).push('more');
      manifest.errorClasses.push('FinderError');
      manifest.errorCodes.push('E_FINDER');
      manifest.files.push('renderer/more');
    }, revision + 1);
    expect(manifestProblem(grown)).toBeUndefined();
    expect(brokenPromise(ofFinder, grown)).toBeUndefined();
    expect(brokenPromise(ofFinder, { ...grown, revision: 9 })).toBeUndefined();
  });

  const theme = finder.words.settings.theme.values;
  it.each<[string, string, (manifest: Changeable) => unknown]>([
    [
      'another product',
      'it is of candor-other, not of candor-finder',
      (m) => Object.assign(m, { product: 'candor-other' }),
    ],
    [
      'a word in the middle',
      'commands: number 3 was edit.undo and is x',
      ({ commands }) => commands.splice(3, 0, { id: 'x', title: said }),
    ],
    [
      'a word taken out at the end',
      'commands: number 36 was help.about and is nothing',
      ({ commands }) => commands.splice(36),
    ],
    [
      'a word taken out in the middle',
      'operations: number 1 was finder.search and is finder.investigation',
      ({ operations }) => operations.splice(1, 1),
    ],
    [
      'a word renamed',
      'counts: number 2 was cache.hits and is cache.found',
      ({ counts }) => Object.assign(found(counts[2]), { id: 'cache.found' }),
    ],
    ['a whole list', 'files: number 0 was', ({ files }) => files.splice(0)],
    [
      'a value of a setting',
      `settings theme: number 1 was ${theme[1]} and is pale`,
      (manifest) => settingOf(manifest, 'theme').values.splice(1, 1, 'pale'),
    ],
    [
      'a value in the middle of a setting',
      `settings theme: number 0 was ${theme[0]} and is pale`,
      (manifest) => settingOf(manifest, 'theme').values.unshift('pale'),
    ],
    ['a setting', 'settings: number 7 was redact and is nothing', ({ settings }) => settings.pop()],
    [
      'a parameter more',
      'logs: number 1 was engine.exited(after) and is engine.exited(after,x)',
      (manifest) => logOf(manifest, 'engine.exited').parameters.push({ id: 'x', kind: 'uint', max: 1, unit: 'count' }),
    ],
    [
      'a parameter less',
      'logs: number 1 was engine.exited(after) and is engine.exited()',
      (manifest) => logOf(manifest, 'engine.exited').parameters.pop(),
    ],
    [
      'a parameter renamed',
      'logs: number 1 was engine.exited(after) and is engine.exited(x)',
      (manifest) => Object.assign(parameterOf(manifest, 'engine.exited', 'after'), { id: 'x' }),
    ],
    [
      'parameters the other way round',
      'logs: number 3 was sampler.source-failed(source,reason) and is sampler.source-failed(reason,source)',
      (manifest) => logOf(manifest, 'sampler.source-failed').parameters.reverse(),
    ],
    [
      'a smaller bound',
      'logs engine.exited after: number 0 was 0..2678400 seconds and is 0..60 seconds',
      (manifest) => Object.assign(parameterOf(manifest, 'engine.exited', 'after'), { max: 60 }),
    ],
    [
      'a larger bound',
      'logs engine.started attempt: number 0 was 0..100 count and is 0..1000 count',
      (manifest) => Object.assign(parameterOf(manifest, 'engine.started', 'attempt'), { max: 1000 }),
    ],
    [
      'a parameter of another kind',
      'logs engine.started attempt: number 0 was 0..100 count and is first',
      (manifest) =>
        logOf(manifest, 'engine.started').parameters.splice(0, 1, { id: 'attempt', kind: 'enum', values: ['first'] }),
    ],
    [
      'a word of a parameter',
      'logs sampler.source-failed source: number 0 was processes and is x',
      (manifest) => (parameterOf(manifest, 'sampler.source-failed', 'source')['values'] as string[]).unshift('x'),
    ],
  ])('is found: %s', (_, expected, change) => {
    expect(brokenPromise(ofFinder, changed(change, revision + 1))).toContain(expected);
  });

  it('is found as well when the revision has not grown with the words', () => {
    const more = (at: number) => changed(({ counts }) => counts.push({ id: 'x', title: said, purpose: said }), at);
    const next = revision + 1;
    expect(brokenPromise(ofFinder, more(revision))).toBe(`words have joined, so its revision must be at least ${next}`);
    expect(brokenPromise(ofFinder, more(next))).toBeUndefined();
    expect(brokenPromise({ ...ofFinder, revision: next }, ofFinder)).toBe(`its revision is below ${next}`);
    expect(brokenPromise({ ...ofFinder, revision: next }, more(next))).toContain(`at least ${next + 1}`);
  });
});

describe('the manifests of released versions', () => {
  const whatToDo =
    'Collectors, outboxes and installed versions have batches that name words by their numbers. Put what is new at the ' +
    'end of its list, leave what is no longer used where it is, and count the revision of the words up. The fixtures of ' +
    'released versions never change.';

  it.each(releasedManifests)('are kept: %s', (file) => {
    const { manifest, format } = released(file);
    expect(file).toMatch(/^[a-z][a-z0-9-]+-\d+\.\d+\.json$/);
    expect(manifest.product).toBe(finder.id);
    expect(brokenPromise(manifest, ofFinder), whatToDo).toBeUndefined();
    expect(format.manifest.revision).toBeLessThanOrEqual(ofFinder.revision);
  });

  it('are there from the first one on', () => {
    expect(releasedManifests).toContain('candor-finder-1.0.json');
  });
});
