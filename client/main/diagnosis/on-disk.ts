import path from 'node:path';
import type { DiagnosisFacts } from '../../core/diagnosis/facts.ts';
import { DUMP_FOLDERS } from '../errors/crash-dumps.ts';
import { attempt, type Disk } from '../files/disk.ts';

type Amounts = Pick<DiagnosisFacts, 'sessions' | 'outbox' | 'aside' | 'crashes'>;

/** Where the program keeps things in its folder. */
export const programPlaces = (directory: string) => ({
  sessions: path.join(directory, 'sessions'),
  outbox: path.join(directory, 'outbox'),
  aside: path.join(directory, 'set-aside'),
  crashes: path.join(directory, 'crashes'),
  notBefore: path.join(directory, 'not-before.json'),
  receipts: path.join(directory, 'receipts.json'),
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
