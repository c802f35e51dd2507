import { constants } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import { logFile, type Place } from './places.ts';

/** How it is with a place of backups. */
export interface PlaceState {
  readonly folder: string;
  /** Whether erasures can be written there; they are answered 503 while they cannot. */
  readonly isWritable: boolean;
  /** When the newest backup in it was begun, "2026-03-09T14:02:31Z"; null when there is none, or nobody can tell. */
  readonly newest: string | null;
}

/** Folders of backups, as make-backup.ts names them. */
const BACKUP = /^candor-(\d{4}-\d{2}-\d{2}T\d{2})(\d{2})(\d{2})Z$/;

/** What can be seen of the places where backups are, in their order. */
export async function statesOf(places: readonly Place[]): Promise<PlaceState[]> {
  return await Promise.all(
    places.map(async (place) => {
      const names = await readdir(place.folder).catch((): string[] => []);
      const times = names.flatMap((name) => {
        const [, hour, minute, second] = BACKUP.exec(name) ?? [];
        return hour === undefined ? [] : [`${hour}:${minute}:${second}Z`];
      });
      const isWritable = await access(logFile(place), constants.W_OK).then(
        () => true,
        () => false,
      );
      return { folder: place.folder, isWritable, newest: times.sort().at(-1) ?? null };
    }),
  );
}
