/** What the operator changes of products, while a collector runs on the folder or not. */
import { brokenPromise, type Manifest } from 'candor-client/core';
import { nameOf } from './formats.ts';
import type { KnownProducts } from './known-products.ts';
import { type EndedVersion, type ProductDecisions, undecided } from './product-states.ts';
import { Products, type ProductsOptions, placeOf } from './products.ts';
import type { ProductsPlace } from './products-place.ts';

/** What became of a change; a refusal says in one sentence what speaks against it. */
export type Change = { readonly status: 'done' | 'unchanged' } | { readonly status: 'refused'; readonly why: string };

/** Adds the words of a product, unless they take back what an earlier or a later revision of it says. */
export function addManifest(options: ProductsOptions, manifest: Manifest): Promise<Change> {
  return changing(options, async (products, place) => {
    const others = products.all();
    const why = others.flatMap(({ manifests }) => manifests.map((other) => conflict(other, manifest))).find(Boolean);
    if (why) return { status: 'refused', why };
    const isThere = others.some(({ manifests }) =>
      manifests.some((other) => JSON.stringify(other) === JSON.stringify(manifest)),
    );
    if (isThere) return { status: 'unchanged' };
    await place.add(manifest);
    return { status: 'done' };
  });
}

/** What a manifest that is there has against one that would join it. */
function conflict(there: Manifest, joining: Manifest): string | undefined {
  if (there.product !== joining.product) {
    return nameOf(there) === nameOf(joining) ? `${there.product} has words of the same name` : undefined;
  }
  const isSame = there.revision === joining.revision;
  const isLater = joining.revision >= there.revision;
  const [earlier, later] = isLater ? [there, joining] : [joining, there];
  const broken = brokenPromise(earlier, later) ?? (isSame ? brokenPromise(later, earlier) : undefined);
  if (!broken) return undefined;
  if (isSame) return `revision ${there.revision} of ${there.product} is there with other words: ${broken}`;
  return `${isLater ? 'it' : `revision ${later.revision}`} takes back what revision ${earlier.revision} says: ${broken}`;
}

/** Stops taking batches of a product, or takes them again. What is stored of it stays. */
export function removeProduct(options: ProductsOptions, product: string, undo: boolean): Promise<Change> {
  return decide(options, product, ({ removed, ended }) => ({
    removed: undo ? removed.filter((one) => one !== product) : [...new Set([...removed, product])],
    ended,
  }));
}

/** Ends the program for versions of a product, or takes that back. */
export function endVersion(
  options: ProductsOptions,
  { product, version }: EndedVersion,
  undo: boolean,
): Promise<Change> {
  return decide(options, product, ({ removed, ended }) => {
    const others = ended.filter((one) => one.product !== product || one.version !== version);
    if (undo) return { removed, ended: others };
    return { removed, ended: others.length < ended.length ? ended : [...ended, { product, version }] };
  });
}

function decide(
  options: ProductsOptions,
  product: string,
  change: (decisions: ProductDecisions) => ProductDecisions,
): Promise<Change> {
  return changing(options, async (products, place) => {
    if (!products.newest(product)) return { status: 'refused', why: `there is no product ${product}` };
    const looked = await place.look();
    if (!looked || looked.decisions.status === 'unreadable')
      return { status: 'refused', why: 'what was decided before cannot be read' };
    const before = looked.decisions.status === 'read' ? looked.decisions.value : undecided;
    const after = change(before);
    if (JSON.stringify(after) === JSON.stringify(before)) return { status: 'unchanged' };
    await place.decide(before, after);
    return { status: 'done' };
  });
}

async function changing(
  options: ProductsOptions,
  work: (products: KnownProducts, place: ProductsPlace) => Promise<Change>,
): Promise<Change> {
  const place = placeOf(options, true);
  return await place.alone(async () => work(await (await Products.open(options)).now(), place));
}
