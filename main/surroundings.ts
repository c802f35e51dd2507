import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod/mini';
import type { Level } from '../app/consent/levels.ts';
import type { ParticipationInput } from '../app/consent/participation.ts';
import type { Product } from '../app/product.ts';

type Surroundings = Pick<ParticipationInput, 'policy' | 'doNotTrack' | 'installerChoice'>;

/** What the installer writes: untrusted, because anybody may have edited it. Unknown fields are ignored. */
const installerChoiceSchema = z.object({ participation: z.enum(['ask', 'no']) });

/**
 * What is decided outside the app. A choice file that is missing or damaged is no choice, the same as "ask"; a
 * machine-wide file outranks a personal one.
 * @param policy the highest level that the organisation allows; `undefined` when there is no policy.
 */
export function readSurroundings(
  environment: Readonly<Record<string, string | undefined>>,
  choiceFiles: readonly string[],
  policy?: Level | undefined,
): Surroundings {
  return {
    policy,
    doNotTrack: environment['DO_NOT_TRACK'] === '1',
    installerChoice: choiceFiles.map(readChoice).find((choice) => choice !== undefined),
  };
}

function readChoice(file: string): 'ask' | 'no' | undefined {
  try {
    // Asked for each decision, and nearly always missing: an exception would cost ten times as much.
    if (!statSync(file, { throwIfNoEntry: false })) return undefined;
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
  product: Pick<Product, 'id' | 'name'>,
): readonly string[] {
  const name = 'installer-choice.json';
  const personal = `${userData}/${name}`;
  if (platform === 'win32') {
    return [`${environment['PROGRAMDATA'] ?? 'C:\\ProgramData'}\\${product.name}\\${name}`, personal];
  }
  if (platform === 'darwin') return [`/Library/Application Support/${product.name}/${name}`, personal];
  return [`/etc/${product.id}/${name}`, `/var/lib/${product.id}/${name}`, personal];
}
