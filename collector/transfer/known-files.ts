/** What a collector knows besides batches: `known.json` of an export. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Manifest, readManifest } from 'candor-client/core';
import { z } from 'zod';
import { appendLines, readErasedDays } from '../erasure/erasures.ts';
import { writeAtomically } from '../own-files.ts';
import { nameOf } from '../products/formats.ts';
import { type ProductDecisions, undecided } from '../products/product-states.ts';
import { placeOf } from '../products/products.ts';
import type { SharedState } from '../state/shared-state.ts';
import { isoDay } from '../storage/rows.ts';

/** What moves as it is. Sessions end: whoever is logged in logs in again. */
const KINDS = ['token', 'audit', 'lookup', 'suggestions'] as const;

const records = z.record(z.string(), z.unknown());

const known = z.object({
  token: records,
  audit: records,
  /** Exports that were made before there were look-ups have none. */
  lookup: records.default({}),
  /** Nor those before there were suggestions. */
  suggestions: records.default({}),
  /** Words of products that were added. */
  manifests: z.array(z.unknown()),
  removed: z.array(z.string()),
  ended: z.array(z.object({ product: z.string(), version: z.string() })),
  /** By fingerprint, the UTC day of the decision, where it is known. */
  erased: z.record(z.string().regex(/^[0-9a-f]{64}$/), z.iso.date().nullable()),
  /** What record keys are made with, two numbers in digits; none where no day has ever closed. */
  secret: z.tuple([z.string().regex(/^\d{1,20}$/), z.string().regex(/^\d{1,20}$/)]).nullable(),
});

export type Secret = NonNullable<z.infer<typeof known>['secret']>;

const FILE = 'known.json';

/** A collector, or several that share a store, as an export or import sees what they know. */
export interface KnowingPlace {
  readonly dataDir: string;
  readonly state: SharedState;
  /** Whether products and erasures are in the state as well, and not in the folder alone. */
  readonly isShared: boolean;
  /** UTC, in days since 1970-01-01. */
  readonly today: number;
  /** What record keys are made with; `undefined` where there is none. */
  readonly secret: () => Promise<Secret | undefined>;
  /** Gives it to a place that has none. */
  readonly keepSecret: (secret: Secret) => Promise<void>;
  readonly onFault: (message: string) => void;
}

export async function exportKnown(place: KnowingPlace, directory: string): Promise<void> {
  const { state, secret } = place;
  const kinds = KINDS.map(async (kind) => [kind, Object.fromEntries(await state.all(kind))] as const);
  const { manifests, decisions } = await productsOf(place);
  await writeAtomically(
    path.join(directory, FILE),
    `${JSON.stringify({
      ...Object.fromEntries(await Promise.all(kinds)),
      manifests,
      ...decisions,
      erased: Object.fromEntries([...(await erasedOf(place))].map(([name, day]) => [name, day ?? null])),
      secret: (await secret()) ?? null,
    } satisfies Record<string, unknown>)}\n`,
  );
}

/** Adds it to what is there, which stays where both say something. May be repeated. @throws Error for a file that is not whole. */
export async function importKnown(place: KnowingPlace, directory: string): Promise<void> {
  const file = path.join(directory, FILE);
  const read = known.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!read.success) throw new Error(`${file} is not as an export has it`);
  const { erased, manifests, removed, ended, secret, ...kinds } = read.data;
  // Erasures first: nothing of an erased installation is taken by a collector that starts on half of an import.
  await addErased(place, new Map(Object.entries(erased)));
  if (secret && !(await place.secret())) await place.keepSecret(secret);
  await addProducts(
    place,
    manifests.map((manifest) => readManifest(JSON.stringify(manifest))),
    { removed, ended },
  );
  for (const kind of KINDS) {
    const there = await place.state.all(kind);
    await place.state.putAll(kind, new Map(Object.entries(kinds[kind]).filter(([id]) => !there.has(id))));
  }
}

const erasedFile = ({ dataDir }: KnowingPlace) => path.join(dataDir, 'erased');

/** Who was erased, as the folder and what is shared remember it, each with its UTC day where one is known. */
export async function erasedOf(place: KnowingPlace): Promise<Map<string, string | undefined>> {
  const own = await readErasedDays(erasedFile(place));
  if (!place.isShared) return own;
  const shared = [...(await place.state.all('erasure'))].map(([name, day]) => [name, String(day)] as const);
  return new Map([...own, ...shared]);
}

/** As decided, and not done: a start deletes what there is of them. */
async function addErased(place: KnowingPlace, erased: ReadonlyMap<string, string | null>): Promise<void> {
  const there = await erasedOf(place);
  const fresh = [...erased]
    .filter(([name]) => !there.has(name))
    .map(([name, day]) => [name, day ?? isoDay(place.today)]);
  if (fresh.length === 0) return;
  if (place.isShared) await place.state.putAll('erasure', new Map(fresh as [string, string][]));
  else
    await appendLines(
      erasedFile(place),
      fresh.map((line) => line.join(' ')),
    );
}

const optionsOf = ({ dataDir, isShared, state, onFault }: KnowingPlace) => ({
  directory: path.join(dataDir, 'products'),
  shared: isShared ? state : undefined,
  onFault,
});

async function productsOf(
  place: KnowingPlace,
): Promise<{ manifests: readonly Manifest[]; decisions: ProductDecisions }> {
  const looked = await placeOf(optionsOf(place), false).look();
  if (!looked?.isWhole || looked.decisions.status === 'unreadable') throw new Error('the products cannot be read');
  const { manifests, decisions } = looked;
  return { manifests, decisions: decisions.status === 'read' ? decisions.value : undecided };
}

async function addProducts(place: KnowingPlace, added: readonly Manifest[], decided: ProductDecisions): Promise<void> {
  const products = placeOf(optionsOf(place), false);
  await products.alone(async () => {
    const { manifests, decisions } = await productsOf(place);
    const there = new Set(manifests.map((one) => `${one.product} ${nameOf(one)}`));
    for (const manifest of added)
      if (!there.has(`${manifest.product} ${nameOf(manifest)}`)) await products.add(manifest);
    const ended = decided.ended.filter(
      ({ product, version }) => !decisions.ended.some((one) => one.product === product && one.version === version),
    );
    const after = {
      removed: [...new Set([...decisions.removed, ...decided.removed])],
      ended: [...decisions.ended, ...ended],
    };
    if (JSON.stringify(after) !== JSON.stringify(decisions)) await products.decide(decisions, after);
  });
}
