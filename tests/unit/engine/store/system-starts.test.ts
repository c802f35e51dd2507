import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readJournal, startsInJournal } from '../../../../engine/store/journal-starts.ts';
import { readSystemStarts, startsInWtmp, timesDown } from '../../../../engine/store/system-starts.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const SHUTDOWN = 1;
const BOOT = 2;
const LOGIN = 7;

/** A record as glibc writes it: 384 bytes with 32-bit times, 400 bytes with 64-bit ones. */
function record(type: number, user: string, seconds: number, length: 384 | 400 = 384): Uint8Array {
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  view.setInt16(0, type, true);
  bytes.set(new TextEncoder().encode(user), 44);
  if (length === 384) view.setInt32(340, seconds, true);
  else view.setBigInt64(344, BigInt(seconds), true);
  return bytes;
}

const together = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));

const T = 1_780_000_000;
const twoDays = (length: 384 | 400) =>
  together(
    record(BOOT, 'reboot', T, length),
    record(LOGIN, 'ada', T + 60, length),
    record(SHUTDOWN, 'shutdown', T + 3600, length),
    record(BOOT, 'reboot', T + 7200, length),
    record(SHUTDOWN, 'runlevel', T + 7210, length),
  );

describe('starts of the system', () => {
  it.each([384, 400] as const)('are read from records of %i bytes, with the end where it was written', (length) => {
    expect(startsInWtmp(twoDays(length), 'wtmp')).toEqual([
      { bootedAt: T * 1000, endedAt: (T + 3600) * 1000, source: 'wtmp' },
      { bootedAt: (T + 7200) * 1000, endedAt: null, source: 'wtmp' },
    ]);
  });

  it('are read from a file whose beginning was cut off inside a record, or which holds rubbish', () => {
    expect(startsInWtmp(twoDays(384).subarray(100), 'wtmp')).toEqual([
      { bootedAt: (T + 7200) * 1000, endedAt: null, source: 'wtmp' },
    ]);
    const rubbish = Uint8Array.from({ length: 5000 }, (_, index) => (index * 37 + 11) % 256);
    expect(startsInWtmp(rubbish, 'wtmp')).toEqual([]);
    expect(startsInWtmp(new Uint8Array(), 'wtmp')).toEqual([]);
  });

  it('of a clock that was not set yet are none', () => {
    expect(startsInWtmp(together(record(BOOT, 'reboot', 12)), 'wtmp')).toEqual([]);
  });

  it('have the present one from btime, unless it is the last one recorded', async () => {
    const folder = temporaryFolder();
    const [wtmp, stat] = ['wtmp', 'stat'].map((name) => path.join(folder, name)) as [string, string];
    writeFileSync(wtmp, twoDays(384));
    writeFileSync(stat, `cpu 1 2 3\nbtime ${T + 7203}\n`);
    expect(await readSystemStarts({ wtmp, stat })).toHaveLength(2);
    writeFileSync(stat, `cpu 1 2 3\nbtime ${T + 90_000}\n`);
    expect((await readSystemStarts({ wtmp, stat })).at(-1)).toEqual({
      bootedAt: (T + 90_000) * 1000,
      endedAt: null,
      source: stat,
    });
  });

  it('are none where there is no record at all', async () => {
    const folder = temporaryFolder();
    expect(
      await readSystemStarts({ wtmp: path.join(folder, 'a'), stat: path.join(folder, 'b') }, async () => ''),
    ).toEqual([]);
  });

  const boots = [
    { index: -1, boot_id: 'a', first_entry: T * 1e6, last_entry: (T + 3600) * 1e6 },
    { index: 0, boot_id: 'b', first_entry: (T + 7200) * 1e6, last_entry: (T + 8000) * 1e6 },
  ];

  it('are those of the journal where there is no wtmp, with the end of all but the newest', async () => {
    const folder = temporaryFolder();
    const stat = path.join(folder, 'stat');
    writeFileSync(stat, `btime ${T + 7190}\n`);
    const starts = await readSystemStarts({ wtmp: path.join(folder, 'none'), stat }, async () => JSON.stringify(boots));
    expect(starts).toEqual([
      { bootedAt: T * 1000, endedAt: (T + 3600) * 1000, source: 'systemd-journald' },
      { bootedAt: (T + 7200) * 1000, endedAt: null, source: 'systemd-journald' },
    ]);
    expect(timesDown(starts)).toEqual([
      { begins: (T + 3600) * 1000, ends: (T + 7200) * 1000, reason: 'down', source: 'systemd-journald' },
    ]);
  });

  it.each([
    ['no JSON', 'IDX BOOT ID'],
    ['no list', '{"first_entry":1}'],
    ['boots without moments', '[null,3,{},{"first_entry":"1780000000000000"},{"first_entry":12}]'],
  ])('of a journal that tells %s are none', (_, text) => {
    expect(startsInJournal(text)).toEqual([]);
  });

  it('end before they began in no record: the clock was set', () => {
    const [first] = startsInJournal(JSON.stringify([{ ...boots[0], last_entry: (T - 10) * 1e6 }, boots[1]]));
    expect(first?.endedAt).toBeNull();
  });

  it('are asked of a program that is there, and answers with what it says', async () => {
    const program = path.join(temporaryFolder(), 'journalctl');
    writeFileSync(program, `#!/bin/sh\necho '${JSON.stringify(boots)}'; [ "$1" = --list-boots ]\n`, { mode: 0o755 });
    expect(startsInJournal(await readJournal(program))).toHaveLength(2);
    writeFileSync(program, '#!/bin/sh\necho "[]"; exit 1\n');
    expect(await readJournal(program)).toBe('');
    expect(await readJournal(path.join(temporaryFolder(), 'none'))).toBe('');
  });

  it('leave the times in which the system was down, where the end before is known', () => {
    const starts = [
      { bootedAt: 500, endedAt: null, source: 'x' },
      { bootedAt: 100, endedAt: 200, source: 'x' },
      { bootedAt: 900, endedAt: null, source: 'y' },
    ];
    expect(timesDown(starts)).toEqual([{ begins: 200, ends: 500, reason: 'down', source: 'x' }]);
  });
});
