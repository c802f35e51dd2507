import { MAX_COUNT } from '../batch/limits.ts';
import { exactly, isNumber, listOf, recordOf, within } from '../batch/shapes.ts';
import { Histogram, isCount, MAX_BUCKETS } from './histogram.ts';
import {
  type CountId,
  countIds,
  type OperationId,
  type Outcome,
  operationIds,
  outcomes,
  type ThroughputClass,
  throughputClasses,
} from './vocabulary.ts';

/**
 * Histograms as columns: row i is the operation and outcome whose filled buckets are the next `buckets[i]` entries of
 * `bucket` and `count` (see HistogramColumns). Rows stand in the order of the vocabularies, each at most once.
 */
export interface OperationColumns {
  readonly operation: readonly OperationId[];
  readonly outcome: readonly Outcome[];
  readonly buckets: readonly number[];
  readonly bucket: readonly number[];
  readonly count: readonly number[];
}

/** Everything timed and counted, as it stands in a message between processes, in the session log and in a batch. */
export interface OperationSnapshot {
  readonly operations: OperationColumns;
  /** Counts above zero. */
  readonly counts: Readonly<Partial<Record<CountId, number>>>;
  /** Minutes at each rate, above zero. */
  readonly throughput: Readonly<Partial<Record<ThroughputClass, number>>>;
}

/** Histograms and counts of one process or one session. Knows no clock and no consent: see OperationRecorder. */
export class OperationTable {
  /** By operation and outcome, made at the first duration. */
  readonly #histograms = new Map<string, Histogram>();
  readonly #counts = new Map<CountId, number>();
  readonly #throughput = new Map<ThroughputClass, number>();

  record(operation: OperationId, outcome: Outcome, microseconds: number): void {
    this.#histogram(operation, outcome).record(microseconds);
  }

  /** Adds to a count; anything but a whole number above zero adds nothing. */
  count(id: CountId, amount: number): void {
    add(this.#counts, id, amount);
  }

  /** Adds one minute to a class. */
  countMinute(rate: ThroughputClass): void {
    add(this.#throughput, rate, 1);
  }

  /** Adds what another process or an earlier part of the session gathered. */
  absorb(other: OperationTable): void {
    for (const operation of operationIds) {
      for (const outcome of outcomes) {
        const histogram = other.#histograms.get(keyOf(operation, outcome));
        if (histogram) this.#histogram(operation, outcome).merge(histogram);
      }
    }
    for (const [id, amount] of [...other.#counts]) add(this.#counts, id, amount);
    for (const [rate, amount] of [...other.#throughput]) add(this.#throughput, rate, amount);
  }

  snapshot(): OperationSnapshot {
    const operation: OperationId[] = [];
    const outcome: Outcome[] = [];
    const buckets: number[] = [];
    const bucket: number[] = [];
    const count: number[] = [];
    for (const id of operationIds) {
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
  static read(value: unknown): OperationTable | undefined {
    if (!isSnapshot(value)) return undefined;
    const table = new OperationTable();
    const read = readColumns(value.operations, (operation, outcome, histogram) =>
      table.#histograms.set(keyOf(operation, outcome), histogram),
    );
    if (!read) return undefined;
    for (const [id, amount] of Object.entries(value.counts)) table.#counts.set(id as CountId, amount);
    for (const [rate, minutes] of Object.entries(value.throughput)) {
      table.#throughput.set(rate as ThroughputClass, minutes);
    }
    return table;
  }

  #histogram(operation: OperationId, outcome: Outcome): Histogram {
    const key = keyOf(operation, outcome);
    const known = this.#histograms.get(key);
    if (known) return known;
    const histogram = new Histogram();
    this.#histograms.set(key, histogram);
    return histogram;
  }
}

/** Each operation and outcome has one row at most. */
const MAX_ROWS = operationIds.length * outcomes.length;

const isSnapshot = exactly<OperationSnapshot>({
  operations: exactly<OperationColumns>({
    operation: listOf(within(operationIds), MAX_ROWS),
    outcome: listOf(within(outcomes), MAX_ROWS),
    buckets: listOf(isCount, MAX_ROWS),
    bucket: listOf(isNumber, MAX_ROWS * MAX_BUCKETS),
    count: listOf(isCount, MAX_ROWS * MAX_BUCKETS),
  }),
  counts: recordOf(within(countIds), isCount),
  throughput: recordOf(within(throughputClasses), isCount),
});

function readColumns(
  columns: OperationColumns,
  take: (operation: OperationId, outcome: Outcome, histogram: Histogram) => void,
): boolean {
  const rows = columns.operation.length;
  if (columns.outcome.length !== rows || columns.buckets.length !== rows) return false;
  let start = 0;
  let previous = -1;
  for (let row = 0; row < rows; row++) {
    const operation = columns.operation[row] as OperationId;
    const outcome = columns.outcome[row] as Outcome;
    const size = columns.buckets[row] as number;
    const place = operationIds.indexOf(operation) * outcomes.length + outcomes.indexOf(outcome);
    if (place <= previous || start + size > columns.bucket.length) return false;
    previous = place;
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
function keyOf(operation: OperationId, outcome: Outcome): string {
  return outcome === 'ok' ? operation : `${operation} ${outcome}`;
}
