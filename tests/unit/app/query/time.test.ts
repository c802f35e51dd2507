import { afterEach, describe, expect, it } from 'vitest';
import { parseQuery } from '../../../../app/query/parse.ts';
import { resolveTime } from '../../../../app/query/time.ts';
import { timeTitle } from '../../../../app/query/words.ts';
import { setLanguage } from '../../../../client/core/texts/catalogues.ts';

const zone = process.env['TZ'];

afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
  setLanguage('en');
});

function clauseOf(text: string) {
  const { query, errors } = parseQuery(`process ${text}`);
  if (query === null || query.time === null) throw new Error(JSON.stringify(errors));
  return query.time;
}

/** The range of a clause at a moment of a zone, both as ISO texts. */
function range(text: string, now: string, timeZone = 'Europe/Rome', bootedAt = now): readonly [string, string] {
  process.env['TZ'] = timeZone;
  const { from, to } = resolveTime(clauseOf(text), { now: Date.parse(now), bootedAt: Date.parse(bootedAt) });
  return [new Date(from).toISOString(), new Date(to).toISOString()];
}

/** In November Rome is an hour ahead of UTC. */
const NOW = '2026-11-28T11:30:20.500Z';

describe('a time', () => {
  it.each([
    ['at 12:02', '2026-11-28T11:02:00.000Z', '2026-11-28T11:03:00.000Z'],
    ['at 12:30', '2026-11-28T11:30:00.000Z', '2026-11-28T11:31:00.000Z'],
    ['at 12:31', '2026-11-27T11:31:00.000Z', '2026-11-27T11:32:00.000Z'],
    ['at 12:02:30', '2026-11-28T11:02:30.000Z', '2026-11-28T11:02:31.000Z'],
    ['at "yesterday 18:00"', '2026-11-27T17:00:00.000Z', '2026-11-27T17:01:00.000Z'],
    ['at yesterday', '2026-11-26T23:00:00.000Z', '2026-11-27T23:00:00.000Z'],
    ['at 2026-11-20', '2026-11-19T23:00:00.000Z', '2026-11-20T23:00:00.000Z'],
    ['at "2026-11-20 14:02"', '2026-11-20T13:02:00.000Z', '2026-11-20T13:03:00.000Z'],
    ['at now', '2026-11-28T11:30:00.000Z', '2026-11-28T11:31:00.000Z'],
    ['at boot', '2026-11-28T08:15:00.000Z', '2026-11-28T08:16:00.000Z'],
    ['at "5m ago"', '2026-11-28T11:25:00.000Z', '2026-11-28T11:26:00.000Z'],
    ['during 24h', '2026-11-27T11:30:20.500Z', NOW],
    ['during 09:00..10:30', '2026-11-28T08:00:00.000Z', '2026-11-28T09:31:00.000Z'],
    ['during 12:00..18:00', '2026-11-28T11:00:00.000Z', NOW],
    ['during 13:00..14:00', '2026-11-27T12:00:00.000Z', '2026-11-27T13:01:00.000Z'],
    ['during 23:00..01:00', '2026-11-27T22:00:00.000Z', '2026-11-28T00:01:00.000Z'],
    ['during "yesterday 22:00"..02:00', '2026-11-27T21:00:00.000Z', '2026-11-28T01:01:00.000Z'],
    ['during 2026-11-20..2026-11-21', '2026-11-19T23:00:00.000Z', '2026-11-21T23:00:00.000Z'],
    ['during 2026-11-21..2026-11-20', '2026-11-19T23:00:00.000Z', '2026-11-21T23:00:00.000Z'],
    ['during boot..now', '2026-11-28T08:15:30.000Z', NOW],
    ['since boot', '2026-11-28T08:15:30.000Z', NOW],
    ['since 09:00', '2026-11-28T08:00:00.000Z', NOW],
    ['since today', '2026-11-27T23:00:00.000Z', NOW],
    ['since 2030-01-01', NOW, NOW],
  ])('%s is from %s to %s', (text, from, to) => {
    expect(range(text, NOW, 'Europe/Rome', '2026-11-28T08:15:30.000Z')).toEqual([from, to]);
  });

  it('is as long as the day was, when the clock was set', () => {
    // In Rome 2026-03-29 has 23 hours and 2026-10-25 has 25.
    expect(range('at 2026-03-29', NOW)).toEqual(['2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z']);
    expect(range('at 2026-10-25', NOW)).toEqual(['2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z']);
  });

  it('that came twice is the second one once it has come, and what is since then begins with the first', () => {
    const [first, second] = ['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'];
    expect(range('at 02:30', '2026-10-25T00:45:00.000Z')[0]).toBe(first);
    expect(range('at 02:30', '2026-10-25T09:00:00.000Z')[0]).toBe(second);
    expect(range('since 02:30', '2026-10-25T09:00:00.000Z')[0]).toBe(first);
    expect(range('at "2026-10-25 02:30"', NOW)[0]).toBe(second);
    // Half an hour twice, on Lord Howe Island.
    expect(range('at 01:45', '2026-04-05T05:00:00.000Z', 'Australia/Lord_Howe')[0]).toBe('2026-04-04T15:15:00.000Z');
  });

  it('that a day does not have is looked for on the day before', () => {
    expect(range('at 02:30', '2026-03-29T09:00:00.000Z')[0]).toBe('2026-03-28T01:30:00.000Z');
  });

  it('is said in words', () => {
    const titles = (language: 'en' | 'it') => {
      setLanguage(language);
      return [
        'at 14:02',
        'at "yesterday 18:00"',
        'during 5m',
        'during 24h',
        'during 09:00..10:30',
        'since boot',
        'since today',
        'at "2026-11-28 14:02"',
        'since "2h ago"',
      ].map((text) => timeTitle(clauseOf(text)));
    };
    expect(titles('en')).toEqual([
      '14:02',
      'Yesterday 18:00',
      'The last 5 minutes',
      'The last day',
      '09:00 – 10:30',
      'Since the start of the system',
      'From today on',
      'Nov 28, 2026 14:02',
      'From 2 hours ago on',
    ]);
    expect(titles('it')).toEqual([
      '14:02',
      'Ieri 18:00',
      'Gli ultimi 5 minuti',
      'L’ultimo giorno',
      '09:00 – 10:30',
      'Dall’avvio del sistema',
      'Da oggi in poi',
      '28 nov 2026 14:02',
      'Da 2 ore fa in poi',
    ]);
  });
});
