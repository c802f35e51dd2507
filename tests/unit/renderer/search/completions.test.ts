import { describe, expect, it } from 'vitest';
import { complete } from '../../../../app/query/complete.ts';
import { completionGroups } from '../../../../renderer/search/completions.ts';
import { createKnownValues, valuesIn } from '../../../../renderer/search/known-values.ts';
import { createAsk } from '../../../../renderer/state/ask.ts';
import { fakeEngine, row, settled } from '../state/fake-engine.ts';

function lines(text: string, bare = false, values: readonly string[] = []) {
  const all = complete(text, text.length, { defaultType: 'process', values: () => values });
  return completionGroups(all, text, bare).flatMap(({ suggestions }) => suggestions);
}

describe('what a text can go on with', () => {
  it('takes the place of what was begun', () => {
    const cpu = lines('process cp').find(({ title }) => title.startsWith('cpu'));
    expect(cpu?.choice).toMatchObject({ kind: 'edit', span: { from: 8, to: 10 } });
  });

  it('is not what is there already', () => {
    const titles = lines('process user:root', false, ['root', 'rootless']).map(({ title }) => title);
    expect(titles).toEqual(['rootless']);
  });

  it('are few where nothing was begun, and below what a bare text may mean', () => {
    expect(lines('process ').length).toBeLessThanOrEqual(8);
    expect(lines('p', true).length).toBeLessThanOrEqual(4);
    expect(lines('3000', true)).toEqual([]);
  });

  it('has no line twice', () => {
    for (const text of ['process ', 'p', 'process state:', 'process | ', 'process | sort ', 'process during ']) {
      const ids = lines(text).map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });
});

describe('values of a field', () => {
  const wanted = { type: 'process', field: 'user', prefix: 'r' } as const;

  it('are those of the list, the most frequent first', () => {
    const rows = [
      row('a', { user: 'rossi' }),
      row('b', { user: 'root' }),
      row('c', { user: 'Root' }),
      row('d', { user: 'root' }),
      row('e', { user: '' }),
      row('f', { user: 'www' }),
    ];
    expect(valuesIn(rows, wanted)).toEqual(['root', 'rossi', 'Root']);
    expect(valuesIn(rows, { ...wanted, field: 'no-such-field' })).toEqual([]);
  });

  it('are asked of the engine once, and again when it did not answer', async () => {
    const engine = fakeEngine();
    const known = createKnownValues(createAsk(engine.api));
    known.ask(wanted);
    known.ask(wanted);
    await settled();
    known.ask(wanted);
    expect(engine.questions()).toHaveLength(2);
    engine.answer = () => ({ ok: true, value: ['root'] });
    await settled();
    known.ask({ ...wanted, prefix: 'R' });
    await settled();
    known.ask(wanted);
    expect(known.of(wanted)).toEqual(['root']);
    expect(engine.questions()).toHaveLength(3);
  });
});
