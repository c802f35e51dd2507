import { describe, expect, it } from 'vitest';
import { createQuestions, MAX_QUESTIONS, MAX_QUESTIONS_OF_WINDOW } from '../../../../main/engine/questions.ts';
import { FakeTime } from '../../../support/fakes.ts';

describe('questions under way', () => {
  it('are so many of one window at most, so that another is answered beside one that asks without end', async () => {
    const questions = createQuestions(new FakeTime());
    let sent = 0;
    const ask = (client: number) =>
      questions.ask(client, { ask: 'history' }, () => {
        sent += 1;
        return true;
      });
    const flood = Array.from({ length: 10_000 }, () => ask(1));
    expect(sent).toBe(MAX_QUESTIONS_OF_WINDOW);
    expect(await flood.at(-1)).toEqual({ ok: false, failure: 'engine' });
    void ask(2);
    expect(sent).toBe(MAX_QUESTIONS_OF_WINDOW + 1);
    for (let client = 3; client < 103; client++) for (let count = 0; count < 100; count++) void ask(client);
    expect(sent).toBe(MAX_QUESTIONS);
  });
});
