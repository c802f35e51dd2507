import { z } from 'zod/mini';
import { collectingLevels } from '../../core/consent/levels.ts';
import { MAX_FORMER, MAX_MACHINE_CHANGES, MAX_SESSIONS } from '../limits.ts';

const credentials = {
  /** In lower case, as batches and the collector have it. */
  installation: z.uuid().check(z.lowercase()),
  /** 32 random bytes, base64url. */
  key: z.string().check(z.regex(/^[\w-]{43}$/)),
};

/** What fetches and erases an installation's data at the collector. */
export type Credentials = z.infer<z.ZodMiniObject<typeof credentials>>;

/**
 * Who an installation is towards the collector: one operating-system user's profile, under a random number. The key
 * stays on the computer; batches carry its hash, so that this installation alone can fetch or erase what it sent.
 */
export const identitySchema = z.strictObject({
  ...credentials,
  /** What this profile was before, newest last, so that it can still be fetched and erased; older files have none. */
  former: z._default(z.array(z.strictObject(credentials)).check(z.maxLength(MAX_FORMER)), []),
  /** Sessions collected so far; the next one gets the number after it. */
  sessions: z.int().check(z.gte(0), z.lte(MAX_SESSIONS)),
  /** Sessions of this profile under all its installations; older files have none. Never sent. */
  runs: z._default(z.int().check(z.gte(0), z.lte(MAX_SESSIONS)), 0),
  /** Level at which this installation collects; without one it has not begun to. */
  level: z.optional(z.enum(collectingLevels)),
  /** Random number of the person, apart from the installation's; of the enhanced level alone. */
  user: z.optional(z.uuid()),
  /** HMAC of the machine's id, keyed with the installation; see clone.ts. Written after a Yes. */
  cloneMark: z.optional(z.string().check(z.regex(/^[0-9a-f]{64}$/))),
  /**
   * Times that the machine's id was another one. From the second on the id is not believed any more: some machines, such
   * as desktops that a server makes anew, have another one at each boot, and nobody is to be asked at each boot.
   */
  machineChanges: z.optional(z.int().check(z.gte(0), z.lte(MAX_MACHINE_CHANGES))),
  /** Product version for which the collector has ended the program. */
  endedFor: z.optional(z.string().check(z.maxLength(32))),
});
export type Identity = z.infer<typeof identitySchema>;
