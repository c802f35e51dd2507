import { describe, expect, it } from 'vitest';
import { gapText } from '../../../../renderer/views/gap-line.tsx';

const at = (hour: number, minute: number) => new Date(2026, 10, 28, hour, minute).getTime();
const gap = { from: at(14, 2), to: at(14, 10), reason: 'off' } as const;
/** The clock of English is that of America; the words are what matters here. */
const plain = (text: string) => text.replace(/\s?[AP]M/g, '').replace(/0?2:/g, '14:');

describe('a gap', () => {
  it('is told with its ends and why there is nothing', () => {
    expect(plain(gapText(gap, { from: at(14, 0), to: at(15, 0) }, at(16, 0)))).toBe(
      'Nothing is known from 14:02 to 14:10: Candor did not record.',
    );
  });

  it('is told as far as it lies in what was asked about', () => {
    const text = plain(gapText({ ...gap, reason: 'asleep' }, { from: at(14, 5), to: at(15, 0) }, at(16, 0)));
    expect(text).toBe('Nothing is known from 14:05 to 14:10: the computer slept.');
  });

  it('that holds all that was asked about is told as such', () => {
    expect(gapText(gap, { from: at(14, 5), to: at(14, 6) }, at(16, 0))).toBe(
      'Nothing is known of this time: Candor did not record.',
    );
  });

  it('has its day when that is not today', () => {
    expect(gapText(gap, null, at(16, 0) + 86_400_000)).toContain('28');
  });
});
