import path from 'node:path';
import type { DiagnosisFacts } from '../../core/diagnosis/facts.ts';
import type { Product } from '../../core/product/product.ts';
import { asksNotToTrack, type ChoiceFile, choiceState } from '../consent/surroundings.ts';
import { DUMP_FOLDERS } from '../errors/crash-dumps.ts';
import { attempt, type Disk } from '../files/disk.ts';
import { allowedLevel, type PolicyState, policyCollector } from '../policy/policy-document.ts';
import type { PolicyPlace } from '../policy/policy-place.ts';
import { policyKey } from '../policy/registry.ts';
import { describeCollector } from '../upload/collector-address.ts';

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
type Known = Pick<
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
  | 'suggestions'
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
    doNotTrack: asksNotToTrack(environment['DO_NOT_TRACK']),
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

type Amounts = Pick<DiagnosisFacts, 'sessions' | 'outbox' | 'aside' | 'crashes'>;

/** Where the program keeps things in its folder. */
export const programPlaces = (directory: string) => ({
  sessions: path.join(directory, 'sessions'),
  outbox: path.join(directory, 'outbox'),
  aside: path.join(directory, 'set-aside'),
  crashes: path.join(directory, 'crashes'),
  notBefore: path.join(directory, 'not-before.json'),
  receipts: path.join(directory, 'receipts.json'),
  suggestions: path.join(directory, 'suggestions.json'),
});

/** What the program has on the disk: names, sizes and times alone, nothing is read or changed. */
export function programOnDisk(disk: Pick<Disk, 'facts' | 'names'>, directory: string): Amounts {
  const places = programPlaces(directory);
  const files = (folder: string, ending: string) => {
    const names = attempt(() => disk.names(folder)) ?? [];
    return names.filter((name) => name.endsWith(ending)).map((name) => path.join(folder, name));
  };
  // A file that goes while it is looked at counts as gone.
  const factsOf = (names: readonly string[]) => names.flatMap((file) => attempt(() => disk.facts(file)) ?? []);
  const amount = (names: readonly string[]) => {
    const facts = factsOf(names);
    return { count: facts.length, bytes: facts.reduce((sum, { bytes }) => sum + bytes, 0) };
  };
  const waiting = files(places.outbox, '.batch');
  const written = factsOf(waiting).map(({ writtenAt }) => writtenAt);
  return {
    sessions: amount(files(places.sessions, '.log')),
    outbox: { ...amount(waiting), ...(written.length > 0 ? { oldest: Math.min(...written) } : {}) },
    aside: amount(files(places.aside, '')),
    crashes: amount(DUMP_FOLDERS.flatMap((folder) => files(path.join(places.crashes, folder), '.dmp'))),
  };
}
