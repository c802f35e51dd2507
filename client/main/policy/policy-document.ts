import { z } from 'zod/mini';
import type { Level } from '../../core/consent/levels.ts';
import { levels } from '../../core/consent/levels.ts';
import { swallowed } from '../../core/debug.ts';
import { parseCollectorAddress } from '../upload/collector-address.ts';

/** Largest policy that is read, in bytes: an ordinary one has under 300. */
export const MAX_POLICY_BYTES = 64 * 1024;

/** Letters of a collector's address; browsers and proxies take no longer ones either. */
const MAX_ADDRESS_LENGTH = 2048;

/** A customer's or licence's id as the vendor hands it out: closed, so that no text of a person can be in it. */
const reference = z.string().check(z.regex(/^[A-Za-z0-9-]{1,64}$/));

/**
 * What an administrator decides for a computer. Fields that are not known here are ignored, so that a policy for a later
 * version holds for this one as well. `participation` has to be there: a policy in which it is misspelt must not read as
 * one without a limit.
 */
const policySchema = z.object({
  /** The highest level that is allowed; never consent. */
  participation: z.enum(levels),
  customerId: z.optional(reference),
  licenceId: z.optional(reference),
  /** Where batches go instead of the product's own collector. */
  collector: z.optional(z.string().check(z.maxLength(MAX_ADDRESS_LENGTH), z.refine(isCollectorOrigin))),
});
export type Policy = z.infer<typeof policySchema>;

/** What was found where a policy may stand, not yet looked at. */
export type PolicyReading =
  | { readonly status: 'none' }
  | {
      readonly status: 'read';
      readonly fields: unknown;
      /** Only administrators can have written it. */
      readonly trusted: boolean;
    }
  | { readonly status: 'damaged'; readonly problem: string };

/** What holds: `damaged` and `unknown` allow nothing. */
export type PolicyState =
  | { readonly status: 'none' }
  | { readonly status: 'set'; readonly policy: Policy; readonly trusted: boolean }
  /** There is a policy, but it says nothing that can be followed. */
  | { readonly status: 'damaged'; readonly problem: string }
  /** Not read yet in this run. */
  | { readonly status: 'unknown' };

/** The rules of a policy; see docs/policy.md. */
export function judgePolicy(reading: PolicyReading): PolicyState {
  if (reading.status !== 'read') return reading;
  const parsed = policySchema.safeParse(reading.fields);
  if (parsed.success) return { status: 'set', policy: parsed.data, trusted: reading.trusted };
  const field = parsed.error.issues[0]?.path.join('.');
  return { status: 'damaged', problem: field ? `the value of "${field}" is not allowed` : 'it is not a policy' };
}

/**
 * The highest level that the policy allows; `undefined` when there is none. A policy that cannot be followed means off:
 * somebody wanted a limit, and which one is not known.
 */
export function allowedLevel(state: PolicyState): Level | undefined {
  if (state.status === 'none') return undefined;
  return state.status === 'set' ? state.policy.participation : 'off';
}

/** Where the policy sends batches; only a policy that nobody else can have written may redirect them. */
export function policyCollector(state: PolicyState): URL | undefined {
  if (state.status !== 'set' || !state.trusted || state.policy.collector === undefined) return undefined;
  return parseCollectorAddress(state.policy.collector);
}

/** Which customer and licence this computer belongs to: for the enhanced level, and only from a trusted policy. */
export function policyCustomer(state: PolicyState): Pick<Policy, 'customerId' | 'licenceId'> {
  if (state.status !== 'set' || !state.trusted) return {};
  const { customerId, licenceId } = state.policy;
  return { ...(customerId === undefined ? {} : { customerId }), ...(licenceId === undefined ? {} : { licenceId }) };
}

/** HTTPS or this computer, and nothing but scheme, host and port: the rest of the address is the collector's API. */
function isCollectorOrigin(address: string): boolean {
  try {
    const { pathname, search, hash, username, password } = parseCollectorAddress(address);
    return pathname === '/' && `${search}${hash}${username}${password}` === '';
  } catch (error) {
    swallowed('policy', 'read-collector-address', error);
    return false;
  }
}
