import { z } from 'zod/mini';
import { MAX_SESSIONS } from '../telemetry/limits.ts';

/**
 * Who an installation is towards the collector: one operating-system user's profile, under a random number. The key
 * stays on the computer; batches carry its hash, so that this installation alone can fetch or erase what it sent.
 */
export const identitySchema = z.strictObject({
  installation: z.uuid(),
  /** 32 random bytes, base64url. */
  key: z.string().check(z.regex(/^[\w-]{43}$/)),
  /** Sessions collected so far; the next one gets the number after it. */
  sessions: z.int().check(z.gte(0), z.lte(MAX_SESSIONS)),
  /** HMAC of the machine's id, keyed with the installation; see clone.ts. Written after a Yes. */
  cloneMark: z.optional(z.string().check(z.regex(/^[0-9a-f]{64}$/))),
  /** Product version for which the collector has ended the program. */
  endedFor: z.optional(z.string().check(z.maxLength(32))),
});
export type Identity = z.infer<typeof identitySchema>;

export function newIdentity(random: { uuid(): string; secret(length: number): string }): Identity {
  return { installation: random.uuid(), key: random.secret(32), sessions: 0 };
}
