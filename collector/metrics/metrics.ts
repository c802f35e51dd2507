import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What is asked at the moment of a look, because somebody else keeps it. */
export interface Readings {
  /** Size of the journal, in bytes, and of that what is not in the storage yet. */
  readonly journalBytes: () => number;
  readonly waitingBytes: () => number;
  readonly waitingBatches: () => number;
  /** Age of the oldest batch that is not in the storage yet, in seconds; 0 where none waits. */
  readonly oldestWaiting: () => number;
  readonly isStorageReady: () => boolean;
}

const PREFIX = 'candor_collector_';

/** From a receipt on a quiet disk, under a millisecond, to a question that is about to be given up, in seconds. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

/**
 * Figures of a running collector, in Prometheus' text format. Every label is of a closed list: no address, no ID, no product.
 */
export class Metrics {
  readonly #registry = new Registry();
  /** Answers to `POST /v1/batches` by what was decided about the batch. */
  readonly uploads = this.#counter('uploads_total', 'Uploads by what was decided about them', ['answer']);
  readonly uploadBytes = this.#counter('upload_bytes_total', 'Bytes of all uploads, as they came', []);
  readonly receipts = this.#histogram('receipt_seconds', 'From an upload that was read to the decision about it', []);
  readonly requests = this.#histogram('http_request_seconds', 'From a request to the end of its answer', [
    'route',
    'method',
    'status',
  ]);
  readonly storage = this.#histogram('storage_seconds', 'Requests to the storage, with the time that they waited', [
    'operation',
  ]);
  readonly storageFailures = this.#counter('storage_failures_total', 'Requests to the storage that failed', [
    'operation',
  ]);
  readonly userData = this.#counter(
    'installation_requests_total',
    'Keys looked up, fetches and erasures by what came of them',
    ['request', 'outcome'],
  );
  readonly forwarded = this.#counter('forwarded_batches_total', 'Batches that another endpoint has taken as well', []);
  readonly notForwarded = this.#counter('not_forwarded_batches_total', 'Batches that it has not, by why', ['reason']);
  readonly faults = this.#counter('faults_total', 'Faults that the collector went on after; the log says which', []);

  constructor(version: string) {
    // Often enough for an event loop that is held up, and seldom enough for one that is idle.
    collectDefaultMetrics({ register: this.#registry, eventLoopMonitoringPrecision: 100 });
    const info = { name: `${PREFIX}info`, help: 'The version that runs', labelNames: ['version'] };
    new Gauge({ ...info, registers: [this.#registry] }).set({ version }, 1);
  }

  /** To be called once. */
  read(readings: Readings): void {
    this.#gauge('journal_bytes', 'Size of the journal', readings.journalBytes);
    this.#gauge('journal_waiting_bytes', 'Bytes of the journal that are not in the storage yet', readings.waitingBytes);
    this.#gauge('journal_waiting_batches', 'Batches that are not in the storage yet', readings.waitingBatches);
    this.#gauge(
      'journal_oldest_seconds',
      'Age of the oldest batch that is not in the storage yet: how far the loader is behind',
      readings.oldestWaiting,
    );
    this.#gauge('storage_ready', 'Whether the storage answers: 1 or 0', () => Number(readings.isStorageReady()));
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Everything, as of now. */
  async text(): Promise<string> {
    return await this.#registry.metrics();
  }

  #counter<L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> {
    return new Counter({ name: PREFIX + name, help, labelNames: [...labelNames], registers: [this.#registry] });
  }

  #histogram<L extends string>(name: string, help: string, labelNames: readonly L[]): Histogram<L> {
    const named = { name: PREFIX + name, help, labelNames: [...labelNames] };
    return new Histogram({ ...named, buckets: SECONDS, registers: [this.#registry] });
  }

  #gauge(name: string, help: string, value: () => number): void {
    const gauge: Gauge = new Gauge({
      name: PREFIX + name,
      help,
      registers: [this.#registry],
      collect: () => gauge.set(value()),
    });
  }
}
