import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { readErasedDays } from '../erasure/erasures.ts';
import { ERASED_DAYS, PLACE_LOG_BYTES } from '../limits.ts';
import { messageOf } from '../message-of.ts';
import { makeDirectory, openOwnFile, readOwnFile, writeAtomically } from '../own-files.ts';
import { isoDay } from '../storage/rows.ts';
import { StorageUnavailable } from '../storage/storage.ts';
import { batchesTable } from '../storage/table.ts';

/** Where backups of this data folder are, each with the file there that has the erasures since. */
const placesShape = z.array(z.object({ folder: z.string(), log: z.string() }));

export type Place = z.infer<typeof placesShape>[number];

/** An erasure is done here and not written at the backups yet: it is not answered, and tried again. */
export class PlaceUnavailable extends StorageUnavailable {
  override name = 'PlaceUnavailable';
}

const FILE = 'backups.json';

/**
 * The places with backups of a data folder. Whatever is erased is written there too before it is answered: a backup that
 * is restored would bring it back.
 */
export class BackupPlaces {
  readonly #file: string;
  readonly #today: () => number;
  #places: readonly Place[];
  /** By log, the bytes at which it is written anew. */
  readonly #boundFrom = new Map<string, number>();

  private constructor(file: string, today: () => number, places: readonly Place[]) {
    this.#file = file;
    this.#today = today;
    this.#places = places;
  }

  /**
   * @param today UTC day, in days since 1970-01-01.
   * @throws when the list is there and cannot be read: erasures would be missed.
   */
  static async open(dataDir: string, today: () => number): Promise<BackupPlaces> {
    const file = path.join(dataDir, FILE);
    let text = '[]';
    try {
      text = (await readOwnFile(file)).toString('utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    try {
      return new BackupPlaces(file, today, placesShape.parse(JSON.parse(text)));
    } catch (cause) {
      throw new Error(`${file} is damaged: it names the places of backups, where erasures have to be written`, {
        cause,
      });
    }
  }

  get all(): readonly Place[] {
    return this.#places;
  }

  /** From now on erasures are written there as well. Makes the folder, and its file of erasures, when they are not there. */
  async add(folder: string): Promise<Place> {
    const known = this.#places.find((place) => place.folder === folder);
    if (known) {
      await append(logFile(known), []);
      return known;
    }
    const place = { folder, log: `erasures-${randomUUID()}.log` };
    await makeDirectory(folder);
    await writeAtomically(logFile(place), '');
    await this.#write([...this.#places, place]);
    return place;
  }

  /**
   * Has erasures written to a log of this folder's own: of tables in a server the backups are the server's, at places that nobody has
   * named, and what is restored from them may be as old as rows are kept.
   * @param names fingerprints of those that were erased before there was a log.
   * @param onFault hears that there was one which is gone.
   */
  async keepOwn(folder: string, names: readonly string[], onFault: (message: string) => void): Promise<void> {
    const before = this.#places;
    try {
      await this.add(folder);
    } catch (error) {
      if (!(await this.forget(folder))) throw error;
      onFault(`the log of erasures is begun anew: ${messageOf(error)}`);
      await this.add(folder);
    }
    if (this.#places !== before) await this.append(names);
  }

  /** A place that is no more, with all its backups. Resolves to whether it was known. */
  async forget(folder: string): Promise<boolean> {
    const rest = this.#places.filter((place) => place.folder !== folder);
    if (rest.length === this.#places.length) return false;
    await this.#write(rest);
    return true;
  }

  /** Resolves when erasures are on the disk at every place. @throws PlaceUnavailable when one cannot be reached. */
  async append(names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    const day = isoDay(this.#today());
    for (const place of this.#places) {
      const file = logFile(place);
      await append(
        file,
        names.map((name) => `${name} ${day}`),
      );
      await this.#bound(file);
    }
  }

  /**
   * Leaves out what is there twice, and what is older than the rows of any backup are kept, when the file has doubled since: so it has
   * at most twice the erasures of that time. What cannot be written anew stays as it is.
   */
  async #bound(file: string): Promise<void> {
    const { size } = await stat(file);
    const from = this.#boundFrom.get(file) ?? PLACE_LOG_BYTES;
    if (size < from) return;
    const first = isoDay(this.#today() - batchesTable.rowDays - ERASED_DAYS);
    const kept = [...(await readErasedDays(file))].filter(([, day]) => day === undefined || day >= first);
    const text = kept.map(([name, day]) => `${name}${day === undefined ? '' : ` ${day}`}\n`).join('');
    if (text.length < size) await writeAtomically(file, text).catch(() => {});
    this.#boundFrom.set(file, Math.max(PLACE_LOG_BYTES, 2 * text.length));
  }

  async #write(places: readonly Place[]): Promise<void> {
    await writeAtomically(this.#file, JSON.stringify(places));
    this.#places = places;
  }
}

export function logFile({ folder, log }: Place): string {
  return path.join(folder, log);
}

/** It has to be there: in the place of a disk that is not mounted there is a folder as well. */
async function append(file: string, lines: readonly string[]): Promise<void> {
  try {
    const handle = await openOwnFile(file, constants.O_WRONLY | constants.O_APPEND, 'refused');
    try {
      if (lines.length > 0) await handle.writeFile(`\n${lines.join('\n')}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw new PlaceUnavailable(
      `erasures cannot be written at the backups, ${file}: ${messageOf(cause)}. They are answered when they can, or when the place is given up by "backup --forget"`,
      { cause },
    );
  }
}
