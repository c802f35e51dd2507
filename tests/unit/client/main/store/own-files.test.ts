import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SentBatch } from '../../../../../client/core/ipc/sent-batch.ts';
import { systemDisk } from '../../../../../client/main/files/disk.ts';
import { MAX_RECEIPTS } from '../../../../../client/main/limits.ts';
import { Receipts } from '../../../../../client/main/outbox/receipts.ts';
import { CarriedLosses } from '../../../../../client/main/recording/carried-losses.ts';
import { NotBefore } from '../../../../../client/main/upload/not-before.ts';
import { FaultyDisk } from '../../../../support/faulty-disk.ts';
import { makePipe, sparseFile } from '../../../../support/hostile-files.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = temporaryFolder();
  mkdirSync(folder, { recursive: true });
  file = path.join(folder, 'own.json');
});

const sent: SentBatch = {
  at: '2026-03-09T12:00:00.000Z',
  batch: '01234567-89ab-8def-8123-456789abcdef',
  session: 1,
  bytes: 100,
  answer: 'accepted',
  times: 1,
};

describe('the file of what was sent', () => {
  const aside = () => path.join(folder, 'set-aside');
  const list = () =>
    new Receipts({ disk: systemDisk, file, aside: aside(), clock: { now: () => 0, monotonic: () => 0 } }).list();
  const withOne = (change: object) => JSON.stringify({ sent: [{ ...sent, ...change }] });

  it.each([
    {},
    { at: '2024-02-29T23:59:59.999Z' },
    { session: 0, bytes: 0 },
    { session: 4_294_967_295, times: 4_294_967_295 },
    { bytes: 256 * 1024, answer: 'stopped' },
  ])('is read with %j', (change) => {
    writeFileSync(file, withOne(change));
    expect(list()).toEqual([{ ...sent, ...change }]);
  });

  it.each([
    ['nothing', ''],
    ['half of it', withOne({}).slice(0, 40)],
    ['zeros, as after a power cut', '\0'.repeat(200)],
    ['no record', 'null'],
    ['no list', '{"sent":{}}'],
    ['another field', JSON.stringify({ sent: [], more: 1 })],
    ['another field of an answer', withOne({ more: 1 })],
    ['a field of an answer missing', withOne({ times: undefined })],
    ['__proto__ beside the list', '{"__proto__":{},"sent":[]}'],
    ['the list below __proto__', '{"__proto__":{"sent":[]}}'],
    ['an answer that nobody gives', withOne({ answer: 'toString' })],
    ['a name that is no UUID', withOne({ batch: `${sent.batch}0` })],
    ['a day that is not on the calendar', withOne({ at: '2026-02-30T12:00:00.000Z' })],
    ['a moment that never is', withOne({ at: '2026-13-01T12:00:00.000Z' })],
    ['a moment in another zone', withOne({ at: '2026-03-09T12:00:00.000+01:00' })],
    ['a year of six digits', withOne({ at: '+012026-03-09T12:00:00.000Z' })],
    ['a session of another type', withOne({ session: '1' })],
    ['a size beyond any batch', withOne({ bytes: 256 * 1024 + 1 })],
    ['no times', withOne({ times: 0 })],
    ['half a time', withOne({ times: 1.5 })],
    ['more answers than are kept', JSON.stringify({ sent: Array(MAX_RECEIPTS + 1).fill(sent) })],
    ['a hundred thousand answers', JSON.stringify({ sent: Array(100_000).fill(sent) })],
  ])('is set aside as it is with %s', (_name, content) => {
    writeFileSync(file, content);
    expect(list()).toEqual([]);
    expect(existsSync(file)).toBe(false);
    expect(readFileSync(path.join(aside(), 'own.json'), 'utf8')).toBe(content);
  });
});

describe.each(['EACCES', 'EBUSY', 'EIO'])('a file that cannot be read (%s)', (code) => {
  const held = () => {
    const faulty = new FaultyDisk();
    faulty.fails = (operation) => (operation === 'read' ? code : undefined);
    return faulty;
  };

  it('of what was sent is not written over', () => {
    const content = JSON.stringify({ sent: [sent] });
    writeFileSync(file, content);
    const faulty = held();
    const aside = path.join(folder, 'set-aside');
    const receipts = new Receipts({ disk: faulty.disk, file, aside, clock: { now: () => 0, monotonic: () => 0 } });
    const upload = { id: sent.batch, session: 1, bytes: new Uint8Array() };
    receipts.note(upload, 'accepted');
    faulty.repair();
    receipts.note(upload, 'duplicate');
    receipts.save();
    expect(readFileSync(file, 'utf8')).toBe(content);
  });

  it('of what was put off is neither written over nor deleted', () => {
    const clock = { now: () => 5, monotonic: () => 0 };
    const notBefore = new NotBefore({ disk: systemDisk, file, clock });
    notBefore.putOff(sent.batch, 60_000);
    notBefore.save(() => new Set([sent.batch]));
    const content = readFileSync(file, 'utf8');
    const faulty = held();
    const next = new NotBefore({ disk: faulty.disk, file, clock });
    expect(next.waitOf(sent.batch)).toBeUndefined();
    faulty.repair();
    for (const wait of [1000, 0]) {
      next.putOffAll(wait);
      next.save(() => new Set([sent.batch]));
      expect(readFileSync(file, 'utf8')).toBe(content);
    }
    expect(new NotBefore({ disk: systemDisk, file, clock }).waitOf(sent.batch)).toBe(60_000);
  });

  it('of carried losses is neither written over nor deleted', () => {
    const content = '{"run":7,"dropped":{"refused":1}}';
    writeFileSync(file, content);
    const losses = new CarriedLosses(held().disk, file);
    losses.add(7, { 'buffer-full': 2 });
    losses.report(7, () => expect.unreachable());
    expect(readFileSync(file, 'utf8')).toBe(content);
  });
});

it.each([
  ['a pipe', () => makePipe(file)],
  ['a folder', () => mkdirSync(path.join(file, 'inner'), { recursive: true })],
  ['300 MB', () => sparseFile(file, 300 * 1024 * 1024)],
])('%s in the place of a file is no content of it, and gives way', (_name, plant) => {
  plant();
  const aside = path.join(folder, 'set-aside');
  const clock = { now: () => 0, monotonic: () => 0 };
  expect(new Receipts({ disk: systemDisk, file, aside, clock }).list()).toEqual([]);
  expect(existsSync(path.join(aside, 'own.json'))).toBe(true);
  plant();
  new CarriedLosses(systemDisk, file).report(7, (found) => expect(found).toEqual({}));
  expect(existsSync(file)).toBe(false);
});

describe('the file of carried losses', () => {
  const reported = (run: number) => {
    let losses: object | undefined;
    new CarriedLosses(systemDisk, file).report(run, (found) => {
      losses = found;
    });
    return losses;
  };

  it('is reported to its run, once', () => {
    new CarriedLosses(systemDisk, file).add(7, { 'buffer-full': 2, refused: 1 });
    new CarriedLosses(systemDisk, file).add(7, { 'buffer-full': 3 });
    expect(reported(7)).toEqual({ 'buffer-full': 5, refused: 1 });
    expect(reported(7)).toBeUndefined();
  });

  it.each([
    ['nothing', ''],
    ['half of it', '{"run":7,"dropped":{"ref'],
    ['another run', '{"run":8,"dropped":{"refused":1}}'],
    ['no run', '{"dropped":{"refused":1}}'],
    ['a run of another type', '{"run":"7","dropped":{"refused":1}}'],
    ['another field', '{"run":7,"dropped":{"refused":1},"more":1}'],
    ['no losses', '{"run":7}'],
    ['losses as a list', '{"run":7,"dropped":[1]}'],
    ['a reason that nobody gives', '{"run":7,"dropped":{"mood":1}}'],
    ['__proto__ as a reason', '{"run":7,"dropped":{"__proto__":1}}'],
    ['a count below nothing', '{"run":7,"dropped":{"refused":-1}}'],
    ['a count that is not whole', '{"run":7,"dropped":{"refused":0.5}}'],
    ['a count that is too large', '{"run":7,"dropped":{"refused":4294967296}}'],
    ['a count of another type', '{"run":7,"dropped":{"refused":"1"}}'],
  ])('reports nothing with %s', (_name, content) => {
    writeFileSync(file, content);
    expect(reported(7)).toEqual({});
    expect(existsSync(file)).toBe(false);
  });
});
