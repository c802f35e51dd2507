import type { DiagnosisFacts } from '../../core/diagnosis/facts.ts';
import type { Product } from '../../core/product/product.ts';
import { type ChoiceFile, choiceState, wishesNoTracking } from '../consent/surroundings.ts';
import type { Disk } from '../files/disk.ts';
import { allowedLevel, type PolicyState, policyCollector } from '../policy/policy-document.ts';
import type { PolicyPlace } from '../policy/policy-place.ts';
import { policyKey } from '../policy/registry.ts';
import { describeCollector } from '../upload/collector-address.ts';
import { programOnDisk } from './on-disk.ts';

/** What is the same for whoever looks: the app that runs, and the command beside it. */
export interface Computer {
  readonly product: Product;
  readonly profile: string;
  /** Folder of the program in the profile. */
  readonly directory: string;
  readonly packaged: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly disk: Pick<Disk, 'facts' | 'names'>;
  readonly policyPlace: PolicyPlace;
  /** Most binding first. */
  readonly choiceFiles: readonly ChoiceFile[];
  readonly home: string;
  readonly versions: Pick<DiagnosisFacts, 'electron' | 'chromium' | 'system'>;
}

/** What each of them knows in a way of its own. */
export type Known = Pick<
  DiagnosisFacts,
  | 'at'
  | 'level'
  | 'reason'
  | 'decision'
  | 'stores'
  | 'answers'
  | 'delivery'
  | 'online'
  | 'installation'
  | 'former'
  | 'engine'
> & { readonly policy: PolicyState };

/** The facts of a diagnosis. Reads files and changes none. */
export function gatherFacts(computer: Computer, known: Known): DiagnosisFacts {
  const { product, profile, directory, packaged, environment, disk, policyPlace, choiceFiles, home, versions } =
    computer;
  const { policy, ...others } = known;
  return {
    ...others,
    ...versions,
    ...programOnDisk(disk, directory),
    home,
    profile,
    policy: policyFacts(policyPlace, policy),
    choices: choiceFiles.map((choice) => ({ file: choice.file, state: choiceState(choice) })),
    doNotTrack: wishesNoTracking(environment['DO_NOT_TRACK']),
    collector: describeCollector(product.collector, packaged, environment, policyCollector(policy)),
    product: product.name,
    version: product.version,
  };
}

function policyFacts(place: PolicyPlace, policy: PolicyState): DiagnosisFacts['policy'] {
  const allowed = policy.status === 'set' ? allowedLevel(policy) : undefined;
  return {
    places: placesOf(place),
    state: policy.status,
    ...(allowed === undefined ? {} : { allowed }),
    ...(policy.status === 'damaged' ? { problem: policy.problem } : {}),
  };
}

function placesOf(place: PolicyPlace): string[] {
  switch (place.kind) {
    case 'file':
      return [place.file];
    case 'registry':
      return [policyKey(place.key)];
    case 'managed-preferences':
      return [...place.files];
  }
}
