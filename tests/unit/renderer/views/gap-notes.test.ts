import { describe, expect, it } from 'vitest';
import { gapNotes, gapText, otherGapsText } from '../../../../renderer/views/gap-notes.ts';

const at = (hour: number, minute: number) => new Date(2026, 10, 28, hour, minute).getTime();
const gap = { from: at(14, 2), to: at(14, 31), reason: 'off' } as const;
/** The clock of English is that of America; the words are what matters here. */
const plain = (text: string) =>
  text
    .replace(/\s?[AP]M/g, '')
    .replace(/0?2:/g, '14:')
    .replaceAll('\u00a0', ' ');

describe('a time that was not recorded', () => {
  it('is told with its ends, how long it was and why there is nothing', () => {
    expect(plain(gapText(gap, at(16, 0)))).toBe(
      'Not recorded 14:02 – 14:31 (29 min): Candor was closed, or recording was off',
    );
  });

  it('of seconds has its seconds, and of less than two readings is none', () => {
    const short = { ...gap, to: gap.from + 15_000 };
    expect(gapText(short, at(16, 0)).replaceAll('\u00a0', ' ')).toMatch(
      /^Not recorded \S+:02:00.* – \S+:02:15.* \(15 s\): /,
    );
    expect(gapNotes([{ ...gap, to: gap.from + 1000 }, short], at(16, 0))).toHaveLength(1);
  });

  it('has its day when that is not today, once', () => {
    const text = gapText(gap, at(16, 0) + 86_400_000);
    expect(text.match(/28/g)).toHaveLength(1);
  });

  it('says which record of the system told of it', () => {
    expect(gapText({ ...gap, reason: 'down', source: '/var/log/wtmp' }, at(16, 0))).toMatch(
      /: the computer was off, by \/var\/log\/wtmp$/,
    );
  });

  it('is copied as JSON by its ends and its reason', () => {
    expect(gapNotes([gap], at(16, 0))[0]?.record).toEqual({
      gap: 'off',
      from: new Date(gap.from).toISOString(),
      to: new Date(gap.to).toISOString(),
    });
  });

  it('is counted with the others where all but the longest are told as one', () => {
    expect(otherGapsText([gap, gap])).toContain('2 more times were not recorded');
  });
});
