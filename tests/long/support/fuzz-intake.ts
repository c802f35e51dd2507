/**
 * Mutated batches at an intake with everything behind it but HTTP and the engine: `fuzz-intake.ts FOLDER SEED COUNT`. Prints what
 * it found as JSON and ends with 0; anything that is not right is an error, and it ends with another code.
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Batch } from '../../../client/core/batch/batch.ts';
import { decodeWith } from '../../../client/core/batch/batch-format.ts';
import { brotli } from '../../../collector/brotli.ts';
import { Erasures } from '../../../collector/erasure/erasures.ts';
import { type Acceptance, Intake } from '../../../collector/intake/intake.ts';
import { KnownBatches } from '../../../collector/intake/known-batches.ts';
import { type JournalFiles, nodeFiles } from '../../../collector/journal/files.ts';
import { Journal } from '../../../collector/journal/journal.ts';
import { START } from '../../../collector/journal/position.ts';
import { ERASED_DAYS, KNOWN_BATCHES, WAITING_ROWS_BYTES } from '../../../collector/limits.ts';
import { Loader } from '../../../collector/loader/loader.ts';
import { SetAside } from '../../../collector/loader/set-aside.ts';
import { WaitingRows } from '../../../collector/loader/waiting-rows.ts';
import { Products } from '../../../collector/products/products.ts';
import { nativeBlock } from '../../../collector/storage/block/native-block.ts';
import { columns } from '../../../collector/storage/columns.ts';
import { embedded } from '../../../collector/storage/layout.ts';
import { batchRow, dayOf } from '../../../collector/storage/rows.ts';
import { bytesOf } from '../../integration/collector/support/batches.ts';
import { mutateBytes, mutateValue } from '../../integration/collector/support/mutations.ts';
import { originalBatches } from '../../integration/collector/support/original-batches.ts';
import { Random } from '../../integration/collector/support/random.ts';

/** What one process has found. */
export interface FuzzFound {
  /** Answers by what they say. */
  readonly told: Readonly<Record<string, number>>;
  readonly megabytes: number;
}

const [, , folder = '', seed = '', count = ''] = process.argv;

/** As many as share a trip to the disk. */
const AT_A_TIME = 64;

/** How far the memory may be above what it was when everything had been used once, in bytes. */
const GROWTH_BYTES = 300 * 1024 * 1024;

const faults: string[] = [];
const onFault = (fault: string) => void faults.push(fault);

/** Waiting for a disk is not what is tried here. */
const files: JournalFiles = {
  ...nodeFiles,
  create: async (file) => ({ ...(await nodeFiles.create(file)), sync: async () => {} }),
};

let loaded = 0;
const storage = {
  layout: embedded,
  insert: async (rows: readonly Uint8Array[]) => {
    // Every row that was made is one of the table's.
    assert((await nativeBlock(rows, columns)).length > 0);
    loaded += rows.length;
  },
  query: async () => [],
  bytes: async () => Buffer.alloc(0),
  run: async () => {},
  isReady: () => true,
  isWritable: async () => true,
  close: async () => {},
};

const products = await Products.open({ directory: path.join(folder, 'products'), onFault, manifests: [] });
const { journal } = await Journal.open({
  directory: path.join(folder, 'journal'),
  files,
  loaded: START,
  onSetAside: ({ file }) => onFault(`set aside: ${file}`),
});
const erasures = await Erasures.open({
  file: path.join(folder, 'erased'),
  today: () => dayOf(Date.now()),
  keptDays: ERASED_DAYS,
  isWaiting: () => false,
});
const decode = (body: Uint8Array) => {
  const { find, maxBytes } = products.latest.formats;
  return decodeWith(body, brotli, find, maxBytes);
};
const rows = new WaitingRows(WAITING_ROWS_BYTES);
const loader = new Loader({
  journal,
  storage,
  progress: { loaded: START, block: null },
  progressFile: path.join(folder, 'progress.json'),
  rows,
  makeRow: ({ day, body }) => {
    const decoding = decode(body);
    return decoding.ok ? batchRow(decoding.batch, day) : undefined;
  },
  setAside: await SetAside.open(folder),
  onFault,
});
const intake = new Intake({
  journal,
  known: new KnownBatches(KNOWN_BATCHES),
  decode,
  rows,
  erasures,
  products,
  day: () => Math.floor(Date.now() / 86_400_000),
  onFault,
  whenStored: () => () => loader.wake(),
});

const random = new Random(Number(seed));
const originals = originalBatches(random).map(bytesOf);
const told: Record<string, number> = {};

/** A sender can act on every answer. */
function check(body: Uint8Array, answer: Acceptance): void {
  const kind = answer.status === 'settled' ? answer.receipt.status : answer.status;
  told[kind] = (told[kind] ?? 0) + 1;
  if (answer.status === 'settled') {
    const decoding = decode(body);
    assert(decoding.ok && decoding.batch.envelope.batch === answer.receipt.batch, 'a receipt of another batch');
  }
  if (answer.status === 'invalid') assert(answer.problem.path && answer.problem.expected, 'a refusal without a reason');
  assert(answer.status !== 'unavailable', 'the journal could not take a batch');
}

let least = Number.POSITIVE_INFINITY;
let most = 0;
for (let done = 0; done < Number(count); done += AT_A_TIME) {
  const bodies = Array.from({ length: Math.min(AT_A_TIME, Number(count) - done) }, () =>
    random.pick([mutateBytes, mutateValue])(random.pick(originals), random),
  );
  // A batch under a new id now and then: else most of what is still a batch would be one that is known.
  const fresh = originalBatches(random);
  const renewed = random.below(fresh.length);
  originals[renewed] = bytesOf(fresh[renewed] as Batch);
  const answers = await Promise.all(bodies.map((body) => intake.accept(body)));
  for (const [index, answer] of answers.entries()) check(bodies[index] as Uint8Array, answer);
  await nextTurn();
  const { rss } = process.memoryUsage();
  // What code and buffers need is there after the first of them.
  if (done > Number(count) / 10) least = Math.min(least, rss);
  most = Math.max(most, rss);
}
await loader.settled();
await loader.stop();
await journal.close();

assert.deepEqual(faults, []);
assert.equal(loaded, told['accepted'], 'receipts and rows differ');
assert.equal(journal.waiting, 0);
assert(most - least < GROWTH_BYTES, `the memory grew from ${least} to ${most} bytes`);
const found: FuzzFound = { told, megabytes: Math.round(most / 1e6) };
process.stdout.write(JSON.stringify(found));
