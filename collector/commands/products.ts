/** `candor-collector products …`: which products a collector takes batches of. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { addManifest, type Change, endVersion, removeProduct } from '../products/changes.ts';
import { nameOf } from '../products/formats.ts';
import { readManifestFile } from '../products/manifest-files.ts';
import { isVersions } from '../products/product-states.ts';
import { Products, type ProductsOptions } from '../products/products.ts';
import { messageOf, readCall } from './usage.ts';

/** Does what was asked for, and resolves to what is said of it. @throws Error that says in one sentence why it cannot. */
type Task = (options: ProductsOptions) => Promise<string>;

/** Resolves to the exit code: 0 done, or so already; 1 it cannot be done, which is said. */
export async function runProducts(args: readonly string[]): Promise<number> {
  const { data, task } = readCall(args, () => readProductsCall(args));
  try {
    console.log(await task({ directory: path.join(data, 'products'), onFault: (message) => console.error(message) }));
    return 0;
  } catch (error) {
    console.error(messageOf(error));
    return 1;
  }
}

function readProductsCall(args: readonly string[]): { data: string; task: Task } {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { data: { type: 'string' }, undo: { type: 'boolean', default: false } },
  });
  if (!values.data) throw new Error('--data is missing');
  return { data: values.data, task: taskOf(positionals, values.undo) };
}

function taskOf(words: readonly string[], undo: boolean): Task {
  const [name, first = '', second = ''] = words;
  const takes = (count: number) => words.length === count + 1;
  if (name === 'list' && takes(0) && !undo) return list;
  if (name === 'add' && takes(1) && !undo) return (options) => add(options, first);
  if (name === 'remove' && takes(1)) return (options) => remove(options, first, undo);
  if (name === 'end' && takes(2)) {
    if (!isVersions(second)) throw new Error(`${second} is neither a version, nor a release line, nor all`);
    return (options) => end(options, first, second, undo);
  }
  throw new Error(`products ${words.join(' ')}${undo ? ' --undo' : ''} is no command`);
}

const list: Task = async (options) => {
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
};

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
async function mustOwn({ directory }: ProductsOptions): Promise<void> {
  const data = path.dirname(directory);
  const { uid } = await stat(data).catch(() => ({ uid: process.getuid?.() }));
  if (uid !== process.getuid?.()) throw new Error(`${data} belongs to another user: run this as the user that owns it`);
}
