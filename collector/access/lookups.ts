import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { LOOKUPS, LOOKUPS_TOLD } from '../limits.ts';
import type { SharedState } from '../state/shared-state.ts';
import { dayOf, isoDay } from '../storage/rows.ts';
import { type Role, roles } from './roles.ts';

/** What a person is told of somebody who looked up their installation: when and in which role, never who or why. */
export interface Lookup {
  /** UTC, "2026-03-09". */
  readonly day: string;
  readonly role: Role;
}

const stored = z.object({ sender: z.string().regex(/^[0-9a-f]{64}$/), day: z.iso.date(), role: z.enum(roles) });

interface Stored {
  readonly id: string;
  readonly lookup: z.infer<typeof stored>;
}

/** Those of a sender, newest first: their ids are in the order of time. */
function newestOf(all: readonly Stored[], sender: string): Stored[] {
  return all.filter(({ lookup }) => lookup.sender === sender).sort((a, b) => (a.id < b.id ? 1 : -1));
}

/** Which installations were looked up, for the people whose they are: the newest so many records, and of each as many as are told. */
export class Lookups {
  readonly #state: SharedState;
  readonly #clock: () => number;

  /** @param clock milliseconds since 1970-01-01, UTC. */
  constructor(state: SharedState, clock: () => number) {
    this.#state = state;
    this.#clock = clock;
  }

  /**
   * Resolves when it is on record: nothing is shown before.
   * @param senders fingerprints (erasure/erasures.ts) of those who have sent under the ID, few enough to push nobody else's out.
   */
  async note(senders: readonly string[], role: Role): Promise<void> {
    const at = this.#clock();
    const day = isoDay(dayOf(at));
    // Ids in the order of time, so that the first ones are those to leave.
    const idOf = () => `${String(at).padStart(15, '0')}-${randomBytes(6).toString('hex')}`;
    await this.#state.putAll('lookup', new Map(senders.map((sender) => [idOf(), { sender, day, role }])));
    // Whoever is looked up again and again pushes nobody else's out.
    const all = await this.#records();
    const untold = senders.flatMap((sender) => newestOf(all, sender).slice(LOOKUPS_TOLD));
    if (untold.length > 0)
      await this.#state.removeAll(
        'lookup',
        untold.map(({ id }) => id),
      );
    const ids = [...(await this.#state.all('lookup')).keys()].sort();
    const over = ids.slice(0, Math.max(0, ids.length - LOOKUPS));
    if (over.length > 0) await this.#state.removeAll('lookup', over);
  }

  /** Of one sender, newest first, as many as are told. */
  async of(sender: string): Promise<Lookup[]> {
    return newestOf(await this.#records(), sender)
      .slice(0, LOOKUPS_TOLD)
      .map(({ lookup: { day, role } }) => ({ day, role }));
  }

  /** Who is erased was never looked up. */
  async forget(senders: readonly string[]): Promise<void> {
    const gone = new Set(senders);
    const ids = (await this.#records()).filter(({ lookup }) => gone.has(lookup.sender)).map(({ id }) => id);
    if (ids.length > 0) await this.#state.removeAll('lookup', ids);
  }

  async #records(): Promise<Stored[]> {
    return [...(await this.#state.all('lookup'))].flatMap(([id, value]) => {
      const { success, data } = stored.safeParse(value);
      return success ? [{ id, lookup: data }] : [];
    });
  }
}
