import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { type Manifest, manifestId } from '../../../client/core/product/manifest.ts';
import { addManifest, type Change, endVersion, removeProduct } from '../../../collector/products/changes.ts';
import { nameOf } from '../../../collector/products/formats.ts';
import { Products } from '../../../collector/products/products.ts';
import { makePipe } from '../../support/hostile-files.ts';
import { someManifest } from '../../support/some-manifest.ts';
import { filesBelow, temporaryFolder } from '../../support/temporary-folder.ts';

const idOf = (manifest: Manifest) => manifestId(manifest, (text) => createHash('sha256').update(text).digest());

/** A folder of products, as one process keeps it open and another changes it. */
async function folderOfProducts(carried: readonly Manifest[] = []) {
  const [directory, carriedWith] = [path.join(temporaryFolder(), 'products'), temporaryFolder()];
  for (const manifest of carried) put(carriedWith, manifest);
  const faults: string[] = [];
  let time = 0;
  const options = { directory, carried: carriedWith, onFault: (message: string) => faults.push(message) };
  const products = await Products.open({ ...options, clock: () => time });
  const later = () => {
    time += 1000;
    return products.now();
  };
  return { directory, options, faults, products, later };
}

/** Writes a manifest as somebody does who copies files. */
function put(directory: string, manifest: Manifest, name = `${nameOf(manifest)}.json`): string {
  const file = path.join(directory, manifest.product, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(manifest));
  return file;
}

/** What was written a while ago, so that nobody may be writing it still. */
function settled(file: string): void {
  utimesSync(file, new Date(0), new Date(0));
}

/** Long enough passes between two looks for a lock to be given up that stays the same. */
function fastClock(): () => number {
  let time = 0;
  return () => (time += 1000);
}

const refusal = (change: Change) => (change.status === 'refused' ? change.why : change.status);

describe('a product', () => {
  it('is known when the collector carries it along', async () => {
    const manifest = someManifest();
    const { products, directory } = await folderOfProducts([manifest]);
    expect((await products.now()).find(idOf(manifest))).toMatchObject({
      manifest,
      product: 'candor-example',
      state: 'known',
    });
    expect((await products.now()).newest('candor-example')).toMatchObject({ manifest });
    expect((await products.now()).newest('candor')).toBeUndefined();
    expect((await products.now()).find({ revision: 2, hash: idOf(manifest).hash })).toBeUndefined();
    expect(filesBelow(directory)).toEqual([]);
  });

  it('comes with the collector: Candor Finder', async () => {
    const products = await Products.reading({
      directory: path.join(temporaryFolder(), 'none'),
      onFault: (message) => expect.fail(message),
    });
    expect((await products.now()).newest('candor-finder')).toMatchObject({ manifest: { name: 'Candor Finder' } });
  });

  it('that another process adds is known a second later, with every revision', async () => {
    const { options, products, later } = await folderOfProducts();
    const [first, second] = [someManifest(), someManifest({ revision: 2, commands: ['view.refresh', 'view.more'] })];
    expect((await products.now()).newest('candor-example')).toBeUndefined();
    expect(await addManifest(options, second)).toEqual({ status: 'done' });
    expect((await products.now()).newest('candor-example')).toBeUndefined();
    expect((await later()).newest('candor-example')).toMatchObject({ manifest: second });
    expect(await addManifest(options, first)).toEqual({ status: 'done' });
    expect(await addManifest(options, first)).toEqual({ status: 'unchanged' });
    expect((await later()).newest('candor-example')).toMatchObject({ manifest: second });
    expect((await products.now()).find(idOf(first))).toMatchObject({ manifest: first });
    expect((await products.now()).all()).toMatchObject([{ product: 'candor-example', manifests: [first, second] }]);
  });

  it('is known when its file is copied into the folder, and not any more when it is deleted', async () => {
    const { directory, later } = await folderOfProducts();
    const file = put(directory, someManifest());
    expect((await later()).newest('candor-example')).toBeDefined();
    rmSync(file);
    expect((await later()).newest('candor-example')).toBeUndefined();
    put(directory, someManifest());
    expect((await later()).newest('candor-example')).toBeDefined();
    rmSync(directory, { recursive: true });
    expect((await later()).newest('candor-example')).toBeUndefined();
  });

  it('is known when it stands behind a link, and when it is copied over another file, however long ago the others', async () => {
    const { directory, later } = await folderOfProducts();
    const elsewhere = temporaryFolder();
    const [linked, other] = [someManifest(), someManifest({ product: 'candor-other' })];
    mkdirSync(path.join(elsewhere, 'candor-example'));
    symlinkSync(path.join(elsewhere, 'candor-example'), path.join(directory, 'candor-example'));
    put(directory, other);
    const now = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_000);
    try {
      expect((await later()).all()).toMatchObject([{ manifest: other }]);
      put(elsewhere, linked);
      expect((await later()).newest('candor-example')).toMatchObject({ manifest: linked });
      put(directory, { ...other, name: 'Better' });
      expect((await later()).newest('candor-other')).toMatchObject({ manifest: { name: 'Better' } });
    } finally {
      now.mockRestore();
    }
  });

  it('that is removed keeps its words, and is known again when that is taken back', async () => {
    const manifest = someManifest();
    const { options, later } = await folderOfProducts([manifest]);
    expect(await removeProduct(options, 'candor-example', false)).toEqual({ status: 'done' });
    expect(await removeProduct(options, 'candor-example', false)).toEqual({ status: 'unchanged' });
    expect((await later()).find(idOf(manifest))).toMatchObject({ manifest, state: 'removed' });
    expect(await removeProduct(options, 'candor-example', true)).toEqual({ status: 'done' });
    expect((await later()).find(idOf(manifest))).toMatchObject({ state: 'known' });
  });

  it.each([
    ['1.2.3', ['1.2.3'], ['1.2.2', '1.2.30', '1.3.0', '11.2.3']],
    ['1.2', ['1.2.0', '1.2.3', '1.2.30'], ['1.1.9', '1.20.0', '11.2.0']],
    ['all', ['0.0.1', '1.2.3', '99.0.0'], []],
  ])('whose versions %s are ended has ended for these and no others', async (version, ended, going) => {
    const { options, later } = await folderOfProducts([someManifest()]);
    const change = { product: 'candor-example', version };
    expect(await endVersion(options, change, false)).toEqual({ status: 'done' });
    expect(await endVersion(options, change, false)).toEqual({ status: 'unchanged' });
    const product = (await later()).newest('candor-example');
    expect(ended.map((one) => product?.isEnded(one))).toEqual(ended.map(() => true));
    expect(going.map((one) => product?.isEnded(one))).toEqual(going.map(() => false));
    expect(await endVersion(options, change, true)).toEqual({ status: 'done' });
    expect((await later()).newest('candor-example')?.isEnded(ended[0] ?? '')).toBe(false);
  });

  it('has as many decisions as can be read back: one more is refused, and those that there were stay', async () => {
    const { directory, options, later } = await folderOfProducts([someManifest()]);
    const file = path.join(directory, 'products.json');
    const ended = Array.from({ length: 14_000 }, (_, at) => ({ product: 'candor-example', version: `1.0.${at}` }));
    const text = JSON.stringify({ removed: [], ended });
    expect(text.length).toBeLessThan(1024 * 1024);
    writeFileSync(file, text);
    const one = endVersion(options, { product: 'candor-example', version: '2.0.0' }, false);
    await expect(one).rejects.toThrow('all that was decided would have more than 1048576 bytes');
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect((await later()).newest('candor-example')?.isEnded('1.0.13999')).toBe(true);
  });

  it('that nobody has added is neither removed nor ended', async () => {
    const { options } = await folderOfProducts();
    for (const product of ['candor-example', '__proto__', "'; DROP TABLE batches"]) {
      expect(refusal(await removeProduct(options, product, false))).toBe(`there is no product ${product}`);
      expect(refusal(await endVersion(options, { product, version: 'all' }, true))).toContain('there is no product');
    }
    expect(filesBelow(options.directory)).toEqual([]);
  });

  it('loses nothing when many processes change it at once', async () => {
    const { options, later } = await folderOfProducts([someManifest()]);
    const versions = Array.from({ length: 20 }, (_, minor) => `1.${minor}`);
    await Promise.all(versions.map((version) => endVersion(options, { product: 'candor-example', version }, false)));
    const [product] = (await later()).all();
    expect([...(product?.ended ?? [])].sort()).toEqual(versions.sort());
  });
});

describe('a change', () => {
  it.each<[string, (at: string) => void]>([
    ['a file', (at) => writeFileSync(at, '')],
    [
      'a file of a server whose clock is a year ahead',
      (at) => {
        writeFileSync(at, '');
        utimesSync(at, new Date(Date.now() + 366 * 86_400_000), new Date(Date.now() + 366 * 86_400_000));
      },
    ],
    ['a link to nothing', (at) => symlinkSync('nothing', at)],
    ['a pipe', makePipe],
    ['a folder', (at) => mkdirSync(at)],
  ])('goes on after one that was killed, whose lock stays the same: %s', async (_what, plant) => {
    const { directory, options } = await folderOfProducts();
    const lock = path.join(directory, '.lock');
    plant(lock);
    expect(await addManifest({ ...options, clock: fastClock() }, someManifest())).toEqual({ status: 'done' });
    expect(() => lstatSync(lock)).toThrow('ENOENT');
  });

  it('does not take the lock from one that is under way, however old its file says it is', async () => {
    const { directory, options } = await folderOfProducts();
    const lock = path.join(directory, '.lock');
    writeFileSync(lock, 'its own');
    utimesSync(lock, new Date(0), new Date(0));
    let looks = 0;
    const clock = () => {
      if (++looks === 3) rmSync(lock);
      else if (looks < 3) expect(readFileSync(lock, 'utf8')).toBe('its own');
      return looks;
    };
    expect(await addManifest({ ...options, clock }, someManifest())).toEqual({ status: 'done' });
    expect(looks).toBeGreaterThanOrEqual(3);
  });

  it('is not lost when many at once find the lock of one that was killed', async () => {
    const versions = Array.from({ length: 8 }, (_, minor) => `1.${minor}`);
    for (let round = 0; round < 8; round++) {
      const { directory, options, later } = await folderOfProducts([someManifest()]);
      writeFileSync(path.join(directory, '.lock'), '');
      const each = versions.map((version) =>
        endVersion({ ...options, clock: fastClock() }, { product: 'candor-example', version }, false),
      );
      expect(await Promise.all(each)).toEqual(versions.map(() => ({ status: 'done' })));
      const [product] = (await later()).all();
      expect([...(product?.ended ?? [])].sort()).toEqual(versions);
    }
  }, 60_000);
});

describe('words', () => {
  const second = someManifest({ revision: 2, commands: ['a', 'b'] });
  it.each([
    [
      'of an earlier revision in another order',
      second,
      { revision: 3, commands: ['b', 'a'] },
      /^it takes back what revision 2/,
    ],
    [
      'of a later revision in another order',
      second,
      { revision: 1, commands: ['b'] },
      /^revision 2 takes back what revision 1/,
    ],
    [
      'of the same revision, and more',
      second,
      { revision: 2, commands: ['a', 'b', 'c'] },
      /^revision 2 .* other words/,
    ],
    ['of the same revision, and fewer', second, { revision: 2, commands: ['a'] }, /^revision 2 .* other words/],
    ['that were renamed', second, { revision: 3, commands: ['a', 'renamed'] }, /number 1 was b and is renamed/],
  ])('are refused when they have those %s', async (_what, there, change, why) => {
    const { options } = await folderOfProducts([there]);
    expect(refusal(await addManifest(options, someManifest(change)))).toMatch(why);
    expect(filesBelow(options.directory)).toEqual([]);
  });

  it('are held against every revision that is there', async () => {
    const { options } = await folderOfProducts([second]);
    const fourth = someManifest({ revision: 4, commands: ['a', 'b', 'c', 'd'] });
    expect(await addManifest(options, fourth)).toEqual({ status: 'done' });
    expect(refusal(await addManifest(options, someManifest({ revision: 3, commands: ['a', 'b', 'x'] })))).toMatch(
      'revision 4 takes back what revision 3 says: commands: number 2 was x and is c',
    );
    expect(await addManifest(options, someManifest({ revision: 3, commands: ['a', 'b', 'c'] }))).toEqual({
      status: 'done',
    });
  });

  it('may get better titles without another revision', async () => {
    const { options, later } = await folderOfProducts([second]);
    const better = { ...second, name: 'Better' };
    expect(await addManifest(options, better)).toEqual({ status: 'done' });
    expect((await later()).find(idOf(second))).toMatchObject({ manifest: { name: 'Better' } });
    expect((await later()).all()).toHaveLength(1);
  });
});

describe('a file that cannot be used', () => {
  const hostile: readonly (readonly [string, string | Uint8Array])[] = [
    ['is half a file', JSON.stringify(someManifest()).slice(0, 80)],
    ['is empty', ''],
    ['is no UTF-8', Uint8Array.of(0xff, 0xfe, 0x22)],
    ['has ten megabytes', ' '.repeat(10_000_000)],
    ['has a million brackets', '['.repeat(1_000_000)],
    ['has 400 000 words', JSON.stringify({ ...someManifest(), files: Array(400_000).fill('a') })],
    ['has a quote in an id', JSON.stringify(someManifest({ commands: ["a'b"] }))],
    ['has SQL for an id', JSON.stringify(someManifest({ commands: ['x; DROP TABLE candor.batches'] }))],
    ['has __proto__ for an id', JSON.stringify(someManifest({ commands: ['__proto__'] }))],
    ['has __proto__ for a field', JSON.stringify(someManifest()).replace('{', '{"__proto__":{"state":"known"},')],
    ['has a number for an id', JSON.stringify(someManifest({ commands: ['7'] }))],
    ['has a way out for its product', JSON.stringify(someManifest({ product: '../../other' }))],
    ['is of another product', JSON.stringify(someManifest({ product: 'candor-other' }))],
    ['has other words than its name says', JSON.stringify(someManifest({ commands: ['other'] }))],
  ];

  it.each(hostile)('because it %s is set aside and said, and the others are read', async (_what, content) => {
    const { directory, faults, later } = await folderOfProducts();
    const good = someManifest({ product: 'candor-other' });
    put(directory, good);
    const file = put(directory, someManifest());
    writeFileSync(file, content);
    settled(file);
    expect((await later()).newest('candor-example')).toBeUndefined();
    expect((await later()).newest('candor-other')).toMatchObject({ manifest: good });
    expect(faults).toEqual([expect.stringContaining(`${file} is not used and was set aside: `)]);
    expect(existsSync(file)).toBe(false);
    expect(existsSync(`${file}.damaged`)).toBe(true);
  });

  it.each([
    ['a pipe', makePipe],
    ['a device that never ends', (at: string) => symlinkSync('/dev/zero', at)],
    ['a folder', (at: string) => mkdirSync(at)],
  ])('because it is %s is said, and stays', async (_what, plant) => {
    const { directory, faults, later } = await folderOfProducts();
    const file = put(directory, someManifest());
    rmSync(file);
    plant(file);
    const other = put(directory, someManifest({ product: 'candor-other' }));
    expect((await later()).newest('candor-other')).toBeDefined();
    expect(faults[0]).toMatch(/is not used: .*(is not a file|EISDIR)/);
    expect(existsSync(other)).toBe(true);
  });

  it.each(['', 'null', '[]', '{"removed":"candor-example","ended":[]}', '{"removed":[],"ended":[{"product":1}]}'])(
    'because decisions are %j is set aside and said, and products are known',
    async (content) => {
      const { directory, faults, later, options } = await folderOfProducts([someManifest()]);
      await removeProduct(options, 'candor-example', false);
      writeFileSync(path.join(directory, 'products.json'), content);
      settled(path.join(directory, 'products.json'));
      expect((await later()).newest('candor-example')).toMatchObject({ state: 'known' });
      expect(faults).toEqual([expect.stringContaining('products.json is not used and was set aside')]);
      expect(readFileSync(path.join(directory, 'products.json.damaged'), 'utf8')).toBe(content);
    },
  );

  it('because it is still being copied is left alone, and read when it is whole', async () => {
    const { directory, faults, later } = await folderOfProducts();
    const manifest = someManifest();
    const file = put(directory, manifest);
    const whole = readFileSync(file);
    const copy = openSync(file, 'w');
    writeSync(copy, whole.subarray(0, 80));
    expect((await later()).newest('candor-example')).toBeUndefined();
    writeSync(copy, whole.subarray(80));
    closeSync(copy);
    expect((await later()).newest('candor-example')).toMatchObject({ manifest });
    expect(faults).toEqual([]);
    expect(existsSync(`${file}.damaged`)).toBe(false);
  });

  it('is left where it is by somebody who only looks', async () => {
    const { directory, faults, options } = await folderOfProducts();
    const file = put(directory, someManifest());
    writeFileSync(file, '{');
    settled(file);
    expect((await (await Products.reading(options)).now()).all()).toEqual([]);
    expect(faults).toEqual([expect.stringContaining(`${file} is not used: `)]);
    expect(existsSync(file)).toBe(true);
  });

  it('in the place of the folder ends the start', async () => {
    const directory = path.join(temporaryFolder(), 'products');
    writeFileSync(directory, '');
    await expect(Products.open({ directory, onFault: () => {} })).rejects.toThrow('EEXIST');
  });

  it('because it cannot be read now is said, what was known goes on, and it is read when it can be', async () => {
    const { directory, faults, later, options } = await folderOfProducts([someManifest()]);
    const file = put(directory, someManifest({ product: 'candor-other' }));
    await removeProduct(options, 'candor-example', false);
    expect((await later()).newest('candor-other')).toBeDefined();
    const states = path.join(directory, 'products.json');
    for (const place of [file, states, path.dirname(file), directory]) {
      renameSync(place, `${place}.kept`);
      symlinkSync(place, place);
      expect((await later()).newest('candor-other')).toBeDefined();
      expect((await later()).newest('candor-example')).toMatchObject({ state: 'removed' });
      expect(faults.splice(0)).toContainEqual(expect.stringContaining('ELOOP'));
      rmSync(place);
      renameSync(`${place}.kept`, place);
    }
    rmSync(file);
    expect((await later()).newest('candor-other')).toBeUndefined();
    expect(faults).toEqual([]);
  });
});
