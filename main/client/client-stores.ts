import { type ConsentRecord, undecided } from '../../app/consent/record.ts';
import { consentRecordSchema } from '../../app/consent/record-schema.ts';
import type { ProductId } from '../../app/product.ts';
import { type Identity, newIdentity, salvagedIdentity } from '../consent/identity.ts';
import { identitySchema } from '../consent/identity-schema.ts';
import type { Disk } from '../disk.ts';
import type { Clock, Randomness } from '../platform.ts';
import { openStore, type ValueStore } from '../store/open-store.ts';
import { participationFolder } from './folders.ts';
import { type ClientStoreName, takeOver } from './take-over.ts';

interface ClientStoreOptions {
  readonly profile: string;
  readonly product: ProductId;
  /** Folder in which an earlier build of this product kept both files. */
  readonly former?: string | undefined;
  readonly disk: Disk;
  readonly clock: Pick<Clock, 'now'>;
  readonly random: Randomness;
}

interface ClientStores {
  readonly consent: ValueStore<ConsentRecord>;
  readonly identity: ValueStore<Identity>;
}

/** Opens what a person decided about a product, and who its installation is; every product has its own. */
export function openClientStores({ profile, product, former, disk, clock, random }: ClientStoreOptions): ClientStores {
  const { now } = clock;
  const folder = participationFolder(profile, product);
  const place = (name: ClientStoreName) => ({
    disk,
    name,
    directory: former === undefined ? folder : takeOver(name, { disk, former, folder, now }),
    format: 1,
    migrations: {},
    now,
  });
  return {
    // First, because a No counts for more than a number.
    consent: openStore({ ...place('consent'), schema: consentRecordSchema, initial: () => undecided }),
    identity: openStore({
      ...place('identity'),
      schema: identitySchema,
      initial: () => newIdentity(random),
      salvage: (text) => salvagedIdentity(text, random),
    }),
  };
}
