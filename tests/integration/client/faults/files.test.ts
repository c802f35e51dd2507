import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type CborValue, decodeCbor, encodeCbor } from '../../../../client/core/batch/cbor.ts';
import { MAX_COUNT } from '../../../../client/core/batch/limits.ts';
import { type Disk, systemDisk } from '../../../../client/main/files/disk.ts';
import { MAX_LOGS_AT_ONCE } from '../../../../client/main/limits.ts';
import { Outbox } from '../../../../client/main/outbox/outbox.ts';
import { brotli } from '../../../../client/main/recording/platform-codec.ts';
import { readSessionLog } from '../../../../client/main/recording/session-log.ts';
import { previousRun } from '../../../../client/main/recording/start-notes.ts';
import type { Transport } from '../../../../client/main/upload/egress-gate.ts';
import { systemRandomness } from '../../../../client/node/platform.ts';
import { finderFormat } from '../../../support/finder-format.ts';
import { accepting, commandsOf, decoded, programFixture, soon, used, yes } from '../../../support/program-fixture.ts';
import { openProfile } from '../../../support/real-profile.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** A profile whose collector is down at first. */
function profile() {
  const folder = temporaryFolder();
  const network = accepting();
  let up = false;
  const transport: Transport = (...given) => (up ? network.transport(...given) : Promise.reject(new Error('down')));
  const fixture = programFixture(folder, transport, openProfile(folder, systemRandomness));
  const file = (...parts: string[]) => path.join(folder, 'program', ...parts);
  return {
    ...fixture,
    folder,
    network,
    file,
    names: (directory: string) => readdirSync(file(directory)),
    /** One session with these uses, which then waits. */
    async session(...commands: Parameters<typeof used>) {
      const program = fixture.restart(openProfile(folder, systemRandomness));
      await program.start();
      program.decide(yes);
      program.record(used(...commands));
      await program.close(soon());
    },
    /** The next run, with the collector up; what it sent. */
    async deliver() {
      up = true;
      const program = fixture.restart(openProfile(folder, systemRandomness));
      await program.start();
      await program.close(soon());
      return program;
    },
  };
}

describe('a session log', () => {
  const commands = ['go.search', 'go.processes', 'help.about', 'view.refresh'] as const;

  it('cut off anywhere gives the events before the cut, in order, and counts the damage', () => {
    const { program, file, options } = profile();
    program.decide(yes);
    for (const command of commands) program.record(used(command));
    const log = file('sessions', '0000000001.log');
    const whole = readFileSync(log);
    expect(options.directory).toBe(file());
    for (let length = whole.length; length >= 0; length--) {
      truncateSync(log, length);
      const session = readSessionLog(systemDisk, log, finderFormat);
      const read = session?.usage.map(({ command }) => command) ?? [];
      expect(read).toEqual(commands.slice(0, read.length));
      if (length === whole.length) expect(session).toMatchObject({ damaged: false, end: 'killed' });
    }
  });

  it('with any one byte changed never gives an event that did not happen', () => {
    const { program, file } = profile();
    program.decide(yes);
    for (const command of commands) program.record(used(command));
    const log = file('sessions', '0000000001.log');
    const whole = readFileSync(log);
    for (let index = 0; index < whole.length; index++) {
      const changed = Buffer.from(whole);
      changed[index] = (changed[index] ?? 0) ^ 0x41;
      writeFileSync(log, changed);
      const session = readSessionLog(systemDisk, log, finderFormat);
      const read = session?.usage.map(({ command }) => command) ?? [];
      expect(read).toEqual(commands.slice(0, read.length));
      expect(session?.damaged ?? true).toBe(true);
    }
  });

  it.each([
    ['empty', Buffer.alloc(0)],
    ['zeroes, as after a power cut', Buffer.alloc(4096)],
    ['another file', Buffer.from('<html>not a log</html>')],
  ])('that is %s is set aside, counted, and the program goes on', async (_name, content) => {
    const { program, file, names, network, deliver } = profile();
    program.decide(yes);
    writeFileSync(file('sessions', '0000000001.log'), content);
    await deliver();
    expect(names('set-aside')).toEqual(['0000000001.log']);
    expect(network.requests.map((request) => decoded(request).dropped)).toEqual([{ 'log-damaged': 1 }]);
  });
});

describe('records that somebody else has written, with checksums', () => {
  type Header = { run: unknown; sessionId: unknown; envelope: object; context: object };
  const odd: readonly (readonly [string, (header: Header) => readonly unknown[]])[] = [
    ['a number', () => [5]],
    ['a text', () => ['abc']],
    ['a list', () => [[1]]],
    ['a header that is a number', () => [{ header: 5 }]],
    ['a header of nothing', () => [{ header: {} }]],
    ['a run that leads elsewhere', (header) => [{ header: { ...header, run: '../../../../x' } }]],
    ['a run with more digits than names have', (header) => [{ header: { ...header, run: 2 ** 53 - 1 } }]],
    [
      'a level that there is not',
      (header) => [{ header: { ...header, envelope: { ...header.envelope, level: 'all' } } }],
    ],
    ['a context that is a number', (header) => [{ header: { ...header, context: 5 } }]],
    ['a number behind the header', (header) => [{ header }, 5]],
    ['a text behind the header', (header) => [{ header }, 'abc']],
    ['losses for a reason that there is not', (header) => [{ header }, { dropped: { boredom: 1 } }]],
    ['operations that are a text', (header) => [{ header }, { reports: { operations: 'x' } }]],
    ['reports that replace the envelope', (header) => [{ header }, { reports: { envelope: { level: 'enhanced' } } }]],
    ['errors that are numbers', (header) => [{ header }, { errors: { reports: [1], dropped: 0 } }]],
    ['a line that is a number', (header) => [{ header }, { line: 5 }]],
    ['an end that there is not', (header) => [{ header }, { end: 'never' }]],
  ];

  it.each(odd)('are no session and do not stay in the way: %s', async (_name, make) => {
    const { program, file, names, network, folder, deliver } = profile();
    program.decide(yes);
    const log = file('sessions', '0000000001.log');
    const [first] = recordsOf(readFileSync(log)) as [{ header: Header }];
    writeFileSync(log, Buffer.concat(make(first.header).map(recordBytes)));
    const before = readdirSync(folder).sort();
    await deliver();
    expect([names('sessions'), names('set-aside'), names('outbox')]).toEqual([[], ['0000000001.log'], []]);
    expect(readdirSync(folder).sort()).toEqual(before);
    expect(network.requests.map((request) => decoded(request).dropped)).toContainEqual({ 'log-damaged': 1 });
  });

  it('count no more losses than a batch can say', async () => {
    const { program, file, network, deliver } = profile();
    program.decide(yes);
    const log = file('sessions', '0000000001.log');
    const most = recordBytes({ dropped: { refused: MAX_COUNT } });
    writeFileSync(log, Buffer.concat([readFileSync(log), most, most]));
    writeFileSync(file('losses.json'), JSON.stringify({ run: 2, dropped: { refused: MAX_COUNT } }));
    await deliver();
    expect(network.requests.map((request) => decoded(request).dropped)).toEqual([
      { refused: MAX_COUNT },
      { refused: MAX_COUNT },
    ]);
  });
});

/** A record as a log has it: its length, its checksum, and itself as CBOR. */
function recordBytes(record: unknown): Buffer {
  const payload = encodeCbor(record as CborValue);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(payload.length, 0);
  head.writeUInt32BE(crc32(payload), 4);
  return Buffer.concat([head, payload]);
}

function recordsOf(log: Buffer): CborValue[] {
  const records: CborValue[] = [];
  for (let at = 0; at < log.length; ) {
    const end = at + 8 + log.readUInt32BE(at);
    records.push(decodeCbor(log.subarray(at + 8, end), { depth: 9, items: 10_000, textBytes: 1000 }));
    at = end;
  }
  return records;
}

it('a folder of more session logs than any runs leave does not hold up the start; the rest comes with later ones', async () => {
  const { restart, folder, file, session } = profile();
  await session('go.search');
  const planted = 3 * MAX_LOGS_AT_ONCE;
  for (let index = 0; index < planted; index++) {
    writeFileSync(file('sessions', `${String(1_000_000 + index).padStart(10, '0')}.log`), '');
  }
  const left = () => readdirSync(file('sessions')).filter((name) => name.startsWith('0001')).length;
  const stores = openProfile(folder, systemRandomness);
  const reads: string[] = [];
  const counting: Disk = {
    ...systemDisk,
    read(name, maxBytes) {
      reads.push(name);
      return systemDisk.read(name, maxBytes);
    },
  };
  expect(previousRun(counting, file('sessions'), 1, finderFormat)).toEqual({
    before: 'killed',
    damaged: MAX_LOGS_AT_ONCE,
  });
  expect(reads).toHaveLength(MAX_LOGS_AT_ONCE);
  await restart(stores).start();
  expect(left()).toBeGreaterThan(0);
  for (let run = 0; run < 3; run++) await restart(openProfile(folder, systemRandomness)).start();
  expect(left()).toBe(0);
});

describe('a waiting batch', () => {
  it.each([
    ['empty', () => Buffer.alloc(0)],
    ['cut off', (bytes: Buffer) => bytes.subarray(0, -5)],
    ['zeroes', (bytes: Buffer) => Buffer.alloc(bytes.length)],
    ['with one byte changed', (bytes: Buffer) => Buffer.from(bytes).fill((bytes[40] ?? 0) ^ 1, 40, 41)],
    ['another file', () => Buffer.from('root:x:0:0:root:/root:/bin/bash\n')],
    ['far too long', () => Buffer.alloc(300 * 1024, 'x')],
  ])('that is %s is set aside and counted; it is not sent, and the next one is', async (_name, damage) => {
    const { session, deliver, file, names, network } = profile();
    await session('go.search');
    await session('help.about');
    const [first = ''] = names('outbox');
    writeFileSync(file('outbox', first), damage(readFileSync(file('outbox', first))));
    await deliver();
    expect(network.requests.map(commandsOf)).toEqual([['help.about'], []]);
    expect(names('set-aside')).toEqual([first]);
    await deliver();
    expect(decoded(network.requests.at(-1)).dropped).toEqual({ 'log-damaged': 1 });
  });

  it('that is damaged does not hold up a quit, however many there are', async () => {
    const { restart, folder, file, session, names } = profile();
    await session('go.search');
    const id = (index: number) => `01234567-89ab-8def-8123-${String(index).padStart(12, '0')}`;
    for (let index = 0; index < 100; index++) {
      writeFileSync(file('outbox', `0000000001-00000-${id(index)}.00000000.batch`), 'damaged');
    }
    const program = restart(openProfile(folder, systemRandomness));
    await program.start();
    const deadline = new AbortController();
    const closed = program.close(deadline.signal);
    setImmediate(() => deadline.abort());
    await closed;
    expect(names('outbox').length).toBeGreaterThan(50);
  });

  it('under the name of another one is not sent', async () => {
    const { session, deliver, file, names, network } = profile();
    await session('go.search');
    const [first = ''] = names('outbox');
    writeFileSync(
      file('outbox', first.replace(/.{6}\.(.{8}\.batch)/, '000000.$1')),
      readFileSync(file('outbox', first)),
    );
    await deliver();
    expect(network.requests.map(commandsOf)).toEqual([['go.search'], []]);
    expect(names('set-aside')).toHaveLength(1);
  });

  it('half written by a crash is removed, and so are other files that are not ours to send', async () => {
    const { session, deliver, file, names, network } = profile();
    await session('go.search');
    const [first = ''] = names('outbox');
    writeFileSync(file('outbox', `${first.replace('0000000001', '0000000002')}.tmp`), 'half');
    writeFileSync(file('outbox', '.DS_Store'), 'a file manager was here');
    await deliver();
    expect(network.requests.map(commandsOf)).toEqual([['go.search'], []]);
    expect(names('outbox')).toEqual(['.DS_Store']);
  });

  it('whose split was interrupted is split again: no part is sent beside the whole', async () => {
    const { session, deliver, file, names, network, options } = profile();
    await session('go.search', 'help.about');
    const [whole = ''] = names('outbox');
    const batch = decoded({ body: readFileSync(file('outbox', whole)) } as never);
    const outbox = new Outbox({ disk: systemDisk, directory: file('outbox'), aside: file('set-aside'), now: () => 0 });
    const envelope = { ...batch.envelope, batch: '00000000-0000-8000-8000-000000000009' };
    outbox.add(
      { id: envelope.batch, run: envelope.session, sequence: envelope.sequence },
      finderFormat.encode({ ...batch, envelope, usage: batch.usage.slice(0, 1) }, brotli),
      '.0',
    );
    expect(options.product.id).toBe('candor-finder');
    await deliver();
    expect(network.requests.map(commandsOf)).toEqual([['go.search', 'help.about'], []]);
  });
});

describe('small files', () => {
  const damages = [
    ['cut off', (text: string) => text.slice(0, text.length / 2)],
    ['empty', () => ''],
    ['zeroes', (text: string) => '\0'.repeat(text.length)],
    ['another file', () => '<html></html>'],
  ] as const;

  it.each(damages)(
    'a consent record that is %s is no Yes: nothing is recorded or sent, what waits waits',
    async (_name, damage) => {
      const { session, deliver, folder, names, network } = profile();
      await session('go.search');
      const file = path.join(folder, 'participation/candor-finder/consent.json');
      writeFileSync(file, damage(readFileSync(file, 'utf8')));
      const program = await deliver();
      expect(program.participation()).toEqual({ level: 'off', reason: 'undecided', ask: true });
      expect(program.record(used('go.search'))).toBe(0);
      expect(network.requests).toEqual([]);
      expect(names('outbox')).toHaveLength(1);
    },
  );

  it.each(damages)(
    'an identity that is %s is replaced; what waited is delivered under its own',
    async (_name, damage) => {
      const { session, deliver, folder, network, program } = profile();
      await session('go.search');
      const before = program.installation;
      const file = path.join(folder, 'participation/candor-finder/identity.json');
      writeFileSync(file, damage(readFileSync(file, 'utf8')));
      const next = await deliver();
      expect(next.installation).not.toBe(before);
      expect(network.requests.map((request) => decoded(request).envelope.installation).sort()).toEqual(
        [before, next.installation].sort(),
      );
    },
  );

  it.each(damages)('a count of losses that is %s counts nothing', async (_name, damage) => {
    const { session, deliver, file, network } = profile();
    await session('go.search');
    writeFileSync(file('losses.json'), damage('{"session":2,"dropped":{"refused":3}}'));
    await deliver();
    expect(network.requests.map((request) => decoded(request).dropped)).toEqual([{}, {}]);
  });
});
