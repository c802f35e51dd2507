/** The products that a collector takes batches of, changed by the real command beside the real service. */
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Overview, ProductTitles } from '../../../client/core/batch/overview.ts';
import { REFUSAL_MEDIA_TYPE } from '../../../client/core/batch/refusal.ts';
import { brotli } from '../../../collector/brotli.ts';
import { PRODUCT_RETRY_AFTER_S } from '../../../collector/limits.ts';
import { formatOf, nameOf } from '../../../collector/products/formats.ts';
import { projectRoot } from '../../../scripts/lib/paths.ts';
import { type CommandResult, runCommand } from '../../../scripts/lib/run-command.ts';
import { someManifest } from '../../support/some-manifest.ts';
import { suiteFolder, temporaryFolder } from '../../support/temporary-folder.ts';
import { type Answer, bytesOf, deliver, send, someBatch } from './support/batches.ts';
import { startTestCollector, until, usesOf } from './support/collectors.ts';
import { fetchOverview, type RunningCollector, runCli } from './support/processes.ts';

const example = someManifest({ commands: ['view.refresh', 'go.search', 'go.processes'] });

const operation = { title: { en: 'One', it: 'Una' }, purpose: { en: 'Why.', it: 'Perché.' } };

/** A batch of the example as it is sent. */
const exampleBatch = (version = '1.0.0') =>
  formatOf(example).encode(someBatch({ context: { product: 'candor-example', version } }), brotli);

function products(dataDir: string, ...args: string[]): Promise<CommandResult> {
  const command = ['collector/cli.ts', 'products', ...args, '--data', dataDir];
  return runCommand(process.execPath, command, { cwd: projectRoot, env: { ...process.env, NODE_OPTIONS: '' } });
}

/** What `products` says, when it is done. */
async function done(dataDir: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await products(dataDir, ...args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout.trim();
}

function fileOf(manifest: object): string {
  const file = path.join(temporaryFolder(), 'manifest.json');
  writeFileSync(file, JSON.stringify(manifest));
  return file;
}

/**
 * Sends batches until one is answered with this status, which a change may take a second for.
 * @param next a new one for each try, unless it is not stored: one that is stored is answered as a duplicate from then on.
 */
async function answered(
  collector: { readonly url: string },
  status: number,
  next: () => Uint8Array = exampleBatch,
): Promise<Answer & { readonly batch: Uint8Array }> {
  for (const giveUp = performance.now() + 20_000; performance.now() < giveUp; ) {
    const batch = next();
    const answer = await send(collector.url, batch);
    if (answer.status === status) return { ...answer, batch };
  }
  throw new Error(`no batch was answered with ${status}`);
}

async function titles({ url, token }: RunningCollector): Promise<ProductTitles[]> {
  const response = await fetch(`${url}/v1/products`, { headers: { authorization: `Bearer ${token}` } });
  return (await response.json()) as ProductTitles[];
}

describe('a running collector', () => {
  it('takes batches of a product once it is added, not while it is removed, and not of ended versions', async () => {
    const dataDir = temporaryFolder();
    const collector = await runCli(dataDir);
    const first = exampleBatch();
    const unknown = await answered(collector, 409, () => first);
    expect(unknown).toMatchObject({ mediaType: REFUSAL_MEDIA_TYPE, body: { refusal: 'not-yet' } });
    expect(unknown.headers.get('retry-after')).toBe(String(PRODUCT_RETRY_AFTER_S));

    const name = nameOf(example);
    expect(await done(dataDir, 'add', fileOf(example))).toBe(`candor-example ${name} is added`);
    expect((await answered(collector, 200, () => first)).body).toMatchObject({ status: 'accepted' });
    expect(await done(dataDir, 'add', fileOf(example))).toBe(`candor-example ${name} is there already`);

    await done(dataDir, 'remove', 'candor-example');
    const removed = await answered(collector, 409);
    expect(removed.body).toMatchObject({ refusal: 'not-yet' });
    // What came before is answered as what it is.
    expect(await send(collector.url, first)).toMatchObject({ status: 200, body: { status: 'duplicate' } });
    expect(await deliver(collector.url, someBatch())).toBe('accepted');
    const stored = async () => (await fetchOverview<Overview>(collector)).versions.map(({ product }) => product);
    await until(async () => (await stored()).length === 2, 'both products are stored');
    expect((await stored()).sort()).toEqual(['candor-example', 'candor-finder']);
    await done(dataDir, 'remove', 'candor-example', '--undo');
    await answered(collector, 200, () => removed.batch);

    await done(dataDir, 'end', 'candor-example', '1.1');
    const ended = await answered(collector, 410, () => exampleBatch('1.1.7'));
    expect(ended).toMatchObject({ mediaType: REFUSAL_MEDIA_TYPE });
    expect(ended.body).toMatchObject({ refusal: 'ended', product: 'candor-example', version: '1.1.7' });
    expect(await send(collector.url, exampleBatch('1.0.9'))).toMatchObject({ status: 200 });
    expect(await deliver(collector.url, someBatch({ context: { version: '1.1.7' } }))).toBe('accepted');
    await done(dataDir, 'end', 'candor-example', '1.1', '--undo');
    await answered(collector, 200, () => ended.batch);
    expect(collector.faults()).toEqual([]);
  });

  it('reads each batch by the words that it names, and puts it off while it has not been told of them', async () => {
    const dataDir = temporaryFolder();
    const more = someManifest({ revision: 2, commands: [...example.commands.map(({ id }) => id), 'view.more'] });
    const collector = await startTestCollector({ dataDir });
    const usage = [{ command: 'view.more', source: 'menu', time: 1 }] as const;
    const ofMore = formatOf(more).encode(someBatch({ context: { product: 'candor-example' }, usage }), brotli);
    await done(dataDir, 'add', fileOf(example));
    await answered(collector, 200);
    expect(await send(collector.url, ofMore)).toMatchObject({ status: 409, body: { refusal: 'not-yet' } });
    await done(dataDir, 'add', fileOf(more));
    await answered(collector, 200, () => ofMore);
    await answered(collector, 200);
    await collector.settled();
    expect(usesOf(await collector.overview())).toMatchObject({ 'view.more/menu': 1 });
  });

  it('gives the titles of its products to whoever is logged in, removed ones as well', async () => {
    const dataDir = temporaryFolder();
    await done(dataDir, 'add', fileOf(example));
    await done(dataDir, 'remove', 'candor-example');
    const collector = await runCli(dataDir);
    expect((await fetch(`${collector.url}/v1/products`)).status).toBe(401);
    const [candorExample, finder] = await titles(collector);
    expect(candorExample).toEqual({
      id: 'candor-example',
      name: 'Candor Example',
      commands: example.commands,
      operations: [{ id: 'view.switch', title: { en: 'Switch', it: 'Switch' } }],
    });
    expect(finder).toMatchObject({ id: 'candor-finder', name: 'Candor Finder' });
    expect(finder?.commands.find(({ id }) => id === 'go.back')).toEqual({
      id: 'go.back',
      title: { en: 'Back', it: 'Indietro' },
    });
  });

  it('sets a damaged manifest aside, says so, and goes on with the others', async () => {
    const dataDir = temporaryFolder();
    const collector = await runCli(dataDir);
    await done(dataDir, 'add', fileOf(example));
    const folder = path.join(dataDir, 'products/candor-example');
    const [name = ''] = readdirSync(folder);
    await answered(collector, 200);
    rmSync(path.join(folder, name));
    writeFileSync(path.join(folder, name), '{"manifest":1');
    await answered(collector, 409);
    expect(await deliver(collector.url, someBatch())).toBe('accepted');
    expect(collector.errors()).toMatch(`${name} is not used and was set aside: it is no JSON`);
    expect(readdirSync(folder)).toContain(`${name}.damaged`);
    await done(dataDir, 'add', fileOf(example));
    await answered(collector, 200);
  });

  it('that starts again knows what was decided, and loads what it had taken before', async () => {
    const dataDir = temporaryFolder();
    await done(dataDir, 'add', fileOf(example));
    const first = await startTestCollector({ dataDir });
    expect(await send(first.url, exampleBatch())).toMatchObject({ status: 200 });
    await first.close();
    await done(dataDir, 'remove', 'candor-example');
    await done(dataDir, 'end', 'candor-finder', 'all');
    const second = await startTestCollector({ dataDir });
    expect(await send(second.url, exampleBatch())).toMatchObject({ status: 409 });
    expect(await send(second.url, bytesOf(someBatch()))).toMatchObject({ status: 410 });
    await second.settled();
    expect(await second.overview()).toMatchObject({ sessions: 1, versions: [{ product: 'candor-example' }] });
  });
});

describe('the command', () => {
  it('shows products with their revisions, state and ended versions', async () => {
    const dataDir = temporaryFolder();
    expect(await done(dataDir, 'list')).toMatch(
      /^product +name +revisions +state +ended\ncandor-finder +Candor Finder/,
    );
    expect(readdirSync(dataDir)).toEqual([]);
    const more = someManifest({ revision: 2, commands: [...example.commands.map(({ id }) => id), 'view.more'] });
    for (const manifest of [more, example]) await done(dataDir, 'add', fileOf(manifest));
    for (const version of ['1.2.3', '0.9']) await done(dataDir, 'end', 'candor-example', version);
    await done(dataDir, 'remove', 'candor-example');
    const rows = (await done(dataDir, 'list')).split('\n').map((row) => row.split(/ {2,}/));
    expect(rows[1]).toEqual([
      'candor-example',
      'Candor Example',
      `${nameOf(example)}, ${nameOf(more)}`,
      'removed',
      '1.2.3, 0.9',
    ]);
  });

  it('that is given twice at once adds what both say, and of words that exclude each other one', async () => {
    const dataDir = temporaryFolder();
    const others = someManifest({ product: 'candor-other' });
    await Promise.all([done(dataDir, 'add', fileOf(example)), done(dataDir, 'add', fileOf(others))]);
    const list = await done(dataDir, 'list');
    for (const product of ['candor-example', 'candor-other']) expect(list).toContain(`${product}  `);

    const words = ['view.one', 'view.two'].map((id) => someManifest({ product: 'candor-third', commands: [id] }));
    const results = await Promise.all(words.map((manifest) => products(dataDir, 'add', fileOf(manifest))));
    expect(results.map(({ code }) => code).sort()).toEqual([0, 1]);
    expect(results.find(({ code }) => code === 1)?.stderr).toContain('is there with other words');
    expect(readdirSync(path.join(dataDir, 'products/candor-third'))).toHaveLength(1);
  });

  const known = suiteFolder();
  beforeAll(async () => {
    const file = path.join(known, 'example.json');
    writeFileSync(file, JSON.stringify(example));
    await done(known, 'add', file);
  });

  it.each([
    [
      'takes back a word',
      { revision: 2, commands: ['go.search'] },
      'it takes back what revision 1 says: commands: number 0 was view.refresh and is go.search',
    ],
    ['has other words', { commands: ['other'] }, 'revision 1 of candor-example is there with other words'],
    ['has SQL for a word', { commands: ["x'; DROP TABLE candor.batches; --"] }, 'commands is not as a manifest has it'],
    ['has __proto__ for a word', { commands: ['__proto__'] }, 'commands is not as a manifest has it'],
    ['has a number for a word', { commands: ['7'] }, 'commands: 7 is a number'],
    ['has a million words', { files: Array(1_000_000).fill('a') }, 'it has more than 2097152 bytes'],
    ['has ten megabytes', { name: 'x'.repeat(10_000_000) }, 'it has more than 2097152 bytes'],
    [
      'has more words than a batch has room for',
      { operations: Array.from({ length: 500 }, (_, at) => ({ ...operation, id: `operation-${at}` })) },
      'operations: a batch has no room for more than 180',
    ],
    ['is of no product', { product: '../other' }, 'product is not as a manifest has it'],
  ] as const)('refuses a manifest that %s, in one sentence', async (_what, change, why) => {
    const file = fileOf(someManifest(change));
    const { code, stdout, stderr } = await products(known, 'add', file);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.trim().split('\n')).toEqual([expect.stringContaining(`${file} is not added: ${why}`)]);
    expect(readdirSync(path.join(known, 'products/candor-example'))).toEqual([`${nameOf(example)}.json`]);
  });

  it.each([
    [['add', '/nowhere/manifest.json'], 1, 'ENOENT'],
    [['add', '/dev/zero'], 1, 'is not a file'],
    [['remove', 'candor-other'], 1, 'there is no product candor-other'],
    [['end', 'candor-other', 'all'], 1, 'there is no product candor-other'],
    [['end', 'candor-finder', 'soon'], 2, 'soon is neither a version, nor a release line, nor all'],
    [['end', 'candor-finder'], 2, 'products end candor-finder is no command'],
    [['list', '--undo'], 2, '--undo is no option of products list'],
    [['list', '--what'], 2, '--what'],
    [[], 2, 'is no command'],
  ])('%j ends with %i', async (args, expected, said) => {
    const { code, stderr } = await products(temporaryFolder(), ...args);
    expect(code).toBe(expected);
    expect(stderr).toContain(said);
    expect(stderr.includes('candor-collector products add FILE')).toBe(expected === 2);
  });
});
