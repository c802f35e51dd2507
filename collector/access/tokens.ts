import { z } from 'zod';
import { LOGIN_LINK_MS, MAX_TOKENS } from '../limits.ts';
import type { SharedState } from '../state/shared-state.ts';
import { type Role, roles } from './roles.ts';
import { hashOf, isSecretForm, newSecret } from './secrets.ts';

/** A token is shown once, when it is made. A `bearer` is sent with requests or logs in, again and again; a `link` logs in once. */
export interface Token {
  /** SHA-256 of the secret, in hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly use: 'bearer' | 'link';
  /** Milliseconds since 1970-01-01, UTC; it never expires by itself where there is none. */
  readonly created: number;
  readonly expires: number | null;
}

const stored = z.object({
  name: z.string().min(1).max(100),
  role: z.enum(roles),
  use: z.enum(['bearer', 'link']),
  created: z.number(),
  expires: z.number().nullable(),
});

/** What a token may be called: it stands in lists and in the audit log. */
export const TOKEN_NAME = /^[A-Za-z0-9][\w.@-]{0,63}$/;

/** There is a reason why a token cannot be made, in one sentence. */
export class TokenRefused extends Error {
  override name = 'TokenRefused';
}

export interface NewToken {
  readonly name: string;
  readonly role: Role;
  readonly use: Token['use'];
  /** How long it is good for, in milliseconds; for ever where there is none. */
  readonly forMs?: number;
}

/** The tokens of a collector, or of several that share their state, by the hashes of their secrets. */
export class Tokens {
  readonly #state: SharedState;
  readonly #clock: () => number;
  readonly #provided: Token | undefined;
  /** Links that were used here: two requests at once must not both log in. */
  readonly #spent = new Set<string>();

  /**
   * @param clock milliseconds since 1970-01-01, UTC.
   * @param provided one that stands in a file of this collector alone (provided-token.ts).
   */
  constructor(state: SharedState, clock: () => number, provided?: Token) {
    this.#state = state;
    this.#clock = clock;
    this.#provided = provided;
  }

  /** Resolves to the secret, which is kept nowhere. @throws TokenRefused for a name that is taken or no name, or one too many. */
  async create({ name, role, use, forMs }: NewToken): Promise<string> {
    if (!TOKEN_NAME.test(name)) throw new TokenRefused('a name has up to 64 letters, digits, and . _ @ -');
    const others = await this.list();
    if (use === 'bearer' && others.some((other) => other.use === 'bearer' && other.name === name)) {
      throw new TokenRefused(`there is a token ${name} already`);
    }
    if (others.length >= MAX_TOKENS) throw new TokenRefused(`there are ${MAX_TOKENS} tokens already`);
    const secret = newSecret('candor_');
    const created = this.#clock();
    const token = { name, role, use, created, expires: forMs === undefined ? null : created + forMs };
    await this.#state.put('token', hashOf(secret), token);
    return secret;
  }

  /** Those that are good now, oldest first. What has expired leaves the state. */
  async list(): Promise<Token[]> {
    const tokens: Token[] = this.#provided ? [this.#provided] : [];
    for (const [id, value] of await this.#state.all('token')) {
      const token = tokenOf(id, value);
      if (token && this.#isGood(token)) tokens.push(token);
      else if (token) await this.#state.remove('token', id);
    }
    return tokens.sort((a, b) => a.created - b.created);
  }

  /** Takes effect here at once, and elsewhere within seconds. Resolves to how many there were of the name. */
  async revoke(name: string): Promise<number> {
    const named = (await this.list()).filter((token) => token.name === name && token !== this.#provided);
    for (const { id } of named) await this.#state.remove('token', id);
    return named.length;
  }

  /** The token with this id, while it is good. */
  async byId(id: string): Promise<Token | undefined> {
    const token = id === this.#provided?.id ? this.#provided : tokenOf(id, (await this.#state.all('token')).get(id));
    return token && this.#isGood(token) ? token : undefined;
  }

  /** Whose secret it is; of no link. */
  async bearer(secret: unknown): Promise<Token | undefined> {
    const token = isSecretForm(secret) ? await this.byId(hashOf(secret)) : undefined;
    return token?.use === 'bearer' ? token : undefined;
  }

  /** Whose secret it is, to log in with: a link is over by that. */
  async toLogIn(secret: unknown): Promise<Token | undefined> {
    const token = isSecretForm(secret) ? await this.byId(hashOf(secret)) : undefined;
    if (token?.use !== 'link') return token;
    if (this.#spent.has(token.id)) return undefined;
    this.#spent.add(token.id);
    try {
      await this.#state.remove('token', token.id);
      return token;
    } catch (error) {
      this.#spent.delete(token.id);
      throw error;
    }
  }

  #isGood({ expires }: Token): boolean {
    return expires === null || this.#clock() < expires;
  }
}

function tokenOf(id: string, value: unknown): Token | undefined {
  const { success, data } = stored.safeParse(value);
  return success ? { id, ...data } : undefined;
}

/**
 * Makes a link that logs in once.
 * @param base address of the collector, "http://127.0.0.1:7391".
 * @param name stands in the audit log.
 */
export async function loginLink(base: string, tokens: Tokens, name: string, role: Role): Promise<string> {
  const secret = await tokens.create({ name, role, use: 'link', forMs: LOGIN_LINK_MS });
  return new URL(`/login?token=${secret}`, base).href;
}
