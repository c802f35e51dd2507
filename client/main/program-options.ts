import type { ParticipationInput } from '../core/consent/participation.ts';
import type { ConsentRecord } from '../core/consent/record.ts';
import type { Product } from '../core/product/product.ts';
import type { Timers } from '../node/platform.ts';
import type { CollectionOptions } from './recording/collection.ts';
import type { ValueStore } from './store/open-store.ts';
import type { Transport } from './upload/egress-gate.ts';

/** What the program is handed. */
export interface ProgramOptions extends CollectionOptions {
  readonly product: Product;
  /** Folder that holds everything but consent, identity and settings; it exists only under a Yes. */
  readonly directory: string;
  readonly consent: ValueStore<ConsentRecord>;
  /** Decided outside the app: policy, environment, installer. Read anew for each decision. */
  readonly surroundings: () => Pick<ParticipationInput, 'policy' | 'doNotTrack' | 'installerChoice'>;
  readonly transport: Transport;
  /** Whether the system has a network at all; asked when nobody could be reached. */
  readonly online: () => boolean;
  /** The system's id of this machine; asked only under a Yes. */
  readonly machineId: () => Promise<string | undefined>;
  readonly timers: Timers;
  /** Called after every change of participation, with everything already in its new state. */
  readonly onChange: () => void;
  /** Called after every answer to an upload, or the lack of one. */
  readonly onAnswered?: () => void;
}
