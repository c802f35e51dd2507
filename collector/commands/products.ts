/** `candor-collector products …`: which products a collector takes batches of. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { SettingsError } from '../config/given.ts';
import type { Settings } from '../config/options.ts';
import { addManifest, type Change, endVersion, removeProduct } from '../products/changes.ts';
import { nameOf } from '../products/formats.ts';
import { readManifestFile } from '../products/manifest-files.ts';
import { isVersions } from '../products/product-states.ts';
import { Products, type ProductsOptions } from '../products/products.ts';
import { openState } from '../state/open-state.ts';
import { type ClickhouseOption, clickhouseOf } from './clickhouse-options.ts';
import { asRun } from './command.ts';

export const runList = asRun<ClickhouseOption>(({ settings }) => within(settings, list));
export const runAdd = asRun<ClickhouseOption>(({ settings, parameters: [file = ''] }) =>
  within(settings, (options) => add(options, file)),
);
export const runRemove = asRun<ClickhouseOption | 'undo'>(({ settings, parameters: [product = ''] }) =>
  within(settings, (options) => remove(options, product, settings.undo)),
);
export const runEnd = asRun<ClickhouseOption | 'undo'>(({ settings, parameters: [product = '', version = ''] }) =>
  within(settings, (options) => end(options, product, version, settings.undo)),
);

/** They are in the data folder, or in the store that collectors share. */
async function within(
  settings: Pick<Settings, 'data' | ClickhouseOption>,
  work: (options: ProductsOptions) => Promise<string>,
): Promise<string> {
  const onFault = (message: string) => console.error(message);
  const options = { directory: path.join(settings.data, 'products'), onFault };
  const { clickhouse } = clickhouseOf(settings);
  if (!clickhouse) return await work(options);
  const { state, close } = await openState({ dataDir: settings.data, clickhouse, onFault });
  try {
    return await work({ ...options, shared: state });
  } finally {
    await close();
  }
}

async function list(options: ProductsOptions): Promise<string> {
  const products = (await (await Products.reading(options)).now()).all();
  const rows = products.map(({ product, manifest, manifests, state, ended }) => [
    product,
    manifest.name,
    manifests.map(nameOf).join(', '),
    state,
    ended.join(', ') || '–',
  ]);
  const table = [['product', 'name', 'revisions', 'state', 'ended'], ...rows];
  const widths = table.reduce<number[]>((most, row) => row.map((cell, at) => Math.max(most[at] ?? 0, cell.length)), []);
  return table
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

async function add(options: ProductsOptions, file: string): Promise<string> {
  const refused = (why: string) => new Error(`${file} is not added: ${why}`);
  const manifest = await readManifestFile(file).catch((error: Error) => {
    throw refused(error.message);
  });
  await mustOwn(options);
  const change = await addManifest(options, manifest);
  if (change.status === 'refused') throw refused(change.why);
  const what = `${manifest.product} ${nameOf(manifest)}`;
  return change.status === 'done' ? `${what} is added` : `${what} is there already`;
}

async function remove(options: ProductsOptions, product: string, undo: boolean): Promise<string> {
  await mustOwn(options);
  const said = undo
    ? `batches of ${product} are taken`
    : `batches of ${product} are not taken any more; what is stored of it stays`;
  return outcome(await removeProduct(options, product, undo), said);
}

async function end(options: ProductsOptions, product: string, version: string, undo: boolean): Promise<string> {
  if (!isVersions(version)) throw new SettingsError(`${version} is neither a version, nor a release line, nor all`);
  await mustOwn(options);
  const what = `${product} ${version}`;
  const said = undo
    ? `the end of ${what} is taken back`
    : `the program has ended for ${what}; what is stored of it stays`;
  return outcome(await endVersion(options, { product, version }, undo), said);
}

function outcome(change: Change, said: string): string {
  if (change.status === 'refused') throw new Error(change.why);
  return change.status === 'done' ? said : `${said} (nothing changed)`;
}

/** What another user writes, such as root, the collector could not read. */
async function mustOwn({ directory, shared }: ProductsOptions): Promise<void> {
  if (shared) return;
  const data = path.dirname(directory);
  const { uid } = await stat(data).catch(() => ({ uid: process.getuid?.() }));
  if (uid !== process.getuid?.()) throw new Error(`${data} belongs to another user: run this as the user that owns it`);
}
