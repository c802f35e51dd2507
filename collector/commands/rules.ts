/** `candor-collector rules …`: the rules behind suggestions, from their author to every installation. */
import path from 'node:path';
import type { Manifest } from 'candor-client/core';
import { Audit, commandLine } from '../access/audit.ts';
import { SettingsError } from '../config/given.ts';
import { openDataFolder } from '../data-folder.ts';
import { writeGiven } from '../given/write-given.ts';
import { messageOf } from '../message-of.ts';
import { KnownProducts } from '../products/known-products.ts';
import { readManifestFile, readManifestFolder } from '../products/manifest-files.ts';
import { undecided } from '../products/product-states.ts';
import { carriedWith, Products } from '../products/products.ts';
import { openState } from '../state/open-state.ts';
import { makeKey, readKey } from '../suggestions/keys.ts';
import { PublishedSuggestions } from '../suggestions/published.ts';
import { type FindManifest, readRules, readSignedFile, signRules, textAt } from '../suggestions/rules-file.ts';
import { type ClickhouseOption, clickhouseOf } from './clickhouse-options.ts';
import { asRun, type Run } from './command.ts';

export const runKeygen: Run<never> = async ({ parameters: [file = ''] }) => {
  const { publicKey } = await makeKey(file);
  console.error(`${file} is the private key: keep it away from every collector. The product pins the public one:`);
  console.log(publicKey);
  return 0;
};

export const runCheck: Run<'manifest'> = async ({ settings, parameters: [file = ''] }) => {
  const { document } = await readRules(file, await wordsOf(settings.manifest));
  console.log(`${file} compiles: ${countOf(document.rules.length)} of ${document.product}, serial ${document.serial}`);
  return 0;
};

export const runSign: Run<'manifest' | 'key' | 'to'> = async ({ settings, parameters: [file = ''] }) => {
  const { manifest, key, to } = settings;
  if (key.length === 0) throw new SettingsError('--key is missing: the private key; rules keygen makes one');
  if (key.length > MOST_KEYS) throw new SettingsError(`--key names ${key.length} files: ${MOST_KEYS} at most`);
  if (to === undefined) throw new SettingsError('--to is missing: the signed file');
  const rules = await readRules(file, await wordsOf(manifest));
  const keys = [];
  for (const name of key) keys.push(await readKey(name));
  try {
    const signed = signRules(rules, keys, await textAt(to), Date.now());
    await writeGiven(to, signed.file);
    console.error(`${to} is signed, with serial ${signed.serial}. The product pins:`);
  } catch (error) {
    throw new Error(`${to} is not signed: ${messageOf(error)}`, { cause: error });
  }
  console.log(keys.map(({ publicKey }) => publicKey).join('\n'));
  return 0;
};

/** A product pins as many, so that one can be replaced. */
const MOST_KEYS = 2;

export const runPublishRules = asRun<ClickhouseOption | 'public-key'>(
  async ({ settings, parameters: [place = ''] }) => {
    const onFault = (message: string) => console.error(message);
    const { data } = settings;
    await openDataFolder(data, onFault);
    const options = { dataDir: data, onFault, ...clickhouseOf(settings) };
    const { state, alone, close } = await openState(options);
    try {
      const { file, product } = await readSignedFile(place);
      const directory = path.join(data, 'products');
      const shared = options.clickhouse ? state : undefined;
      const known = (await (await Products.reading({ directory, shared, onFault })).now()).newest(product);
      if (!known) throw new Error(`there is no product ${product}: add its manifest first`);
      const published = new PublishedSuggestions(state);
      // Of two files that are published at once, the older one is not to take the place of the newer one.
      const { status, serial, rules } = await alone('suggestions', () =>
        published.publish(file, known.manifest, settings['public-key'], Date.now()),
      );
      if (status === 'unchanged') return `serial ${serial} of ${product} is published (nothing changed)`;
      await new Audit(state, Date.now).note(commandLine, 'suggestions-published', `${product} ${serial}`);
      return `serial ${serial} of ${product} is published, with ${countOf(rules)}`;
    } catch (error) {
      throw new Error(`${place} is not published: ${messageOf(error)}`, { cause: error });
    } finally {
      await close();
    }
  },
);

const countOf = (rules: number) => `${rules} ${rules === 1 ? 'rule' : 'rules'}`;

/** Words of products: those of one manifest, or of the products that come with the collector. */
async function wordsOf(file: string | undefined): Promise<FindManifest> {
  if (file === undefined) {
    const onFault = (message: string) => console.error(message);
    const { manifests } = await readManifestFolder(carriedWith, { onFault, setsAside: false });
    const carried = new KnownProducts(manifests, undecided);
    return (product) => carried.newest(product)?.manifest;
  }
  const manifest: Manifest = await readManifestFile(file).catch((error: unknown) => {
    throw new Error(`${file}: ${messageOf(error)}`, { cause: error });
  });
  return (product) => (product === manifest.product ? manifest : undefined);
}
