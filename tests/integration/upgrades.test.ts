import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Batch } from '../../client/core/batch/batch.ts';
import type { Overview } from '../../client/core/batch/overview.ts';
import { type Manifest, manifestOf } from '../../client/core/product/manifest.ts';
import type { Context } from '../../client/core/registry/registry.ts';
import type { Program } from '../../client/main/program.ts';
import type { EgressRequest, Transport } from '../../client/main/upload/egress-gate.ts';
import { NEWER_RETRY_AFTER_S } from '../../collector/limits.ts';
import { projectRoot } from '../../scripts/lib/paths.ts';
import { runCommand } from '../../scripts/lib/run-command.ts';
import { fetchTransport } from '../support/fetch-transport.ts';
import { finderCodec } from '../support/finder-format.ts';
import { enhanced, programFixture, soon, used, yes } from '../support/program-fixture.ts';
import { someContext } from '../support/some-context.ts';
import { suiteFolder, temporaryFolder } from '../support/temporary-folder.ts';
import { send } from './collector/support/batches.ts';
import { usesOf } from './collector/support/collectors.ts';
import { fetchOverview, type RunningCollector, runCollector } from './collector/support/processes.ts';
import { moreWords, NEW_COMMAND, newerCollector, newest, type Release, releases } from './upgrades/release.ts';

const collectors = { '1.0': 'collector/cli.ts', newer: newerCollector(suiteFolder()) } as const;
type Version = keyof typeof collectors;

const HOUR_MS = NEWER_RETRY_AFTER_S * 1000;

/** A collector that can be upgraded: another takes over its data. */
class Site {
  readonly #data = temporaryFolder();
  #running: RunningCollector | undefined;

  async run(version: Version): Promise<void> {
    await this.stop();
    this.#running = await runCollector([collectors[version], '--data', this.#data, '--port', '0', '--k', '1']);
  }

  /** Adds the words of a release while the collector runs, and waits until it knows them. */
  async add(manifest: Manifest): Promise<void> {
    const file = path.join(temporaryFolder(), 'manifest.json');
    writeFileSync(file, JSON.stringify(manifest));
    const command = [collectors['1.0'], 'products', 'add', file, '--data', this.#data];
    const env = { ...process.env, NODE_OPTIONS: '' };
    expect(await runCommand(process.execPath, command, { cwd: projectRoot, env })).toMatchObject({ code: 0 });
    const headers = { authorization: `Bearer ${this.running.token}` };
    const known = async () => (await fetch(`${this.running.url}/v1/products`, { headers })).text();
    await expect.poll(known, { timeout: 20_000 }).toContain(NEW_COMMAND);
  }

  async stop(): Promise<void> {
    this.#running?.kill('SIGTERM');
    await this.#running?.ended;
  }

  get running(): RunningCollector {
    if (!this.#running) throw new Error('no collector runs');
    return this.#running;
  }
}

/** The session of a batch, and the collector's answer about it. */
type Asked = readonly [session: number, answer: string];

/** An installation of which one release runs after the other, on one profile. */
class Installation {
  readonly #folder = temporaryFolder();
  readonly #fixture;
  readonly #site: Site;
  #asked: Asked[] = [];
  /** What each of its sessions says, by their order. */
  readonly said: object[] = [];
  isOnline = false;
  /** Session of a batch whose answer does not arrive. */
  cut: number | undefined;

  constructor(site: Site) {
    this.#site = site;
    this.#fixture = programFixture(this.#folder, this.#transport);
    this.#fixture.program.decide(yes);
    this.#fixture.program.seal();
    this.said.push({ usage: [] });
  }

  /** One session: what it asked the collector when it ended. */
  async session(release: Release, isNew = true): Promise<Asked[]> {
    const program = await this.begin(release, isNew);
    await program.close(soon());
    return this.#asked.splice(0);
  }

  /** A session that has not ended, and never does when another begins. */
  async begin(release: Release, isNew = true): Promise<Program> {
    const { product, codec, command, reports } = release;
    const { version } = product;
    const said = isNew ? release.context : release.context && { scaling: 100 };
    const context = (): Context => ({ ...someContext, version, ...said });
    const program = this.#fixture.restart({ product, codec, context });
    await program.start();
    program.record(used('go.search'));
    const added = isNew && command ? [{ command, source: 'menu', age: 0 } as const] : [];
    program.record({ events: added, dropped: 0 });
    if (isNew && reports) program.collection.report(reports);
    this.said.push({
      usage: ['go.search', ...added.map((use) => use.command)].map((one) => ({ command: one })),
      context: { scaling: 100, version, ...said },
      panes: [],
      ...(isNew && reports),
    });
    return program;
  }

  pass(milliseconds: number): void {
    this.#fixture.time.advance(milliseconds);
  }

  /** Sessions of which something waits, and how many files were set aside. */
  get waiting(): number[] {
    expect(this.#names('set-aside')).toEqual([]);
    return this.#names('outbox').map((name) => Number.parseInt(name, 10));
  }

  /** Everything that the collector holds of it, fetched with its key. */
  async held(): Promise<Batch[]> {
    const program = this.#fixture.restart();
    expect(await program.fetchUserData()).toMatchObject({ status: 'found', complete: true });
    return [...program.userDataBatches()] as Batch[];
  }

  readonly #transport: Transport = async (request, signal) => {
    if (!this.isOnline) throw new Error('network');
    const response = await fetchTransport(this.#site.running.url)(request, signal);
    if (request.purpose === 'personal') return response;
    const session = sessionOf(request);
    const receipt = response.status === 200 ? (JSON.parse(response.body) as { status: string }).status : undefined;
    this.#asked.push([session, receipt ?? `${response.status} ${response.retryAfter ?? ''}`.trim()]);
    if (session === this.cut) throw new Error('the answer is lost');
    return response;
  };

  #names(folder: string): string[] {
    const at = path.join(this.#folder, 'program', folder);
    return existsSync(at) ? readdirSync(at).sort() : [];
  }
}

function sessionOf({ body }: EgressRequest): number {
  const decoding = newest.codec.decode(body);
  if (!decoding.ok) throw new Error(`${decoding.problem.path}: ${decoding.problem.expected}`);
  return decoding.batch.envelope.session;
}

const NOT_YET = `409 ${NEWER_RETRY_AFTER_S}`;

describe.each(Object.entries(releases))('a client of %s', (_name, release) => {
  it.each(['1.0', 'newer'] as const)(
    'loses nothing, and has nothing counted twice, by a collector of %s',
    async (version) => {
      const site = new Site();
      await site.run(version);
      const app = new Installation(site);
      const { '1.0': old } = releases;
      const isTaken = version === 'newer' || release === old;
      const answered = (sessions: readonly number[], answer = isTaken ? 'accepted' : NOT_YET): Asked[] =>
        sessions.map((session) => [session, answer]);
      const left = (...sessions: number[]) => (isTaken ? [] : sessions);

      // Session 1 was of 1.0 as well. Nobody can be reached until the fifth.
      for (const [one, isNew] of [
        [release, true],
        [release, false],
        [old, true],
      ] as const) {
        expect(await app.session(one, isNew)).toEqual([]);
      }
      app.isOnline = true;
      app.cut = 1;
      expect(await app.session(release)).toEqual([[1, 'accepted']]);
      app.cut = undefined;
      expect(app.waiting).toEqual([1, 2, 3, 4, 5]);

      // What is of 1.0 is taken, behind what is put off as well.
      const first = await app.session(release, false);
      expect(first).toEqual([[1, 'duplicate'], ...answered([2, 3]), [4, 'accepted'], ...answered([5, 6])]);
      expect(app.waiting).toEqual(left(2, 3, 5, 6));

      // The app is gone back from: 1.0 leaves alone what it cannot read, sends its own, and its last receipt is lost.
      app.pass(HOUR_MS);
      expect(await app.session(old)).toEqual([[7, 'accepted']]);
      app.cut = 8;
      expect(await app.session(old)).toEqual([[8, 'accepted']]);
      app.cut = undefined;
      expect(app.waiting).toEqual([...left(2, 3, 5, 6), 8].sort((a, b) => a - b));

      // And forward again: what was put off an hour ago is asked about once more, and within the next hour not.
      expect(await app.session(release)).toEqual([[8, 'duplicate'], ...answered([9]), ...answered(left(2, 3, 5, 6))]);
      expect(await app.session(release)).toEqual(answered([10]));
      expect(app.waiting).toEqual(left(2, 3, 5, 6, 9, 10));

      // Of what waits, 1.0 has got nothing: the upgraded collector takes all of it, and one with its receipt lost.
      app.cut = 11;
      expect(await app.session(old)).toEqual([[11, 'accepted']]);
      if (release.command !== undefined && version === '1.0') await site.add(manifestOf(moreWords));
      else await site.run('newer');
      app.pass(HOUR_MS);
      app.cut = isTaken ? 12 : 2;
      expect(await app.session(release)).toEqual([
        [11, 'duplicate'],
        [12, 'accepted'],
        ...answered(left(2), 'accepted'),
      ]);
      app.cut = undefined;
      const last = await app.session(release, false);
      expect(last).toEqual([
        ...(isTaken ? [[12, 'duplicate']] : []),
        [13, 'accepted'],
        ...(isTaken ? [] : [[2, 'duplicate']]),
        ...answered(left(3, 5, 6, 9, 10), 'accepted'),
      ]);
      expect(app.waiting).toEqual([]);

      const overview = () => fetchOverview<Overview>(site.running);
      const completeness = { received: 13, waiting: 0, lost: [] };
      await expect.poll(overview, { timeout: 20_000 }).toMatchObject({ sessions: 13, completeness });
      const news = app.said.filter((one) => JSON.stringify(one).includes(NEW_COMMAND)).length;
      expect(usesOf(await overview())).toEqual({
        'go.search/button': 12,
        ...(news > 0 && { [`${NEW_COMMAND}/menu`]: news }),
      });
      // Whoever holds it from then on.
      await site.run('newer');
      const held = await app.held();
      expect(held.map(({ envelope }) => envelope.session)).toEqual(app.said.map((_, index) => index + 1));
      expect(held).toMatchObject(app.said);
      expect(held.map(({ dropped }) => dropped)).toEqual(app.said.map(() => ({})));
      await site.stop();
      expect(site.running.faults()).toEqual([]);
    },
  );
});

describe('a session that was killed', () => {
  const { '1.0': old, ...later } = releases;

  async function profile() {
    const site = new Site();
    await site.run('newer');
    const app = new Installation(site);
    app.isOnline = true;
    const held = async () => {
      await expect
        .poll(() => fetchOverview<Overview>(site.running), { timeout: 20_000 })
        .toMatchObject({ sessions: app.said.length });
      return app.held();
    };
    return { app, held };
  }

  it.each(Object.entries(later))('is sealed by %s', async (_, release) => {
    const { app, held } = await profile();
    await app.begin(old);
    expect(await app.session(release)).toEqual([1, 2, 3].map((session) => [session, 'accepted']));
    const batches = await held();
    expect(batches).toMatchObject(app.said);
    expect(batches.map(({ dropped, envelope }) => [dropped, envelope.end])).toEqual(
      ['quit', 'killed', 'quit'].map((end) => [{}, end]),
    );
  });

  it.each(Object.entries(later))('of %s waits for it when the app is gone back from', async (_, release) => {
    const { app, held } = await profile();
    await app.begin(release);
    expect(await app.session(old)).toEqual([1, 3].map((session) => [session, 'accepted']));
    expect(app.waiting).toEqual([]);
    expect(await app.session(release)).toEqual([2, 4].map((session) => [session, 'accepted']));
    const batches = await held();
    expect(batches).toMatchObject(app.said);
    expect(batches.map(({ dropped }) => dropped)).toEqual(app.said.map(() => ({})));
  });
});

describe('what waits of a later release when the app is gone back from', () => {
  const { '1.0': old, '1.0 with one more group': release } = releases;

  it('is brought down to a lower level that was chosen meanwhile, by the release that can read it', async () => {
    const site = new Site();
    await site.run('newer');
    const app = new Installation(site);
    (await app.begin(release)).decide(enhanced);
    await app.session(release);
    (await app.begin(old)).decide(yes);
    app.isOnline = true;
    await app.session(release);
    expect(app.waiting).toEqual([3, 4]);
    await app.session(release);
    expect(app.waiting).toEqual([]);
    await expect.poll(() => fetchOverview<Overview>(site.running), { timeout: 20_000 }).toMatchObject({ sessions: 8 });
    const held = await app.held();
    expect(held.map(({ envelope, organisation }) => [envelope.level, organisation])).toEqual(
      held.map(() => ['standard', {}]),
    );
    expect(held.filter((batch) => 'panes' in batch && (batch.panes as object[]).length === 1)).toHaveLength(4);
  });

  it('is deleted with an erasure, because nobody can say whose it is', async () => {
    const site = new Site();
    await site.run('1.0');
    const app = new Installation(site);
    await app.session(release);
    app.isOnline = true;
    await app.session(old);
    expect(app.waiting).toEqual([2]);
    const program = await app.begin(old);
    expect(await program.eraseUserData()).toEqual({ status: 'erased', batches: 2 });
    expect(app.waiting).toEqual([]);
  });
});

describe('the bytes that 1.0 wrote', () => {
  it.each(['batch-1', 'batch-1-enhanced'])(
    'are read by the newest release, and taken by its collector: %s',
    async (name) => {
      const hex = readFileSync(path.join(import.meta.dirname, `../fixtures/${name}.cbor.hex`), 'utf8');
      const bytes = brotliCompressSync(Buffer.from(hex.replaceAll(/\s/g, ''), 'hex'));
      const before = finderCodec.decode(bytes);
      if (!before.ok) throw new Error(before.problem.path);
      const { batch } = before;
      expect(newest.codec.decode(bytes)).toEqual({
        ok: true,
        batch: { ...batch, context: { ...batch.context, scaling: 100 }, panes: [] },
      });
      const site = new Site();
      await site.run('newer');
      const receipts = [await send(site.running.url, bytes), await send(site.running.url, bytes)];
      expect(receipts.map(({ body }) => body)).toEqual([
        { batch: batch.envelope.batch, status: 'accepted' },
        { batch: batch.envelope.batch, status: 'duplicate' },
      ]);
    },
  );
});
