import { describe, expect, it } from 'vitest';
import type { Asked } from '../../../../app/finder/asking.ts';
import { readAnswer, sendAnswer } from '../../../../app/finder/sent-answer.ts';

describe('an answer on its way to a window', () => {
  it('is one text, and the same when it arrives', () => {
    const row = { key: 'a.1', name: 'è "\u2028\ud83d\ude00', pid: 7, cpu: 0.5, mine: true, path: null };
    const answer: Asked<'page'> = { ok: true, value: { rows: [row, { key: '' }] } };
    const sent = sendAnswer(answer);
    expect(Object.values(sent).map((part) => typeof part)).toEqual(['boolean', 'string']);
    expect(readAnswer<'page'>(sent)).toEqual(answer);
    expect(readAnswer(sendAnswer({ ok: true, value: null }))).toEqual({ ok: true, value: null });
  });

  it('tells a figure that is no number as one that is not known', () => {
    const sent = sendAnswer({ ok: true, value: { rows: [{ key: 'a', cpu: Number.NaN }] } } as Asked<'page'>);
    expect(readAnswer(sent)).toEqual({ ok: true, value: { rows: [{ key: 'a', cpu: null }] } });
  });

  it('passes on why there is none', () => {
    const failed: Asked = { ok: false, failure: 'stale' };
    expect(readAnswer(sendAnswer(failed))).toEqual(failed);
  });
});
