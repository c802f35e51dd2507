import { readFileSync } from 'node:fs';
import { z } from 'zod/mini';
import type { ParticipationInput } from '../app/consent/participation.ts';

type Surroundings = Pick<ParticipationInput, 'policy' | 'doNotTrack' | 'installerChoice'>;

/** What the installer writes: untrusted, because anybody may have edited it. Unknown fields are ignored. */
const installerChoiceSchema = z.object({ participation: z.enum(['ask', 'no']) });

/**
 * What is decided outside the app. A choice file that is missing or damaged is no choice, the same as "ask"; a
 * machine-wide file outranks a personal one.
 */
export function readSurroundings(
  environment: Readonly<Record<string, string | undefined>>,
  choiceFiles: readonly string[],
): Surroundings {
  return {
    policy: undefined,
    doNotTrack: environment['DO_NOT_TRACK'] === '1',
    installerChoice: choiceFiles.map(readChoice).find((choice) => choice !== undefined),
  };
}

function readChoice(file: string): 'ask' | 'no' | undefined {
  try {
    return installerChoiceSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).participation;
  } catch {
    return undefined;
  }
}

/** Where installers write the choice, most binding first; never inside the install folder, which updates replace. */
export function installerChoiceFiles(
  platform: string,
  environment: Readonly<Record<string, string | undefined>>,
  userData: string,
): readonly string[] {
  const name = 'installer-choice.json';
  const personal = `${userData}/${name}`;
  if (platform === 'win32') {
    return [`${environment['PROGRAMDATA'] ?? 'C:\\ProgramData'}\\Candor Finder\\${name}`, personal];
  }
  if (platform === 'darwin') return [`/Library/Application Support/Candor Finder/${name}`, personal];
  return [`/etc/candor-finder/${name}`, `/var/lib/candor-finder/${name}`, personal];
}
