import { describe, expect, it } from 'vitest';
import { ASK_AFTER_MS, Prompt } from '../../../../../client/main/pages/prompt.ts';
import { FakeTime } from '../../../../support/fakes.ts';

function setUp() {
  const time = new FakeTime();
  let may = true;
  let asked = 0;
  const prompt = new Prompt({
    timers: time,
    mayAsk: () => may,
    ask: () => {
      asked++;
      return true;
    },
  });
  return {
    time,
    prompt,
    asked: () => asked,
    mayAsk: (now: boolean) => {
      may = now;
    },
  };
}

describe('the question of the program', () => {
  it('is not asked when the last window was closed before its time, and no timer is left', () => {
    const { time, prompt, asked } = setUp();
    prompt.windowShown();
    prompt.rest();
    expect(time.armed).toBe(0);
    time.advance(10 * ASK_AFTER_MS);
    prompt.pageListens();
    expect(asked()).toBe(0);
  });

  it('comes five seconds after the next window, as after another start', () => {
    const { time, prompt, asked } = setUp();
    prompt.windowShown();
    time.advance(ASK_AFTER_MS);
    prompt.rest();
    prompt.windowShown();
    time.advance(ASK_AFTER_MS - 1);
    expect(asked()).toBe(1);
    time.advance(1);
    expect(asked()).toBe(2);
  });

  it('leaves room for another one only in a run in which it was not there', () => {
    const { prompt, mayAsk } = setUp();
    expect(prompt.isQuiet).toBe(false);
    prompt.windowShown();
    mayAsk(false);
    expect(prompt.isQuiet).toBe(false);
    prompt.settle();
    expect(prompt.isQuiet).toBe(false);
    prompt.rest();
    expect(prompt.isQuiet).toBe(true);
  });
});
