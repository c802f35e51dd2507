import { describe, expect, it } from 'vitest';
import { MESSAGES_AT_ONCE, MESSAGES_PER_SECOND, MessageRate } from '../../../../../client/main/pages/ipc.ts';

describe('the messages of a window', () => {
  it('are taken up to a bound, and then as fast as time goes', () => {
    let now = 0;
    const rate = new MessageRate({ monotonic: () => now });
    const taken = (messages: number) => Array.from({ length: messages }, () => rate.take()).filter(Boolean).length;
    expect(taken(MESSAGES_AT_ONCE + 50)).toBe(MESSAGES_AT_ONCE);
    now += 500;
    expect(taken(MESSAGES_AT_ONCE)).toBe(MESSAGES_PER_SECOND / 2);
    now += 3_600_000;
    expect(taken(2 * MESSAGES_AT_ONCE)).toBe(MESSAGES_AT_ONCE);
  });
});
