/**
 * What somebody who has logged in may do; each role may do what those before it may. A viewer sees figures of groups; support
 * also looks up one installation for the person who asks about it; an administrator also sees who did what, and ends sessions.
 */
export const roles = ['viewer', 'support', 'administrator'] as const;
export type Role = (typeof roles)[number];

export function mayActAs(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}

/** Somebody whom the collector has recognised. */
export interface Caller {
  /** What the token or the login link is called by whoever made it. */
  readonly name: string;
  readonly role: Role;
  /** Id of the session; `undefined` for a token that came with the request itself. */
  readonly session: string | undefined;
}
