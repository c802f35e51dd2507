import { beforeEach, describe, expect, it } from 'vitest';
import type { Asked, Hit } from '../../../../app/finder/asking.ts';
import { createFind, FIND_DELAY, type Find } from '../../../../renderer/search/find.ts';
import { createAsk } from '../../../../renderer/state/ask.ts';
import { fakeEngine, row, settled } from '../state/fake-engine.ts';

let engine: ReturnType<typeof fakeEngine>;
let find: Find;
let timers: { readonly milliseconds: number; readonly then: () => void }[];
let answers: ((asked: Asked) => void)[];

const hit = (key: string): Hit => ({ type: 'process', row: row(key), query: `process pid:${key}`, by: 'pid' });
const asked = () => engine.questions().map((question) => (question.ask === 'find' ? question.text : question.ask));
const rest = () => {
  for (const { then } of timers.splice(0)) then();
};

beforeEach(() => {
  engine = fakeEngine();
  timers = [];
  answers = [];
  engine.answer = () => new Promise((resolve) => answers.push(resolve));
  find = createFind(createAsk(engine.api), (milliseconds, then) => {
    const timer = { milliseconds, then };
    timers.push(timer);
    return () => {
      timers = timers.filter((other) => other !== timer);
    };
  });
});

describe('what a bare text may mean', () => {
  it('is asked once typing rests', async () => {
    find.look('3');
    find.look('30');
    expect(timers.map(({ milliseconds }) => milliseconds)).toEqual([FIND_DELAY]);
    rest();
    expect(asked()).toEqual(['30']);
    answers[0]?.({ ok: true, value: { hits: [hit('1')] } });
    await settled();
    expect(find.found.get()).toEqual({ text: '30', hits: [hit('1')] });
    find.look('30');
    expect(timers).toEqual([]);
  });

  it('is nothing once the text is gone, whatever comes late', async () => {
    find.look('30');
    rest();
    find.look('');
    answers[0]?.({ ok: true, value: { hits: [hit('1')] } });
    await settled();
    expect(find.found.get().hits).toEqual([]);
  });

  it('is never overwritten by what an older text meant', async () => {
    find.look('30');
    rest();
    find.look('300');
    rest();
    answers[1]?.({ ok: true, value: { hits: [hit('2')] } });
    await settled();
    answers[0]?.({ ok: true, value: { hits: [hit('1')] } });
    await settled();
    expect(find.found.get()).toEqual({ text: '300', hits: [hit('2')] });
  });

  it('is asked at once when somebody waits for it, unless it is known', async () => {
    find.look('30');
    const first = find.now('30');
    expect(timers).toEqual([]);
    expect(asked()).toEqual(['30']);
    answers[0]?.({ ok: true, value: { hits: [hit('1')] } });
    expect(await first).toEqual([hit('1')]);
    expect(await find.now('30')).toEqual([hit('1')]);
    expect(asked()).toEqual(['30']);
  });

  it('is nothing when the engine does not answer', async () => {
    const hits = find.now('30');
    answers[0]?.({ ok: false, failure: 'engine' });
    expect(await hits).toEqual([]);
  });
});
