import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { AUDIT_RECORDS, RULE_REQUEST_BYTES, SUPPORT_REASON } from '../limits.ts';
import type { SharedState } from '../state/shared-state.ts';
import type { Caller } from './roles.ts';

/** What is worth knowing later. Looking at figures of groups is not. */
export const auditedActions = [
  'logged-in',
  'logged-out',
  'session-ended',
  'token-created',
  'token-revoked',
  'login-link-created',
  'installation-looked-up',
  'audit-read',
  'suggestions-published',
  'rule-tried',
] as const;
export type AuditedAction = (typeof auditedActions)[number];

/** Somebody did something. No address, and nothing of what an answer held. */
export interface AuditRecord {
  /** Milliseconds since 1970-01-01, UTC. */
  readonly at: number;
  /** Name of the token or login link; "command line" for whoever may use the data folder. */
  readonly who: string;
  readonly role: string;
  readonly what: AuditedAction;
  /** What it was done to: a token's name, the short id of a session, the conditions of a rule. */
  readonly about: string | null;
  /** Why, where it is asked for. */
  readonly reason?: string | undefined;
}

const stored = z.object({
  at: z.number(),
  who: z.string().max(100),
  role: z.string().max(20),
  what: z.enum(auditedActions),
  about: z.string().max(RULE_REQUEST_BYTES).nullable(),
  reason: z.string().max(SUPPORT_REASON.most).optional(),
});

/** Whoever may write in the data folder, or in the shared state, by the command line. */
export const commandLine: Pick<Caller, 'name' | 'role'> = { name: 'command line', role: 'administrator' };

const DAY_MS = 86_400_000;

/** Ids are in the order of time, so that it can be told by them what came first. */
const timeOf = (at: number) => String(at).padStart(15, '0');

/** What a record is of, as far as it says: what one name did of one kind. */
function groupOf(value: unknown): string {
  const { who, what } = (value ?? {}) as Partial<Record<keyof AuditRecord, unknown>>;
  return JSON.stringify([who, what]);
}

/** The ids of records that one name has of one kind, by what {@link groupOf} says, the oldest first. */
function groupsOf(records: ReadonlyMap<string, unknown>): ReadonlyMap<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [id, value] of [...records].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const group = groupOf(value);
    const ids = groups.get(group);
    if (ids) ids.push(id);
    else groups.set(group, [id]);
  }
  return groups;
}

/**
 * Who did what: so many records. Of what one name has done most often the oldest leaves, so that nobody pushes out what others did, or
 * what they did themselves of another kind, by doing one thing again and again.
 */
export class Audit {
  readonly #state: SharedState;
  readonly #clock: () => number;
  /** What counts before it writes comes one after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  /** @param clock milliseconds since 1970-01-01, UTC. */
  constructor(state: SharedState, clock: () => number) {
    this.#state = state;
    this.#clock = clock;
  }

  /** Resolves when it is on record: what must not happen unrecorded waits for it. */
  async note(
    { name, role }: Pick<Caller, 'name' | 'role'>,
    what: AuditedAction,
    about: string | null = null,
    reason?: string,
  ): Promise<void> {
    const at = this.#clock();
    const id = `${timeOf(at)}-${randomBytes(6).toString('hex')}`;
    await this.#state.put('audit', id, {
      at,
      who: name,
      role,
      what,
      about,
      ...(reason === undefined ? {} : { reason }),
    } satisfies AuditRecord);
    const records = await this.#state.all('audit');
    if (records.size <= AUDIT_RECORDS) return;
    const groups = [...groupsOf(records).values()];
    const leaving: string[] = [];
    while (leaving.length < records.size - AUDIT_RECORDS) {
      const [most = []] = groups.sort((a, b) => b.length - a.length);
      leaving.push(...most.splice(0, 1));
    }
    await this.#state.removeAll('audit', leaving);
  }

  /**
   * As {@link Audit.note}, unless whoever does it has `most` records of it on this UTC day.
   * @returns 0 when it is on record, else the milliseconds until the next day.
   */
  noteUpTo(most: number, ...record: Parameters<Audit['note']>): Promise<number> {
    const [{ name }, what] = record;
    const noted = this.#turn.then(async () => {
      const now = this.#clock();
      const today = now - (now % DAY_MS);
      // Also what another collector has written just now.
      const records = await this.#state.all('audit', { fresh: true });
      const own = groupsOf(records).get(groupOf({ who: name, what })) ?? [];
      if (own.filter((id) => id >= timeOf(today)).length >= most) return today + DAY_MS - now;
      await this.note(...record);
      return 0;
    });
    this.#turn = noted.catch(() => {});
    return noted;
  }

  /** Newest first. */
  async list(): Promise<AuditRecord[]> {
    const records = [...(await this.#state.all('audit')).values()].flatMap((value) => {
      const { success, data } = stored.safeParse(value);
      return success ? [data] : [];
    });
    return records.sort((a, b) => b.at - a.at);
  }
}
