import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { AUDIT_RECORDS, SUPPORT_REASON } from '../limits.ts';
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
  /** What it was done to: a token's name, the short id of a session. */
  readonly about: string | null;
  /** Why, where it is asked for. */
  readonly reason?: string | undefined;
}

const stored = z.object({
  at: z.number(),
  who: z.string().max(100),
  role: z.string().max(20),
  what: z.enum(auditedActions),
  about: z.string().max(200).nullable(),
  reason: z.string().max(SUPPORT_REASON.most).optional(),
});

/** Whoever may write in the data folder, or in the shared state, by the command line. */
export const commandLine: Pick<Caller, 'name' | 'role'> = { name: 'command line', role: 'administrator' };

/** Who did what: the newest so many records. */
export class Audit {
  readonly #state: SharedState;
  readonly #clock: () => number;

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
    // Ids in the order of time, so that the first ones are those to leave.
    const id = `${String(at).padStart(15, '0')}-${randomBytes(6).toString('hex')}`;
    await this.#state.put('audit', id, {
      at,
      who: name,
      role,
      what,
      about,
      ...(reason === undefined ? {} : { reason }),
    } satisfies AuditRecord);
    const ids = [...(await this.#state.all('audit')).keys()].sort();
    for (const old of ids.slice(0, Math.max(0, ids.length - AUDIT_RECORDS))) await this.#state.remove('audit', old);
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
