import os from 'node:os';
import path from 'node:path';
import type { DiagnosisFacts } from '../../core/diagnosis/facts.ts';
import type { Clock } from '../../node/platform.ts';
import { installerChoiceFiles } from '../consent/surroundings.ts';
import { type Disk, systemDisk } from '../files/disk.ts';
import { programFolder } from '../files/profile-folders.ts';
import type { ClientOptions } from '../options.ts';
import type { ManagedPolicy } from '../policy/managed-policy.ts';
import { policyPlaceOf } from '../policy/policy-command.ts';
import type { Program } from '../program.ts';
import { type ClientStores, peekClientStores } from '../store/client-stores.ts';
import { type Computer, gatherFacts } from './gather.ts';

/** What a diagnosis looks at on this computer. */
export function computerOf(options: Pick<ClientOptions, 'product' | 'packaged' | 'environment' | 'profile'>): Computer {
  const { product, packaged, environment, profile } = options;
  return {
    product,
    profile,
    directory: programFolder(profile, product.id),
    packaged,
    environment,
    disk: systemDisk,
    policyPlace: policyPlaceOf(options),
    choiceFiles: installerChoiceFiles(process.platform, environment, profile, product),
    home: os.homedir(),
    versions: {
      electron: process.versions.electron,
      chromium: process.versions.chrome,
      system: `${process.platform} ${os.release()} ${process.arch}`,
    },
  };
}

interface Running {
  readonly computer: Computer;
  readonly options: Pick<ClientOptions, 'product' | 'profile' | 'engineState'>;
  readonly program: Program;
  readonly stores: ClientStores;
  readonly policy: Pick<ManagedPolicy, 'state'>;
  readonly disk: Disk;
  readonly clock: Pick<Clock, 'now'>;
  /** Whether the system has a network at all. */
  readonly online: () => boolean;
}

/** What the app that runs knows of itself. */
export function factsOfRunning(running: Running): DiagnosisFacts {
  const { computer, options, program, stores, policy, disk, clock, online } = running;
  const { product, profile, engineState } = options;
  const { level, reason } = program.participation();
  const { consent, identity } = stores;
  return gatherFacts(computer, {
    at: clock.now(),
    level,
    reason,
    decision: consent.get().decision,
    policy: policy.state,
    stores: peekClientStores(disk, { profile, product: product.id }).files.map((found) => {
      // What could not be read at the start counts for the whole run, whatever has become of it.
      const name = path.basename(found.file, '.json');
      const isUnreadable = (name === 'consent' || name === 'identity') && stores[name].unreadable;
      return isUnreadable ? { ...found, state: 'unreadable' } : found;
    }),
    answers: program.unsent.receipts.list(),
    delivery: program.unsent.sending,
    online: online(),
    suggestions: program.suggestions?.state ?? 'no-keys',
    installation: program.installation ?? '',
    former: identity.unreadable ? 0 : identity.get().former.length,
    ...(engineState ? { engine: engineState() } : {}),
  });
}
