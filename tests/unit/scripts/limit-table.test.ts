import { describe, expect, it } from 'vitest';
import { limitRows } from '../../../scripts/generate/limit-table.ts';

const source = `/** Bounds of the collector, each with its reason. */

/** Size of it, in bytes. */
export const ROOM_BYTES = 64 * 1024;

/**
 * How many, and how many
 * {@link ROOM_BYTES} besides.
 */
export const ONE = 1200;
export const OTHER = 3;

/** First and longest pause, in milliseconds. */
export const RETRY_MS = { first: 200, longest: 30_000 } as const;

/** Of a server. */
export const SERVER = {
  /** When it is asked. */
  everyMs: 1500,
  /** What it takes. */
  headerBytes: 1024,
} as const;
`;

const values = {
  ROOM_BYTES: 65_536,
  ONE: 1200,
  OTHER: 3,
  RETRY_MS: { first: 200, longest: 30_000 },
  SERVER: { everyMs: 1500, headerBytes: 1024 },
};

describe('the table of limits', () => {
  it('has each bound with its unit and the reason that stands above it', () => {
    expect(limitRows(source, values).map(({ name, value, reason }) => [name, value, reason])).toEqual([
      ['ROOM_BYTES', '64 KiB', 'Size of it, in bytes.'],
      ['ONE', '1 200', 'How many, and how many `ROOM_BYTES` besides.'],
      ['OTHER', '3', 'How many, and how many `ROOM_BYTES` besides.'],
      ['RETRY_MS', 'first 200 ms, longest 30 s', 'First and longest pause, in milliseconds.'],
      ['SERVER.everyMs', '1 500 ms', 'When it is asked.'],
      ['SERVER.headerBytes', '1 KiB', 'What it takes.'],
    ]);
  });

  it('is none where a bound has no reason, or is no number', () => {
    expect(() => limitRows('export const ONE = 1;\n', { ONE: 1 })).toThrow('ONE has no reason');
    expect(() => limitRows('/** Text. */\nexport const ONE = "";\n', { ONE: '' })).toThrow('ONE is no bound');
  });
});
