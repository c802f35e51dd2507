import { z } from 'zod';
import { MAX_SESSIONS, SESSION_MS } from '../limits.ts';
import type { SharedState } from '../state/shared-state.ts';
import { type Role, roles } from './roles.ts';
import { hashOf, isSecretForm, newSecret } from './secrets.ts';
import type { Token, Tokens } from './tokens.ts';

/** Somebody is logged in with a browser. */
export interface Session {
  /** SHA-256 of the cookie's value, in hexadecimal digits. */
  readonly id: string;
  /** Name and role of what it was begun with. */
  readonly name: string;
  readonly role: Role;
  /** Id of the token that it ends with; of a link it does not. */
  readonly token: string | null;
  /** Milliseconds since 1970-01-01, UTC. */
  readonly begun: number;
  readonly expires: number;
}

const stored = z.object({
  name: z.string().min(1).max(100),
  role: z.enum(roles),
  token: z.string().nullable(),
  begun: z.number(),
  expires: z.number(),
});

/** What identifies a session in lists: enough of its id. */
export const sessionName = ({ id }: Pick<Session, 'id'>): string => id.slice(0, 12);

/** Who is logged in: kept with the collectors, so that a session can be ended from anywhere. */
export class Sessions {
  readonly #state: SharedState;
  readonly #tokens: Tokens;
  readonly #clock: () => number;

  /** @param clock milliseconds since 1970-01-01, UTC. */
  constructor(state: SharedState, tokens: Tokens, clock: () => number) {
    this.#state = state;
    this.#tokens = tokens;
    this.#clock = clock;
  }

  /** Resolves to the cookie's value, which is kept nowhere. The oldest session ends when there are too many. */
  async begin(token: Token): Promise<string> {
    const others = await this.list();
    for (const { id } of others.slice(0, Math.max(0, others.length + 1 - MAX_SESSIONS))) await this.end(id);
    const { name, role } = token;
    const value = newSecret();
    const begun = this.#clock();
    const ends = token.use === 'link' ? null : token.expires;
    await this.#state.put('session', hashOf(value), {
      name,
      role,
      token: token.use === 'link' ? null : token.id,
      begun,
      expires: Math.min(begun + SESSION_MS, ends ?? Number.POSITIVE_INFINITY),
    });
    return value;
  }

  /** The session of a cookie, unless it has ended. */
  async find(value: unknown): Promise<Session | undefined> {
    if (!isSecretForm(value)) return undefined;
    const id = hashOf(value);
    const session = sessionOf(id, (await this.#state.all('session')).get(id));
    return session && (await this.#isGood(session)) ? session : undefined;
  }

  /** Those that have not ended, oldest first. The others leave the state. */
  async list(): Promise<Session[]> {
    const sessions: Session[] = [];
    for (const [id, value] of await this.#state.all('session')) {
      const session = sessionOf(id, value);
      if (session && (await this.#isGood(session))) sessions.push(session);
      else await this.#state.remove('session', id);
    }
    return sessions.sort((a, b) => a.begun - b.begun);
  }

  /** Takes effect here at once, and elsewhere within seconds. */
  async end(id: string): Promise<void> {
    await this.#state.remove('session', id);
  }

  async #isGood({ token, role, expires }: Session): Promise<boolean> {
    if (this.#clock() >= expires) return false;
    return token === null || (await this.#tokens.byId(token))?.role === role;
  }
}

function sessionOf(id: string, value: unknown): Session | undefined {
  const { success, data } = stored.safeParse(value);
  return success ? { id, ...data } : undefined;
}
