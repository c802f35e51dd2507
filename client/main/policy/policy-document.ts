import { isRecord, isText, matching, type Shape, within } from '../../core/batch/shapes.ts';
import type { Level } from '../../core/consent/levels.ts';
import { levels } from '../../core/consent/levels.ts';
import { swallowed } from '../../core/debug.ts';
import { parseCollectorAddress } from '../upload/collector-address.ts';

/** Largest policy that is read, in bytes: an ordinary one has under 300. */
export const MAX_POLICY_BYTES = 64 * 1024;

/** Letters of a collector's address; browsers and proxies take no longer ones either. */
const MAX_ADDRESS_LENGTH = 2048;

/** A customer's or licence's id as the vendor hands it out: closed, so that no text of a person can be in it. */
const isReference = matching(/^[A-Za-z0-9-]{1,64}$/);

/**
 * What an administrator decides for a computer. Fields that are not known here are ignored, so that a policy for a later
 * version holds for this one as well. `participation` has to be there: a policy in which it is misspelt must not read as
 * one without a limit.
 */
export interface Policy {
  /** The highest level that is allowed; never consent. */
  readonly participation: Level;
  readonly customerId?: string;
  readonly licenceId?: string;
  /** Where batches go instead of the product's own collector. */
  readonly collector?: string;
}

const fieldShapes: { readonly [K in keyof Policy]-?: Shape<Policy[K]> } = {
  participation: within(levels),
  customerId: isReference,
  licenceId: isReference,
  collector: (value): value is string =>
    isText(value) && value.length <= MAX_ADDRESS_LENGTH && isCollectorOrigin(value),
};

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
  const { fields, trusted } = reading;
  if (!isRecord(fields)) return { status: 'damaged', problem: 'it is not a policy' };
  const given = Object.entries(fieldShapes).filter(([name]) => name === 'participation' || Object.hasOwn(fields, name));
  const wrong = given.find(([name, shape]) => !Object.hasOwn(fields, name) || !shape(fields[name]));
  if (wrong) return { status: 'damaged', problem: `the value of "${wrong[0]}" is not allowed` };
  const policy = Object.fromEntries(given.map(([name]) => [name, fields[name]])) as unknown as Policy;
  return { status: 'set', policy, trusted };
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
