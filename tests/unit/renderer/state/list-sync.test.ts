import { beforeEach, describe, expect, it } from 'vitest';
import type { Asked } from '../../../../app/finder/asking.ts';
import { createAsk } from '../../../../renderer/state/ask.ts';
import { createListSync, type ListSync } from '../../../../renderer/state/list-sync.ts';
import { changesOf, fakeEngine, row, settled } from './fake-engine.ts';

let engine: ReturnType<typeof fakeEngine>;
let sync: ListSync;
let answer: (asked: Asked) => void;

beforeEach(() => {
  engine = fakeEngine();
  engine.answer = () =>
    new Promise((resolve) => {
      answer = resolve;
    });
  sync = createListSync('processes', createAsk(engine.api));
  sync.take(changesOf(1, [row('a')], { whole: true }));
});

const keys = () => sync.list.get().rows.map(({ key }) => key);

describe('a list that is kept the same as the engine’s', () => {
  it('follows message by message without asking', () => {
    sync.take(changesOf(2, [row('b')]));
    sync.take(changesOf(3, [], { gone: ['a'] }));
    expect(keys()).toEqual(['b']);
    expect(engine.questions()).toEqual([]);
  });

  it('asks for the whole once when a message is missing, and goes on from there', async () => {
    sync.take(changesOf(3, [row('c')]));
    sync.take(changesOf(4, [row('d')]));
    sync.take(changesOf(5, [row('e')]));
    expect(keys()).toEqual(['a']);
    expect(engine.questions()).toEqual([{ ask: 'list', topic: 'processes' }]);
    answer({ ok: true, value: changesOf(4, [row('b'), row('c'), row('d')], { whole: true }) });
    await settled();
    expect(keys()).toEqual(['b', 'c', 'd', 'e']);
    sync.take(changesOf(6, [row('f')]));
    expect(keys()).toEqual(['b', 'c', 'd', 'e', 'f']);
  });

  it('is not set back by an answer that a whole list has overtaken', async () => {
    sync.take(changesOf(3, [row('c')]));
    sync.take(changesOf(9, [row('new')], { whole: true }));
    answer({ ok: true, value: changesOf(4, [row('old')], { whole: true }) });
    await settled();
    expect(keys()).toEqual(['new']);
  });

  it('asks again at the next message when the answer was none or too old', async () => {
    sync.take(changesOf(3, [row('c')]));
    answer({ ok: false, failure: 'timeout' });
    await settled();
    expect(keys()).toEqual(['a']);
    sync.take(changesOf(4, [row('d')]));
    expect(engine.questions()).toHaveLength(2);
    sync.take(changesOf(6, [row('f')]));
    answer({ ok: true, value: changesOf(4, [row('d')], { whole: true }) });
    await settled();
    sync.take(changesOf(7, [row('g')]));
    expect(engine.questions()).toHaveLength(3);
  });

  it('does not join what an engine that was started anew tells to what was', () => {
    sync.forget();
    sync.take(changesOf(2, [row('b')]));
    expect(engine.questions()).toHaveLength(1);
  });

  it('takes a whole list whatever its number', () => {
    sync.take(changesOf(1, [row('z')], { whole: true }));
    expect(keys()).toEqual(['z']);
  });
});
