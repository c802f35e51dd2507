import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type ColumnarBatch, decodeWith } from 'candor-client/core';
import { Audit } from './access/audit.ts';
import { Lookups } from './access/lookups.ts';
import { providedTokenFile, readProvidedToken } from './access/provided-token.ts';
import { Sessions } from './access/sessions.ts';
import { loginLink, Tokens } from './access/tokens.ts';
import { answerBeside } from './answers/answering.ts';
import { Answers, type AnswersOptions } from './answers/answers.ts';
import { tryRule } from './answers/findings/try-rule.ts';
import { listenForControl } from './backup/control.ts';
import { BACKED_UP_THERE, makeBackup } from './backup/make-backup.ts';
import { BackupPlaces } from './backup/places.ts';
import { statesOf } from './backup/state-of.ts';
import { brotli } from './brotli.ts';
import type { Collector, CollectorOptions } from './collector.ts';
import { lookAt } from './doctor/look-at.ts';
import { Erasing } from './erasure/erasing.ts';
import { Erasures } from './erasure/erasures.ts';
import { UserData } from './erasure/user-data.ts';
import { closeServer } from './http/close-server.ts';
import { createServer } from './http/server.ts';
import { followTls, readTls } from './http/tls.ts';
import { Intake } from './intake/intake.ts';
import { KnownBatches } from './intake/known-batches.ts';
import { StoredBatches } from './intake/stored-batches.ts';
import { nodeFiles } from './journal/files.ts';
import { Journal } from './journal/journal.ts';
import { isSame, START } from './journal/position.ts';
import type { JournalRecord } from './journal/record.ts';
import {
  CLOSE_MS,
  ERASED_DAYS,
  ERASURE_RETRY_MS,
  KNOWN_BATCHES,
  KNOWN_DAYS,
  SET_ASIDE_AGAIN_MS,
  WAITING_ROWS_BYTES,
} from './limits.ts';
import { Loader } from './loader/loader.ts';
import { readProgress } from './loader/progress.ts';
import { SetAside } from './loader/set-aside.ts';
import { WaitingRows } from './loader/waiting-rows.ts';
import { messageOf } from './message-of.ts';
import { measuredIntake, measuredStorage, measuredUserData } from './metrics/measured.ts';
import { OldestWaiting } from './metrics/oldest-waiting.ts';
import { removeAddress, writeAddress } from './own-address.ts';
import { writeK } from './own-k.ts';
import { Products } from './products/products.ts';
import { queryInstallation } from './queries/installation-query.ts';
import { queryRecentBatches } from './queries/sender-queries.ts';
import { Closer } from './rollups/closer.ts';
import { SourceMaps } from './sourcemaps/source-maps.ts';
import { openSharing } from './state/sharing.ts';
import { JournalKeeper, type Loading } from './storage/none/journal-keeper.ts';
import { NoStorage, WithoutStorage } from './storage/none/no-storage.ts';
import { batchRow, dayOf, receivedOn } from './storage/rows.ts';
import type { Storage } from './storage/storage.ts';
import { PublishedSuggestions } from './suggestions/published.ts';

const WEB_ROOT = fileURLToPath(new URL('../out/collector-web', import.meta.url));

/**
 * Puts a collector together around a storage that is open and its own, and starts it.
 * @throws when something of the folder cannot be read or written, or the port is taken (`code` is `EADDRINUSE`); the storage is
 * closed then.
 */
export async function assemble(
  options: CollectorOptions & Required<Pick<CollectorOptions, 'onFault'>>,
  opened: Storage,
): Promise<Collector> {
  const { dataDir, host = '127.0.0.1', port = 0, k = 5, clock = Date.now, webRoot = WEB_ROOT, seams = {} } = options;
  const of: AnswersOptions['of'] = options.unpackaged ? 'all' : 'users';
  const { metrics, forwarder, onFault } = options;
  const hasStorage = !(opened instanceof NoStorage);
  const storage = metrics ? measuredStorage(opened, metrics) : opened;
  let stored: StoredBatches | undefined;
  try {
    const today = () => dayOf(clock());
    const isShared = hasStorage && options.clickhouse !== undefined;
    const sharing = openSharing({ dataDir, storage: opened, isShared, clock, onFault, ...seams });
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
    const lookups = new Lookups(state, clock);
    const progressFile = path.join(dataDir, 'progress.json');
    const progress = await readProgress(progressFile);
    const { journal, waiting } = await Journal.open({
      directory: path.join(dataDir, 'journal'),
      files: seams.files ?? nodeFiles,
      loaded: progress.loaded,
      onSetAside: ({ file, bytes }) => onFault(`${bytes} damaged bytes of the journal were set aside in ${file}`),
      ...(seams.segmentBytes === undefined ? {} : { segmentBytes: seams.segmentBytes }),
    });
    const setAside = await SetAside.open(path.join(dataDir, 'unreadable'));
    const places = await BackupPlaces.open(dataDir, today);
    const erasures = await Erasures.open({
      file: path.join(dataDir, 'erased'),
      today,
      keptDays: ERASED_DAYS,
      isWaiting: (name) => journal.countOf(name) > 0 || setAside.holds(name),
    });
    if (isShared) await places.keepOwn(path.join(dataDir, 'erasures'), erasures.names, onFault);
    const watermarks = await sharing.watermarks();
    const known = new KnownBatches(KNOWN_BATCHES);
    stored = new StoredBatches({
      read: async () => {
        await seams.beforeKnown?.();
        await known.addAll(await queryRecentBatches(storage, knownSince(clock()), KNOWN_BATCHES));
        for (const batch of waiting) known.add(batch);
      },
      onFault,
    });

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
          firstDay: () => watermarks.firstOpen(),
          makeRow: ({ day, body }) => {
            const decoding = decode(body);
            return decoding.ok ? batchRow(decoding.batch, day) : undefined;
          },
          setAside,
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
    const whenStored = (batch: ColumnarBatch) => {
      const isForwarded = forwarder && (of === 'all' || batch.context.packaged !== 'no');
      const kept = isForwarded || options.onReceived ? batch : undefined;
      return () => {
        oldest.added(journal.end);
        loader.wake();
        if (!kept) return;
        if (isForwarded) forwarder.offer(kept, dayOf(clock()));
        options.onReceived?.(kept);
      };
    };
    const closer = new Closer({
      storage,
      closes: hasStorage,
      watermarks,
      lease: sharing.lease,
      clock,
      settled: async () => {
        await intake.idle();
        await loader.settled();
      },
      adoptErased: () => sharing.adopt(erasing),
      onFault,
      onClosed: () => answers.forget(),
      checkMs: seams.closerCheckMs,
    });
    const day = () => closer.day();
    const intake = new Intake({ journal, known, stored, decode, rows, erasures, products, day, onFault, whenStored });
    const sources = new SourceMaps(dataDir);
    const suggestions = new PublishedSuggestions(state);
    /** What was set aside, by this run, an earlier one or an earlier version, is tried again. */
    const takeBack = async (signal: AbortSignal) => {
      const append = async (record: JournalRecord) => {
        await journal.append(record);
        oldest.added(journal.end);
        loader.wake();
      };
      const isReadable = ({ body }: JournalRecord) => decode(body).ok;
      const isErased = (record: JournalRecord) => erasures.wanted([record]).length === 0;
      try {
        const count = await setAside.takeBack({ isReadable, isErased, append, signal });
        if (count > 0) onFault(`${count} batches that were set aside are loaded again`);
      } catch (error) {
        onFault(`batches that were set aside could not be taken back: ${messageOf(error)}`);
      }
    };
    const published = async () => await suggestions.rules((await products.now()).all().map(({ manifest }) => manifest));
    const answering = { storage, closer: hasStorage ? closer : undefined, loader, journal, sources, published, k, of };
    const answers = new Answers(answering);
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
      hasRollups: hasStorage,
      onErased: (names) => {
        closer.noteErased(names);
        answers.forget();
        setAside
          .forget(names)
          .catch((error) => onFault(`batches that were set aside are not erased: ${messageOf(error)}`));
        lookups.forget(names).catch((error) => onFault(`look-ups are not forgotten: ${messageOf(error)}`));
      },
      onFault,
      ...(seams.beforeErase ? { beforeErase: seams.beforeErase } : {}),
    });
    const userData = new UserData({
      storage,
      journal,
      loader,
      decode,
      erasures,
      erasing,
      lookups,
      // Where nothing is ever loaded, the journal has all of it.
      ...(hasStorage ? {} : { waitingHeld: { batches: KNOWN_BATCHES, unpackedBytes: Number.POSITIVE_INFINITY } }),
    });
    const server = await createServer({
      tls: await readTls(options.tls),
      tlsTimes: seams.tlsTimes,
      intake: metrics ? measuredIntake(intake, metrics) : intake,
      userData: metrics ? measuredUserData(userData, metrics) : userData,
      metrics,
      k,
      journal,
      storage,
      lookups,
      products,
      suggestions,
      overview,
      closedDays: answers.closedDays,
      answer: answers.answer,
      tryRule: (trial, signal) => tryRule(storage, trial, { k, of }, signal),
      onFault,
      webRoot,
      isBehind: () => hasStorage && rows.bytes >= rowsBytes / 2,
      backups: async () => (isShared ? null : await statesOf(places.all)),
      issueUrl: options.issueUrl,
      access: { tokens, sessions, audit },
      served: { listensOn: host, publicUrl: options.publicUrl, alsoCalled: options.alsoCalled ?? [] },
      trustedProxies: options.trustedProxies ?? [],
      ...(seams.beforeReceipt ? { beforeReceipt: seams.beforeReceipt } : {}),
    });
    // Up to here nothing has waited for an embedded storage, whose tables are brought to this version meanwhile.
    await closer.open();
    await erasing.finish();
    await sharing.adopt(erasing);
    const finishing = setInterval(() => {
      erasing.finish().catch((error) => onFault(`erasures are not finished: ${messageOf(error)}`));
    }, ERASURE_RETRY_MS);
    finishing.unref();
    await writeK(dataDir, k);
    const control = await listenForControl(dataDir, async (asked) => {
      if (asked.ask === 'look') return lookAt(storage);
      if (asked.ask === 'answer') return answerBeside(asked.asked, answers, answering);
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
    const ending = new AbortController();
    let takenBack = hasStorage ? takeBack(ending.signal) : undefined;
    const takingBack = setInterval(() => {
      if (hasStorage && !setAside.isEmpty) takenBack = takenBack?.then(() => takeBack(ending.signal));
    }, seams.setAsideAgainMs ?? SET_ASIDE_AGAIN_MS);
    takingBack.unref();
    const stopFollowingOthers = sharing.follow(erasing, products);

    const close = async () => {
      stopFollowing();
      ending.abort();
      clearInterval(finishing);
      clearInterval(takingBack);
      stored?.stop();
      await closeServer(server);
      await takenBack;
      await stopFollowingOthers();
      await removeAddress(dataDir);
      await control.close();
      const closerStopped = closer.stop();
      await Promise.race([loader.settled().catch(() => {}), pause(CLOSE_MS.loading, undefined, { ref: false })]);
      await forwarder?.stop();
      const stopped = loader.stop();
      await closerStopped;
      if (isSame(loader.loaded, journal.end)) await watermarks.leave().catch((error) => onFault(messageOf(error)));
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
    stored?.stop();
    await storage.close();
    throw error;
  }
}

/** First day of receipt, in days since 1970-01-01, whose batches are looked up at the start. */
function knownSince(time: number): number {
  return (receivedOn(time) ?? KNOWN_DAYS) - KNOWN_DAYS;
}
