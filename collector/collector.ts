import type { Socket } from 'node:net';
import type { Batch, ColumnarBatch, Decoding, Manifest, Overview } from 'candor-client/core';
import type { Role } from './access/roles.ts';
import type { Tokens } from './access/tokens.ts';
import type { Forwarder } from './forwarding/forwarder.ts';
import type { TlsFiles } from './http/tls.ts';
import type { TlsTimes } from './http/tls-server.ts';
import type { JournalFiles } from './journal/files.ts';
import type { LoaderSeams } from './loader/loader.ts';
import type { Log } from './log/log.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { LeaseOptions } from './state/lease.ts';
import type { StorageLimits } from './storage/chdb/storage-process.ts';
import type { StorageOptions } from './storage/open-storage.ts';
import type { StorageKind } from './storage/storage.ts';

/** Points at which a test can put a fault; the product passes none. */
export interface CollectorSeams extends LoaderSeams {
  /** {@link SET_ASIDE_AGAIN_MS}, for a test that has less time. */
  readonly setAsideAgainMs?: number;
  readonly files?: JournalFiles;
  readonly segmentBytes?: number;
  /** Memory of the rows that wait for the loader, in bytes. */
  readonly waitingRowsBytes?: number;
  readonly decode?: (body: Uint8Array) => Decoding<ColumnarBatch>;
  /** Longest times of the storage. */
  readonly storageLimits?: Partial<StorageLimits>;
  /** How long what collectors share stands as it was read, in milliseconds. */
  readonly sharedMs?: number;
  /** Of the lease by which days are closed, in milliseconds. */
  readonly leaseMs?: LeaseOptions['leaseMs'];
  /** How often it is looked whether a day can be closed, in milliseconds. */
  readonly closerCheckMs?: number;
  /** How often the files of a certificate are looked at, in milliseconds. */
  readonly tlsCheckMs?: number;
  /** Longest times of connections over TLS. */
  readonly tlsTimes?: Partial<TlsTimes>;
  readonly beforeReceipt?: (connection: Socket) => void;
  /** Before it is read which batches are stored. */
  readonly beforeKnown?: () => void | Promise<void>;
  readonly beforeErase?: () => void | Promise<void>;
}

export interface CollectorOptions {
  /** Folder for everything the collector keeps; made when it is not there. One collector at a time can use it. */
  readonly dataDir: string;
  /** The ClickHouse server or cluster that the tables are in; in the folder unless it is given. */
  readonly clickhouse?: StorageOptions['clickhouse'];
  /** Address to listen on; only this computer by default. */
  readonly host?: string;
  /** 0: any free port. */
  readonly port?: number;
  /** Where people and products reach it, when that is not where it listens: "https://collector.example.org". */
  readonly publicUrl?: string | undefined;
  /** Where the dashboard links a group of errors to: an address with {class}, {code}, {file} or {version} in it. */
  readonly issueUrl?: string | undefined;
  /** Other names that it is reached by, without ports. */
  readonly alsoCalled?: readonly string[];
  /** Addresses and networks of proxies that say whom they speak for; those on this computer need not be named. */
  readonly trustedProxies?: readonly string[];
  /** Where batches are loaded into; `auto`: chDB, or nowhere on a computer for which it has no build. */
  readonly storage?: StorageKind;
  /** Groups of fewer installations are not shown; 1 shows all. */
  readonly k?: number;
  /** Whether answers count builds that are not packaged, such as those of developers; not unless it is said. */
  readonly unpackaged?: boolean;
  /** The collector speaks HTTP/2 and HTTP/1.1 over TLS with them; plain HTTP/1.1 without. */
  readonly tls?: TlsFiles | undefined;
  /** Milliseconds since 1970-01-01, UTC. */
  readonly clock?: () => number;
  /** Words of products that are known beside those that it carries and those that were added. */
  readonly manifests?: readonly Manifest[];
  /** Hears what the collector says of its work; warnings alone go to the process where there is none. */
  readonly log?: Log;
  /** Hears of faults that the collector itself goes on after, in place of the log. */
  readonly onFault?: (message: string) => void;
  /** Where figures of the collector's own work go; nothing is measured where there is none. */
  readonly metrics?: Metrics;
  /** Gets each batch that was received, and of a build for users or of what else is counted; it ends with the collector. */
  readonly forwarder?: Pick<Forwarder, 'offer' | 'stop'> | undefined;
  /** Hears of each batch that was received and is on the disk, once. */
  readonly onReceived?: (batch: ColumnarBatch) => void;
  /** Folder of the built dashboard. */
  readonly webRoot?: string;
  readonly seams?: CollectorSeams;
}

export interface Collector {
  /** Where batches and questions go, "http://127.0.0.1:4711". */
  readonly url: string;
  /** Whether figures can be made of what was received. */
  readonly hasStorage: boolean;
  readonly tokens: Tokens;
  /** Makes a link to the dashboard that logs in once, within minutes. */
  loginLink(role?: Role): Promise<string>;
  /** Figures of what is in the storage; see `settled`. */
  overview(): Promise<Overview>;
  /** What is in the storage of one installation, oldest session first. */
  installation(id: string): Promise<Batch[]>;
  /** Resolves when everything that was acknowledged until now is in the storage. */
  settled(): Promise<void>;
  /** Resolves when every day that is over has closed. */
  closed(): Promise<void>;
  /** Answers what is under way, loads what it can in a few seconds, and ends. What is not loaded stays in the journal. */
  close(): Promise<void>;
}
