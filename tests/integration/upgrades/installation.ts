import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import type { Batch } from '../../../client/core/batch/batch.ts';
import type { Manifest } from '../../../client/core/product/manifest.ts';
import type { Context } from '../../../client/core/registry/registry.ts';
import type { Program } from '../../../client/main/program.ts';
import type { EgressRequest, Transport } from '../../../client/main/upload/egress-gate.ts';
import { projectRoot } from '../../../scripts/lib/paths.ts';
import { runCommand } from '../../../scripts/lib/run-command.ts';
import { fetchTransport } from '../../support/fetch-transport.ts';
import { programFixture, soon, used, yes } from '../../support/program-fixture.ts';
import { someContext } from '../../support/some-context.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type RunningCollector, runCollector } from '../collector/support/processes.ts';
import { NEW_COMMAND, newest, type Release } from './release.ts';

/** Command lines of the collectors of a file's tests, by their versions. */
export type Collectors = Readonly<Record<Version, string>>;
export type Version = '1.0' | 'newer';

/** A collector that can be upgraded: another takes over its data. */
export class Site {
  readonly #data = temporaryFolder();
  readonly #collectors: Collectors;
  #running: RunningCollector | undefined;

  constructor(collectors: Collectors) {
    this.#collectors = collectors;
  }

  async run(version: Version): Promise<void> {
    await this.stop();
    this.#running = await runCollector([this.#collectors[version], '--data', this.#data, '--port', '0', '--k', '1']);
  }

  /** Adds the words of a release while the collector runs, and waits until it knows them. */
  async add(manifest: Manifest): Promise<void> {
    const file = path.join(temporaryFolder(), 'manifest.json');
    writeFileSync(file, JSON.stringify(manifest));
    const command = [this.#collectors['1.0'], 'products', 'add', file, '--data', this.#data];
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
export type Asked = readonly [session: number, answer: string];

/** An installation of which one release runs after the other, on one profile. */
export class Installation {
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
    expect(await program.userData.fetch()).toMatchObject({ status: 'found', complete: true });
    return [...program.userData.fetched] as unknown as Batch[];
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
