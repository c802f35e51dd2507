import path from 'node:path';
import { consentRecordSchema, undecided } from '../../app/consent/record.ts';
import { identitySchema, newIdentity } from '../../main/consent/identity.ts';
import type { Randomness } from '../../main/platform.ts';
import { openStore } from '../../main/store/open-store.ts';
import type { ProgramOptions } from '../../main/telemetry/program.ts';

/** Consent, identity and the program's folder in a profile on the disk, opened as main/index.ts opens them. */
export function openProfile(
  directory: string,
  random: Randomness,
): Pick<ProgramOptions, 'consent' | 'identity' | 'directory'> {
  const store = { directory, format: 1, migrations: {}, now: () => Date.UTC(2026, 2, 9, 12) };
  return {
    directory: path.join(directory, 'program'),
    consent: openStore({ ...store, name: 'consent', schema: consentRecordSchema, initial: () => undecided }),
    identity: openStore({ ...store, name: 'identity', schema: identitySchema, initial: () => newIdentity(random) }),
  };
}
