import { existsSync } from 'node:fs';
import type { Socket } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  type Batch,
  type ColumnarBatch,
  type Decoding,
  decodeWith,
  type Manifest,
  type Overview,
} from 'candor-client/core';
import { Audit } from './access/audit.ts';
import { providedTokenFile, readProvidedToken } from './access/provided-token.ts';
import type { Role } from './access/roles.ts';
import { Sessions } from './access/sessions.ts';
import { loginLink, Tokens } from './access/tokens.ts';
import { Answers } from './answers/answers.ts';
import { listenForControl } from './backup/control.ts';
import { BACKED_UP_THERE, makeBackup } from './backup/make-backup.ts';
import { BackupPlaces } from './backup/places.ts';
import { brotli } from './brotli.ts';
import { openDataFolder, RESTORING } from './data-folder.ts';
import { lookAt } from './doctor/look-at.ts';
import { Erasing } from './erasure/erasing.ts';
import { Erasures } from './erasure/erasures.ts';
import { UserData } from './erasure/user-data.ts';
import type { Forwarder } from './forwarding/forwarder.ts';
import { closeServer } from './http/close-server.ts';
import { createServer } from './http/server.ts';
import { followTls, readTls, type TlsFiles } from './http/tls.ts';
import { Intake } from './intake/intake.ts';
import { KnownBatches } from './intake/known-batches.ts';
import { type JournalFiles, nodeFiles } from './journal/files.ts';
import { Journal } from './journal/journal.ts';
import { START } from './journal/position.ts';
import type { JournalRecord } from './journal/record.ts';
import { CLOSE_MS, ERASED_DAYS, ERASURE_RETRY_MS, KNOWN_BATCHES, KNOWN_DAYS, WAITING_ROWS_BYTES } from './limits.ts';
import { Loader, type LoaderSeams } from './loader/loader.ts';
import { readProgress } from './loader/progress.ts';
import { WaitingRows } from './loader/waiting-rows.ts';
import type { Log } from './log/log.ts';
import { messageOf } from './message-of.ts';
import { measuredIntake, measuredStorage, measuredUserData } from './metrics/measured.ts';
import type { Metrics } from './metrics/metrics.ts';
import { OldestWaiting } from './metrics/oldest-waiting.ts';
import { removeAddress, writeAddress } from './own-address.ts';
import { makeDirectory } from './own-files.ts';
import { Products } from './products/products.ts';
import { queryInstallation } from './queries/installation-query.ts';
import { queryRecentBatches } from './queries/sender-queries.ts';
import { Closer } from './rollups/closer.ts';
import { openSharing } from './state/sharing.ts';
import type { StorageLimits } from './storage/chdb/storage-process.ts';
import { JournalKeeper, type Loading } from './storage/none/journal-keeper.ts';
import { NoStorage, WithoutStorage } from './storage/none/no-storage.ts';
import { openStorage, type StorageOptions } from './storage/open-storage.ts';
import { batchRow, dayOf, receivedOn } from './storage/rows.ts';
import type { StorageKind } from './storage/storage.ts';

export type { Overview } from 'candor-client/core';

/** Points at which a test can put a fault; the product passes none. */
export interface CollectorSeams extends LoaderSeams {
  readonly files?: JournalFiles;
  readonly segmentBytes?: number;
  /** Memory of the rows that wait for the loader, in bytes. */
  readonly waitingRowsBytes?: number;
  readonly decode?: (body: Uint8Array) => Decoding<ColumnarBatch>;
  /** Longest times of the storage. */
  readonly storageLimits?: Partial<StorageLimits>;
  /** How long what collectors share stands as it was read, in milliseconds. */
  readonly sharedMs?: number;
  /** How often the files of a certificate are looked at, in milliseconds. */
  readonly tlsCheckMs?: number;
  readonly beforeReceipt?: (connection: Socket) => void;
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
  /** The collector speaks HTTPS with them; plain HTTP without. */
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

const WEB_ROOT = fileURLToPath(new URL('../out/collector-web', import.meta.url));

/**
 * Starts a collector in this process, with its storage in a child process.
 * @throws when the folder is in use or cannot be written, or the port is taken (`code` is `EADDRINUSE`).
 */
export async function startCollector(options: CollectorOptions): Promise<Collector> {
  const { dataDir, host = '127.0.0.1', port = 0, k = 5, clock = Date.now, webRoot = WEB_ROOT, seams = {} } = options;
  const of = options.unpackaged ? 'all' : 'users';
  const { metrics, forwarder } = options;
  const tellFault = options.onFault ?? options.log?.warn ?? ((message) => process.emitWarning(message, 'Collector'));
  const onFault = (message: string) => {
    metrics?.faults.inc();
    tellFault(message);
  };
  if (!Number.isInteger(k) || k < 1) throw new RangeError('k must be a whole number from 1');

  await openDataFolder(dataDir, onFault);
  if (existsSync(path.join(dataDir, RESTORING)))
    throw new Error(`${dataDir} was not restored as a whole: remove it and restore the backup again`);
  // The storage comes first: its lock keeps a second collector away from the journal as well.
  const opened = await openStorage({
    dataDir,
    onFault,
    storage: options.storage,
    clickhouse: options.clickhouse,
    limits: seams.storageLimits,
  });
  const hasStorage = !(opened instanceof NoStorage);
  const storage = metrics ? measuredStorage(opened, metrics) : opened;
  try {
    const today = () => dayOf(clock());
    const isShared = hasStorage && options.clickhouse !== undefined;
    const sharing = openSharing({ dataDir, storage: opened, isShared, today, onFault, sharedMs: seams.sharedMs });
    const { state } = sharing;
    const products = await Products.open({
      directory: path.join(dataDir, 'products'),
      shared: sharing.products,
      onFault,
      manifests: options.manifests ?? [],
    });
    const tokens = new Tokens(state, clock, await readProvidedToken(providedTokenFile(dataDir), onFault));
    const sessions = new Sessions(state, tokens, clock);
    const audit = new Audit(state, clock);
    const progressFile = path.join(dataDir, 'progress.json');
    const progress = await readProgress(progressFile);
    const { journal, waiting } = await Journal.open({
      directory: path.join(dataDir, 'journal'),
      files: seams.files ?? nodeFiles,
      loaded: progress.loaded,
      onSetAside: ({ file, bytes }) => onFault(`${bytes} damaged bytes of the journal were set aside in ${file}`),
      ...(seams.segmentBytes === undefined ? {} : { segmentBytes: seams.segmentBytes }),
    });
    const places = await BackupPlaces.open(dataDir, today);
    const erasures = await Erasures.open({
      file: path.join(dataDir, 'erased'),
      today,
      keptDays: ERASED_DAYS,
      isWaiting: (name) => journal.countOf(name) > 0,
    });
    const known = new KnownBatches(KNOWN_BATCHES);
    const stored = await queryRecentBatches(storage, knownSince(clock()), KNOWN_BATCHES);
    for (const batch of [...stored, ...waiting]) known.add(batch);

    const unreadableDirectory = path.join(dataDir, 'unreadable');
    await makeDirectory(unreadableDirectory);
    const decodeKnown = (body: Uint8Array) => {
      const { find, maxBytes } = products.latest.formats;
      return decodeWith(body, brotli, find, maxBytes);
    };
    const { decode = decodeKnown } = seams;
    const rowsBytes = seams.waitingRowsBytes ?? WAITING_ROWS_BYTES;
    const rows = new WaitingRows(rowsBytes);
    const select = (records: readonly JournalRecord[]) => erasures.wanted(records);
    const kept = { journal, progress, progressFile, select };
    const loader: Loading = hasStorage
      ? new Loader({
          ...kept,
          storage,
          rows,
          makeRow: ({ day, body }) => {
            const decoding = decode(body);
            return decoding.ok ? batchRow(decoding.batch, day) : undefined;
          },
          unreadableDirectory,
          onFault,
          seams,
        })
      : new JournalKeeper(kept);
    const oldest = new OldestWaiting(() => performance.now(), journal.end);
    metrics?.read({
      journalBytes: () => journal.bytesFrom(START),
      waitingBytes: () => journal.bytesFrom(loader.loaded),
      waitingBatches: () => journal.waiting,
      oldestWaiting: () => oldest.age(loader.loaded),
      isStorageReady: () => storage.isReady(),
    });
    const onStored = (batch: ColumnarBatch) => {
      oldest.added(journal.end);
      loader.wake();
      if (of === 'all' || batch.context.packaged !== 'no') forwarder?.offer(batch, dayOf(clock()));
      options.onReceived?.(batch);
    };
    // Days close where one collector has the storage to itself; a server's are read as they are.
    const closes = hasStorage && !isShared;
    const closer = await Closer.open({
      storage,
      closes,
      clock,
      settled: async () => {
        await intake.idle();
        await loader.settled();
      },
      onFault,
      onClosed: () => answers.forget(),
    });
    const day = () => closer.day();
    const intake = new Intake({ journal, known, decode, rows, erasures, products, day, onFault, onStored });
    const answers = new Answers({ storage, closer: closes ? closer : undefined, loader, journal, k, of });
    const overview = async () => {
      if (!hasStorage) throw new WithoutStorage();
      return await answers.overview();
    };
    const erasing = new Erasing({
      storage,
      journal,
      loader,
      intake,
      erasures,
      logs: [places, ...sharing.logs],
      hasRollups: closes,
      onErased: (names) => {
        closer.noteErased(names);
        answers.forget();
      },
      onFault,
      ...(seams.beforeErase ? { beforeErase: seams.beforeErase } : {}),
    });
    await erasing.finish();
    await sharing.adopt(erasing);
    const finishing = setInterval(() => {
      erasing.finish().catch((error) => onFault(`erasures are not finished: ${messageOf(error)}`));
    }, ERASURE_RETRY_MS);
    finishing.unref();
    const userData = new UserData({
      storage,
      journal,
      loader,
      decode,
      erasures,
      erasing,
      // Where nothing is ever loaded, the journal has all of it.
      ...(hasStorage ? {} : { waitingHeld: { batches: KNOWN_BATCHES, unpackedBytes: Number.POSITIVE_INFINITY } }),
    });
    const server = await createServer({
      tls: await readTls(options.tls),
      intake: metrics ? measuredIntake(intake, metrics) : intake,
      userData: metrics ? measuredUserData(userData, metrics) : userData,
      metrics,
      journal,
      storage,
      products,
      overview,
      closedDays: answers.closedDays,
      answer: answers.answer,
      onFault,
      webRoot,
      isBehind: () => hasStorage && rows.bytes >= rowsBytes / 2,
      access: { tokens, sessions, audit },
      served: { listensOn: host, publicUrl: options.publicUrl, alsoCalled: options.alsoCalled ?? [] },
      trustedProxies: options.trustedProxies ?? [],
      ...(seams.beforeReceipt ? { beforeReceipt: seams.beforeReceipt } : {}),
    });
    const control = await listenForControl(dataDir, async (asked) => {
      if (asked.ask === 'look') return lookAt(storage);
      if (asked.ask === 'backup' && isShared) throw new Error(BACKED_UP_THERE);
      if (asked.ask === 'backup') return makeBackup({ dataDir, storage, places, clock }, asked.folder);
      if (await places.forget(asked.folder)) return asked.folder;
      throw new Error(`${asked.folder} is not a place of backups of ${dataDir}`);
    });
    const url = await server.listen({ host, port });
    const stopFollowing = followTls(options.tls, server.server, onFault, seams.tlsCheckMs);
    await writeAddress(dataDir, options.publicUrl ?? url);
    loader.wake();
    closer.start();
    const stopFollowingOthers = sharing.follow(erasing, products);

    const close = async () => {
      stopFollowing();
      clearInterval(finishing);
      await closeServer(server);
      await stopFollowingOthers();
      await removeAddress(dataDir);
      await control.close();
      const closerStopped = closer.stop();
      await Promise.race([loader.settled().catch(() => {}), pause(CLOSE_MS.loading, undefined, { ref: false })]);
      await forwarder?.stop();
      const stopped = loader.stop();
      await closerStopped;
      await storage.close();
      await stopped;
      await journal.close();
      await journal.discard(loader.loaded, 0);
    };
    let closing: Promise<void> | undefined;
    return {
      url,
      hasStorage,
      tokens,
      loginLink: (role = 'administrator') => loginLink(options.publicUrl ?? url, tokens, 'start', role),
      overview,
      installation: (id) => queryInstallation(storage, id),
      settled: () => loader.settled(),
      closed: () => closer.close(),
      close: () => (closing ??= close()),
    };
  } catch (error) {
    await storage.close();
    throw error;
  }
}

/** First day of receipt, in days since 1970-01-01, whose batches are looked up at the start. */
function knownSince(time: number): number {
  return (receivedOn(time) ?? KNOWN_DAYS) - KNOWN_DAYS;
}
