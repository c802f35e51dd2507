import { lstatSync } from 'node:fs';
import { having, readJson, within } from '../../core/batch/shapes.ts';
import type { Level } from '../../core/consent/levels.ts';
import type { ParticipationInput } from '../../core/consent/participation.ts';
import { swallowed } from '../../core/debug.ts';
import type { DiagnosisFacts } from '../../core/diagnosis/facts.ts';
import type { Product } from '../../core/product/product.ts';
import { decodePlainText, isForeign, type ReadRules, readRegularFile } from '../files/regular-file.ts';

type Surroundings = Pick<ParticipationInput, 'policy' | 'doNotTrack' | 'installerChoice'>;

/** What the installer writes: untrusted, because anybody may have edited it. Unknown fields are ignored. */
const isInstallerChoice = having<{ participation: 'ask' | 'no' }>({ participation: within(['ask', 'no']) });

/** Largest choice file that is read, in bytes: what installers write has under 100, and it is read for each decision. */
const MAX_CHOICE_BYTES = 64 * 1024;

/** Where a choice may stand. */
export interface ChoiceFile extends Pick<ReadRules, 'links'> {
  readonly file: string;
}

/**
 * What is decided outside the app. A choice file that is missing, damaged, too large or no file is no choice, the same as
 * "ask"; one that the system does not let this user read may say No and counts as that. A machine-wide file outranks a
 * personal one.
 * @param policy the highest level that the organisation allows; `undefined` when there is no policy.
 */
export function readSurroundings(
  environment: Readonly<Record<string, string | undefined>>,
  choiceFiles: readonly ChoiceFile[],
  policy?: Level | undefined,
): Surroundings {
  return {
    policy,
    doNotTrack: asksNotToTrack(environment['DO_NOT_TRACK']),
    installerChoice: choiceFiles.map(readChoice).find((choice) => choice !== undefined),
  };
}

/**
 * Whether DO_NOT_TRACK is a wish: every value but an empty one, `0` and `false`. Documents of the convention name `1`
 * alone, but people write `true` and `yes`, and all of them mean the same.
 */
export function asksNotToTrack(value: string | undefined): boolean {
  return !['', '0', 'false'].includes((value ?? '').trim().toLowerCase());
}

function readChoice(choice: ChoiceFile): 'ask' | 'no' | undefined {
  const state = choiceState(choice);
  if (state === 'unreadable') return 'no';
  return state === 'ask' || state === 'no' ? state : undefined;
}

/** What stands in a choice file. */
export function choiceState({ file, links }: ChoiceFile): DiagnosisFacts['choices'][number]['state'] {
  let bytes: Uint8Array;
  try {
    // Asked for each decision, and nearly always missing: an exception would cost ten times as much.
    if (!lstatSync(file, { throwIfNoEntry: false })) return 'none';
    bytes = readRegularFile(file, { maxBytes: MAX_CHOICE_BYTES, links }).bytes;
  } catch (error) {
    swallowed('policy', 'read-installer-choice', error);
    // Something else stands in the place of its folder, so that no choice can be there.
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return 'none';
    return isForeign(error) ? 'damaged' : 'unreadable';
  }
  try {
    return readJson(decodePlainText(bytes), isInstallerChoice)?.participation ?? 'damaged';
  } catch (error) {
    swallowed('policy', 'parse-installer-choice', error);
    return 'damaged';
  }
}

/**
 * Where installers write the choice, most binding first; never inside the install folder, which updates replace. Where
 * administrators alone write, a link is followed, as for the policy; in the profile it is nothing of ours.
 */
export function installerChoiceFiles(
  platform: string,
  environment: Readonly<Record<string, string | undefined>>,
  userData: string,
  product: Pick<Product, 'id' | 'name'>,
): readonly ChoiceFile[] {
  const name = 'installer-choice.json';
  const machineWide = machineFolders(platform, environment, product).map(
    (folder) => ({ file: `${folder}${platform === 'win32' ? '\\' : '/'}${name}`, links: 'followed' }) as const,
  );
  return [...machineWide, { file: `${userData}/${name}`, links: 'refused' }];
}

function machineFolders(
  platform: string,
  environment: Readonly<Record<string, string | undefined>>,
  { id, name }: Pick<Product, 'id' | 'name'>,
): readonly string[] {
  if (platform === 'win32') return [`${environment['PROGRAMDATA'] ?? 'C:\\ProgramData'}\\${name}`];
  if (platform === 'darwin') return [`/Library/Application Support/${name}`];
  return [`/etc/${id}`, `/var/lib/${id}`];
}
