import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type LogOptions, openLog } from '../../../../collector/log/log.ts';
import { withoutIdentities } from '../../../../collector/log/without-identities.ts';

function someLog(options: Partial<LogOptions> = {}) {
  const lines: string[] = [];
  let milliseconds = 0;
  const log = openLog({
    level: 'info',
    format: 'json',
    isTerminal: false,
    write: (line) => lines.push(line),
    now: () => milliseconds,
    ...options,
  });
  return { log, lines, pass: (ms: number) => (milliseconds += ms) };
}

describe('a line of the log', () => {
  it('is JSON with level, time, message and figures, and nothing of process or host', () => {
    const { log, lines } = someLog();
    log.info('loaded', { batches: 3 });
    expect(lines).toHaveLength(1);
    expect(lines[0]?.endsWith('\n')).toBe(true);
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(JSON.parse(lines[0] ?? '')).toEqual({ level: 'info', time, msg: 'loaded', batches: 3 });
  });

  it('is text for a person who looks, unless JSON was asked for', () => {
    const person = someLog({ format: 'auto', isTerminal: true });
    person.log.warn('the disk is full', { batches: 3, bytes: 9 });
    expect(person.lines[0]).toMatch(/^\d\d:\d\d:\d\d WARN the disk is full \(batches 3, bytes 9\)\n$/);
    const asked = someLog({ format: 'json', isTerminal: true });
    asked.log.warn('the disk is full');
    expect(asked.lines[0]).toMatch(/^\{.*\}\n$/);
  });

  it('is written from its level on', () => {
    for (const [level, count] of [
      ['debug', 4],
      ['info', 3],
      ['warn', 2],
      ['error', 1],
      ['silent', 0],
    ] as const) {
      const { log, lines } = someLog({ level });
      log.debug('d');
      log.info('i');
      log.warn('w');
      log.error('e');
      expect(lines, level).toHaveLength(count);
    }
  });

  it('that says the same again within ten seconds is left out', () => {
    const { log, lines, pass } = someLog();
    log.warn('full');
    pass(9999);
    log.warn('full');
    log.warn('another');
    expect(lines).toHaveLength(2);
    pass(1);
    log.warn('full');
    expect(lines).toHaveLength(3);
  });
});

describe('a message', () => {
  const id = randomUUID();
  const hash = 'ab'.repeat(32);
  const key = `${'aB3_-'.repeat(8)}xyz`;

  it.each([
    [`Cannot parse input: expected '\\t' before: '${id}\\t${hash}': (at row 1)`],
    [`the row of ${id.toUpperCase()} is gone`],
    [`Bearer ${key} is none, candor_${key} neither`],
    ['connect ECONNREFUSED 203.0.113.7:8123'],
    ['connect ECONNREFUSED 2001:db8::1:8123, ::1 and fe80::1'],
    ['read ECONNRESET from ::ffff:203.0.113.7'],
  ])('that holds %j names nobody', (message) => {
    const said = withoutIdentities(message).toLowerCase();
    for (const secret of [id, hash, key.toLowerCase(), '203.0.113', '2001:db8', '::1'])
      expect(said).not.toContain(secret);
  });

  it.each([
    ['12 damaged bytes of the journal were set aside in /var/lib/candor-collector/journal/000000000001.damaged'],
    ['candor-finder 1-f02f9f083c57 is added at 12:31:04'],
    ['chDB 26.7.2 ended with code 134'],
    [
      'a batch cannot be stored and was kept in /srv/a-rather-long-name-of-a-folder-that-somebody-chose/unreadable/1-2-3.batch',
    ],
  ])('that says %j stays as it is', (message) => {
    expect(withoutIdentities(message)).toBe(message);
  });
});
