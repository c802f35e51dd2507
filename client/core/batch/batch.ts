import type { CountedReport } from '../errors/error-counter.ts';
import type { LogLine } from '../logs/log-lines.ts';
import { noMeasures, type OperationColumns } from '../measures/operation-table.ts';
import type {
  Configuration,
  Context,
  Counts,
  Dropped,
  Envelope,
  Organisation,
  Throughput,
  UsageEvent,
} from '../registry/registry.ts';

/** Version of the layout; a reader refuses others. */
export const BATCH_FORMAT = 1;

/** IANA-style media type of a batch, sent as `content-type`; `content-encoding` is `br`. */
export const BATCH_MEDIA_TYPE = 'application/vnd.candor.batch+cbor';

/** Media type of the collector's answer. An answer of another type, such as a captive portal's page, is no receipt. */
export const RECEIPT_MEDIA_TYPE = 'application/vnd.candor.receipt+json';

/** One part of a session, as it is uploaded: everything that the event registry knows, by its groups. */
export interface Batch {
  readonly envelope: Envelope;
  readonly context: Context;
  /** In the order in which they happened. */
  readonly usage: readonly UsageEvent[];
  readonly dropped: Dropped;
  readonly operations: OperationColumns;
  readonly counts: Counts;
  readonly throughput: Throughput;
  readonly errors: readonly CountedReport[];
  /** In the order in which they were written; like the two that follow, of the enhanced level alone. */
  readonly logs: readonly LogLine[];
  readonly organisation: Organisation;
  readonly configuration: Configuration;
}

/** Everything beside the uses of commands, once a session. */
export type SessionReports = Omit<Batch, 'envelope' | 'context' | 'usage' | 'dropped'>;

/** A session in which nothing was timed, counted or went wrong. */
export const noReports: SessionReports = {
  ...noMeasures,
  errors: [],
  logs: [],
  organisation: {},
  configuration: {},
};

/** Usage events as columns of one length: row i is the i-th use. */
export interface UsageColumns {
  /** The commands of the product by their numbers. */
  readonly commands: readonly string[];
  /** Numbers of commands. */
  readonly command: readonly number[];
  /** Numbers of the registry's list of sources. */
  readonly source: readonly number[];
  /** Seconds since the session began, never less than the row before. */
  readonly time: readonly number[];
}

/** A batch with its uses in columns: no object for each use. */
export interface ColumnarBatch extends Omit<Batch, 'usage'> {
  readonly usage: UsageColumns;
}

/**
 * The collector's answer to a batch that the sender may delete: it is on the collector's disk, `accepted` now or a
 * `duplicate` of an earlier upload; or it was refused and nothing is stored, because its installation was `erased`.
 */
export interface Receipt {
  readonly batch: string;
  readonly status: 'accepted' | 'duplicate' | 'erased';
}
