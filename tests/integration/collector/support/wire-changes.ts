import type { Random } from './random.ts';

/** A batch on the wire: the format, the registry's revision, revision and hash of the manifest, then its groups. */
type Wire = [format: number, revision: number, words: number, manifest: Uint8Array, ...groups: unknown[][]];

const [ENVELOPE, CONTEXT, USAGE, DROPPED, OPERATIONS, COUNTS, THROUGHPUT, ERRORS, LOGS, ORGANISATION, CONFIGURATION] =
  Array.from({ length: 11 }, (_, at) => at + 4) as [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14];

const [LEVEL, SESSION, SEQUENCE, START, END] = [3, 5, 6, 7, 8];
const STANDARD = 0;
const ENHANCED = 1;

const bytes = (...values: readonly number[]) => Buffer.from(values);
const randomBytes = (length: number, random: Random) => Buffer.from(Array.from({ length }, () => random.below(256)));
const upTo32Bits = (random: Random) => random.below(2 ** random.below(33));

/** Puts something into a group of the enhanced level, which makes it the level of the batch. */
function putEnhanced(
  batch: Wire,
  group: typeof LOGS | typeof ORGANISATION | typeof CONFIGURATION,
  packed: unknown[],
): void {
  if (batch[ENVELOPE]) batch[ENVELOPE][LEVEL] = ENHANCED;
  batch[group] = packed;
}

/** Changes that leave a batch a batch, at least one for each of its groups. */
export const validChanges: readonly ((batch: Wire, random: Random) => void)[] = [
  (batch, random) => {
    batch[ENVELOPE]?.splice(0, 3, randomBytes(16, random), randomBytes(16, random), randomBytes(32, random));
  },
  (batch, random) => {
    const changes = { [SESSION]: upTo32Bits(random), [SEQUENCE]: random.below(65_536), [END]: random.below(3) };
    Object.assign(batch[ENVELOPE] ?? [], changes, { [START]: 10_957 + random.below(36_525) });
  },
  (batch) => {
    if (batch[ENVELOPE]) batch[ENVELOPE][LEVEL] = STANDARD;
    for (const group of [LOGS, ORGANISATION, CONFIGURATION]) batch[group] = [];
  },
  (batch, random) => {
    const [versions, systemVersion] = [['99999.0.1', '45.4.1.0'], '10.0.19045'];
    const numbers = [27, 4, 6, 1025, 1025, 7, 250, 2].map((below) => random.below(below));
    batch[CONTEXT]?.splice(1, 12, ...versions, 0, systemVersion, ...numbers);
  },
  (batch, random) => {
    const length = random.pick([0, 1, 20, 200]);
    const uses = Array.from({ length }, () => random.below(37 * 4));
    batch[USAGE] = [bytes(...uses), randomBytes(length, random).map((byte) => byte % 241)];
  },
  (batch) => {
    // 31 days, as 0 + 67 824 + 2 610 576.
    batch[USAGE] = [bytes(0, 3, 147), bytes(0, 250, 1, 8, 240, 250, 39, 213, 144)];
  },
  (batch, random) => {
    batch[DROPPED] = [0, Math.max(1, upTo32Bits(random)), 5, 1, 7, 4_294_967_295];
  },
  (batch) => {
    batch[OPERATIONS] = [];
  },
  (batch, random) => {
    // Two rows: one range in the first, all of them in the second.
    const counts = Array.from({ length: 292 }, () => 1 + random.below(240));
    const all = [random.below(2), ...Array(289).fill(1)];
    batch[OPERATIONS] = [bytes(1, 1, 19, 241, 50), bytes(241, 50, ...all), bytes(...counts.slice(0, 291))];
  },
  (batch, random) => {
    const calls = Math.max(1, upTo32Bits(random));
    batch[COUNTS] = random.pick([[], [1, calls], [0, 1, 1, calls, 2, 1, 3, 1, 5, 1, 7, 4_294_967_295]]);
  },
  (batch, random) => {
    batch[THROUGHPUT] = random.pick([[], [4, 44_640], [0, 1, 2, 1 + random.below(9), 3, 4_294_967_295]]);
  },
  (batch, random) => {
    const thrown = [
      2 * (1 + random.below(37)),
      2 * random.below(59),
      random.below(6),
      random.below(4),
      0,
      random.below(33),
      1 + random.below(9),
    ];
    const frames = Array.from({ length: random.below(13) }, () => [
      random.pick([0, 1, 2, 3, 4, 5, 7, 9, 15]),
      random.below(10_000_000),
      9_999_999,
    ]);
    batch[ERRORS] = [
      [...thrown, frames.flat()],
      [0, 0, 1, 4, random.below(10), 0, 4_294_967_295, []],
    ];
  },
  (batch, random) => {
    putEnhanced(batch, LOGS, [
      [0, 0, random.below(3)],
      [4, 9],
      [10, 70_000, random.below(8), 1000],
      [20, 2_608_391, 3],
    ]);
  },
  (batch, random) => {
    putEnhanced(
      batch,
      LOGS,
      Array.from({ length: random.pick([0, 1, 500]) }, () => [1, random.below(5000), random.below(101)]),
    );
  },
  (batch, random) => {
    const domains = [
      'a.bc',
      `${'a'.repeat(63)}.example`,
      'xn--bcher-kva.xn--p1ai',
      `${`${'a'.repeat(49)}.`.repeat(5)}com`,
    ];
    const references = ['0', 'A-1', '-'.repeat(64)];
    putEnhanced(batch, ORGANISATION, [1, random.pick(domains), 2, random.below(3), 4, random.pick(references)]);
  },
  (batch, random) => {
    putEnhanced(batch, ORGANISATION, [0, randomBytes(16, random)]);
  },
  (batch, random) => {
    putEnhanced(batch, CONFIGURATION, [
      0,
      random.below(3),
      1,
      random.below(3),
      ...[2, 3, 4, 5, 6, 7].flatMap((number) => [number, random.below(2)]),
    ]);
  },
];

/** Changes to the very edge of what a batch may be, or one step past it. */
export const edgeChanges: readonly ((batch: Wire, random: Random) => void)[] = [
  (batch) => {
    if (batch[ENVELOPE]) batch[ENVELOPE][LEVEL] = STANDARD;
  },
  (batch, random) => {
    if (batch[ENVELOPE]) batch[ENVELOPE][START] = random.pick([10_956, 10_957, 47_481, 47_482]);
  },
  (batch, random) => {
    // 31 days and none, one or two seconds, as 67 824 + 2 610 576, …577 or …578.
    batch[USAGE] = [bytes(0, 0), bytes(250, 1, 8, 240, 250, 39, 213, random.pick([144, 145, 146]))];
  },
  (batch, random) => {
    const length = random.pick([10_000, 10_001]);
    batch[USAGE] = [Buffer.alloc(length), Buffer.alloc(length)];
  },
  (batch, random) => {
    batch[USAGE] = [
      bytes(random.pick([147, 148])),
      bytes(...random.pick([[0], [240], [241, 0], [252, 0, 0, 0, 0, 1]])),
    ];
  },
  (batch, random) => {
    // Rows in order and not; the last range and one past it; counts of one and of nothing.
    const rows = random.pick([
      [0, 1, 1, 2],
      [1, 1, 0, 2],
      [0, 1, 0, 2],
      [0, 1, 17, 2],
      [0, 1, 19, 2],
      [0, 1, 20, 2],
    ]);
    const ranges = random.pick([
      [241, 50, 0, 1],
      [241, 51, 0, 1],
      [0, 240, 50],
      [0, 240, 51],
      [0, 7, 0],
    ]);
    batch[OPERATIONS] = [bytes(...rows), bytes(...ranges), bytes(1, 1, random.pick([0, 1]))];
  },
  (batch, random) => {
    const none = bytes();
    batch[OPERATIONS] = random.pick([
      [none, none, none],
      [none, none],
      [bytes(0, 1), bytes(0), bytes(1)],
    ]);
  },
  (batch, random) => {
    const crash = [random.pick([0, 1, 2]), 0, 3, random.pick([3, 4]), random.pick([0, 5]), 0, random.pick([0, 1])];
    batch[ERRORS] = Array.from({ length: random.pick([1, 2, 51]) }, (_, at) => [...crash.with(1, 2 * (at % 51)), []]);
  },
  (batch, random) => {
    const frame = [random.pick([15, 16]), random.pick([9_999_999, 10_000_000]), 0];
    const error = [2, 0, 0, 3, 0, random.pick([32, 33]), 1];
    const other = error.with(5, 31).with(2, random.pick([0, 1]));
    const frames = Array.from({ length: random.pick([12, 13]) }, () => frame).flat();
    batch[ERRORS] = [
      [...error, frames],
      [...other, frames],
    ];
  },
  (batch, random) => {
    const lines = Array.from({ length: random.pick([1, 500, 501]) }, () => [4, 0]);
    putEnhanced(
      batch,
      LOGS,
      [...lines.slice(1), [4, 2_678_400], [1, random.pick([0, 1]), random.pick([100, 101])]].slice(-lines.length),
    );
  },
  (batch, random) => {
    const domain = `${'a'.repeat(60)}.`.repeat(4) + random.pick(['aaaaa.com', 'aaaaaa.com', '1', 'com.', 'A.com']);
    putEnhanced(batch, ORGANISATION, [1, domain, 3, 'a'.repeat(random.pick([0, 64, 65]))]);
  },
];
