import path from 'node:path';
import type { Shape } from '../../core/batch/shapes.ts';
import { type ConsentRecord, decide, isConsentRecord, salvagedNo, undecided } from '../../core/consent/record.ts';
import type { ClientLogParameters, ProductLog, WriteFailure } from '../../core/product/client-words.ts';
import type { Clock, Randomness } from '../../node/platform.ts';
import { type Identity, isIdentity, newIdentity, salvagedIdentity } from '../consent/identity.ts';
import { attempt, type Disk } from '../files/disk.ts';
import { participationFolder } from '../files/profile-folders.ts';
import { filesSetAside, openStore, peekStore, type StoreFile, type ValueStore } from './open-store.ts';

interface ClientStoreOptions {
  readonly profile: string;
  readonly product: string;
  readonly disk: Disk;
  readonly clock: Pick<Clock, 'now'>;
  readonly random: Randomness;
}

export interface ClientStores {
  readonly consent: ValueStore<ConsentRecord>;
  readonly identity: ValueStore<Identity>;
}

const FORMAT = 1;

/** Opens what a person decided about a product, and who its installation is; every product has its own. */
export function openClientStores({ profile, product, disk, clock, random }: ClientStoreOptions): ClientStores {
  const common = { disk, directory: participationFolder(profile, product), format: FORMAT, now: clock.now };
  return {
    // First, because a No counts for more than a number.
    consent: openStore({
      ...common,
      name: 'consent',
      shape: isConsentRecord,
      initial: () => undecided,
      salvage: (text) => {
        const no = salvagedNo(text);
        return no ? decide(undecided, no) : undecided;
      },
    }),
    identity: openStore({
      ...common,
      name: 'identity',
      shape: isIdentity,
      initial: () => newIdentity(random),
      salvage: (text) => salvagedIdentity(text, random),
    }),
  };
}

/**
 * Looks at the same files without opening them, for a diagnosis: nothing is made, moved or mended.
 * @returns the files that were found, or looked for, and what is valid in them.
 */
export function peekClientStores(
  disk: Pick<Disk, 'facts' | 'names' | 'read'>,
  { profile, product }: Pick<ClientStoreOptions, 'profile' | 'product'>,
): {
  readonly files: StoreFile[];
  readonly consent: ConsentRecord | undefined;
  readonly identity: Identity | undefined;
} {
  const folder = participationFolder(profile, product);
  const peek = <T>(name: string, shape: Shape<T>) =>
    peekStore(disk, path.join(folder, `${name}.json`), { format: FORMAT, shape });
  const [consent, identity] = [peek('consent', isConsentRecord), peek('identity', isIdentity)];
  const files = [consent, identity].map(({ file, state }) => ({ file, state }));
  return {
    files: [...files, ...(attempt(() => filesSetAside(disk, folder)) ?? [])],
    consent: consent.value,
    identity: identity.value,
  };
}

type StoreName = ClientLogParameters<'store.write-failed'>['store'];

const reasons: Readonly<Record<string, WriteFailure>> = {
  EACCES: 'denied',
  EPERM: 'denied',
  ENOSPC: 'full',
  EDQUOT: 'full',
  EROFS: 'read-only',
  ENOENT: 'missing',
};

/** A store whose failed writes are told to the product log; they are thrown all the same. */
export function loggedStore<T>(store: ValueStore<T>, name: StoreName, log: ProductLog): ValueStore<T> {
  return {
    ...store,
    set(value) {
      try {
        store.set(value);
      } catch (error) {
        log('store.write-failed', { store: name, reason: writeFailure(error) });
        throw error;
      }
    },
  };
}

/** Why a file could not be written, as the system's code says. */
export function writeFailure(error: unknown): WriteFailure {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return (typeof code === 'string' && Object.hasOwn(reasons, code) && reasons[code]) || 'other';
}
