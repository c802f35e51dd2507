import { MAX_COUNT } from '../batch/limits.ts';
import { exactly, isNumber, listOf, recordOf, type Shape, within } from '../batch/shapes.ts';
import { clientCountIds, clientOperationIds } from '../product/client-words.ts';
import type { ProductWords } from '../product/words.ts';
import { evenAndOdd } from '../registry/declaration.ts';
import { Histogram, isCount, MAX_BUCKETS } from './histogram.ts';
import { type Outcome, outcomes, type ThroughputClass, throughputClasses } from './throughput.ts';

/**
 * Histograms as columns: row i is the operation and outcome whose filled buckets are the next `buckets[i]` entries of
 * `bucket` and `count` (see HistogramColumns). Rows stand in the order of the vocabularies, each at most once.
 */
export interface OperationColumns {
  readonly operation: readonly string[];
  readonly outcome: readonly Outcome[];
  readonly buckets: readonly number[];
  readonly bucket: readonly number[];
  readonly count: readonly number[];
}

/** Everything timed and counted, as it stands in a message between processes, in the session log and in a batch. */
export interface OperationSnapshot {
  readonly operations: OperationColumns;
  /** Counts above zero. */
  readonly counts: Readonly<Record<string, number>>;
  /** Minutes at each rate, above zero. */
  readonly throughput: Readonly<Partial<Record<ThroughputClass, number>>>;
}

/** The words of a product that are timed and counted, in the order of their numbers. */
export interface MeasureWords {
  readonly operations: readonly string[];
  readonly counts: readonly string[];
}

const known = new WeakMap<ProductWords, MeasureWords>();

/** What is timed and counted in a product: the client's words and its own. */
export function measureWords(words: ProductWords): MeasureWords {
  const made = known.get(words) ?? {
    operations: given(evenAndOdd(clientOperationIds, Object.keys(words.operations))),
    counts: given(evenAndOdd(clientCountIds, Object.keys(words.counts))),
  };
  known.set(words, made);
  return made;
}

const given = (words: readonly string[]) => words.filter((word) => word !== '');

/** What a session has in which nothing was timed or counted. */
export const noMeasures: OperationSnapshot = {
  operations: { operation: [], outcome: [], buckets: [], bucket: [], count: [] },
  counts: {},
  throughput: {},
};

/** Histograms and counts of one process or one session. Knows no clock and no consent: see OperationRecorder. */
export class OperationTable {
  /** By operation and outcome, made at the first duration. */
  readonly #histograms = new Map<string, Histogram>();
  readonly #counts = new Map<string, number>();
  readonly #throughput = new Map<ThroughputClass, number>();
  readonly #words: MeasureWords;
  readonly #known: ReadonlySet<string>;

  constructor(words: MeasureWords) {
    this.#words = words;
    this.#known = new Set(words.operations);
  }

  /** Adds a duration; one of an operation that the product has not declared is left out. */
  record(operation: string, outcome: Outcome, microseconds: number): void {
    if (!this.#known.has(operation)) return;
    this.#histogram(operation, outcome).record(microseconds);
  }

  /** Adds to a count that the product has declared; anything but a whole number above zero adds nothing. */
  count(id: string, amount: number): void {
    if (this.#words.counts.includes(id)) add(this.#counts, id, amount);
  }

  /** Adds one minute to a class. */
  countMinute(rate: ThroughputClass): void {
    add(this.#throughput, rate, 1);
  }

  /** Adds what another process or an earlier part of the session gathered. */
  absorb(other: OperationTable): void {
    for (const operation of this.#words.operations) {
      for (const outcome of outcomes) {
        const histogram = other.#histograms.get(keyOf(operation, outcome));
        if (histogram) this.#histogram(operation, outcome).merge(histogram);
      }
    }
    for (const [id, amount] of [...other.#counts]) add(this.#counts, id, amount);
    for (const [rate, amount] of [...other.#throughput]) add(this.#throughput, rate, amount);
  }

  snapshot(): OperationSnapshot {
    const operation: string[] = [];
    const outcome: Outcome[] = [];
    const buckets: number[] = [];
    const bucket: number[] = [];
    const count: number[] = [];
    for (const id of this.#words.operations) {
      for (const result of outcomes) {
        const columns = this.#histograms.get(keyOf(id, result))?.encode();
        if (!columns || columns.bucket.length === 0) continue;
        operation.push(id);
        outcome.push(result);
        buckets.push(columns.bucket.length);
        bucket.push(...columns.bucket);
        count.push(...columns.count);
      }
    }
    return {
      operations: { operation, outcome, buckets, bucket, count },
      counts: Object.fromEntries(this.#counts),
      throughput: Object.fromEntries(this.#throughput),
    };
  }

  clear(): void {
    this.#histograms.clear();
    this.#counts.clear();
    this.#throughput.clear();
  }

  /** Reads an untrusted snapshot; `undefined` for anything that {@link snapshot} cannot have given. Never throws. */
  static read(value: unknown, words: MeasureWords): OperationTable | undefined {
    if (!shapeOf(words)(value)) return undefined;
    const table = new OperationTable(words);
    const read = readColumns(value.operations, words, (operation, outcome, histogram) =>
      table.#histograms.set(keyOf(operation, outcome), histogram),
    );
    if (!read) return undefined;
    for (const [id, amount] of Object.entries(value.counts)) table.#counts.set(id, amount);
    for (const [rate, minutes] of Object.entries(value.throughput)) {
      table.#throughput.set(rate as ThroughputClass, minutes);
    }
    return table;
  }

  #histogram(operation: string, outcome: Outcome): Histogram {
    const key = keyOf(operation, outcome);
    const known = this.#histograms.get(key);
    if (known) return known;
    const histogram = new Histogram();
    this.#histograms.set(key, histogram);
    return histogram;
  }
}

const shapes = new WeakMap<MeasureWords, Shape<OperationSnapshot>>();

function shapeOf(words: MeasureWords): Shape<OperationSnapshot> {
  const known = shapes.get(words);
  if (known) return known;
  // Each operation and outcome has one row at most.
  const rows = words.operations.length * outcomes.length;
  const shape = exactly<OperationSnapshot>({
    operations: exactly<OperationColumns>({
      operation: listOf(within(words.operations), rows),
      outcome: listOf(within(outcomes), rows),
      buckets: listOf(isCount, rows),
      bucket: listOf(isNumber, rows * MAX_BUCKETS),
      count: listOf(isCount, rows * MAX_BUCKETS),
    }),
    counts: recordOf(within(words.counts), isCount),
    throughput: recordOf(within(throughputClasses), isCount),
  });
  shapes.set(words, shape);
  return shape;
}

function readColumns(
  columns: OperationColumns,
  { operations }: MeasureWords,
  take: (operation: string, outcome: Outcome, histogram: Histogram) => void,
): boolean {
  const rows = columns.operation.length;
  if (columns.outcome.length !== rows || columns.buckets.length !== rows) return false;
  let start = 0;
  let previous = -1;
  for (let row = 0; row < rows; row++) {
    const operation = columns.operation[row] as string;
    const outcome = columns.outcome[row] as Outcome;
    const size = columns.buckets[row] as number;
    const number = operations.indexOf(operation) * outcomes.length + outcomes.indexOf(outcome);
    if (number <= previous || start + size > columns.bucket.length) return false;
    previous = number;
    const part = { bucket: columns.bucket.slice(start, start + size), count: columns.count.slice(start, start + size) };
    const histogram = Histogram.decode(part);
    if (!histogram) return false;
    take(operation, outcome, histogram);
    start += size;
  }
  return start === columns.bucket.length && start === columns.count.length;
}

function add<Id>(totals: Map<Id, number>, id: Id, amount: number): void {
  if (isCount(amount)) totals.set(id, Math.min(MAX_COUNT, (totals.get(id) ?? 0) + amount));
}

/** `ok` is what nearly always happens: its key is the id itself, so that recording joins no texts. */
function keyOf(operation: string, outcome: Outcome): string {
  return outcome === 'ok' ? operation : `${operation} ${outcome}`;
}
