/** `candor-collector token …`, `session …` and `login`: who may see what, beside a running collector or without one. */
import path from 'node:path';
import { Audit, commandLine } from '../access/audit.ts';
import { PROVIDED, providedTokenFile, readProvidedToken } from '../access/provided-token.ts';
import type { Role } from '../access/roles.ts';
import { Sessions, sessionName } from '../access/sessions.ts';
import { loginLink, Tokens } from '../access/tokens.ts';
import { openDataFolder } from '../data-folder.ts';
import { LOGIN_LINK_MS } from '../limits.ts';
import { readAddress } from '../own-address.ts';
import { FileState } from '../state/file-state.ts';
import { asRun } from './command.ts';

export const runLogin = asRun<'role' | 'as' | 'public-url'>(({ settings }) =>
  makeLoginLink(settings, settings.role, settings.as, settings['public-url']),
);
export const runTokenCreate = asRun<'role' | 'expires'>(({ settings, parameters: [name = ''] }) =>
  createToken(settings, name, settings.role, settings.expires),
);
export const runTokenList = asRun(({ settings }) => listTokens(settings));
export const runTokenRevoke = asRun(({ settings, parameters: [name = ''] }) => revokeToken(settings, name));
export const runSessionList = asRun(({ settings }) => listSessions(settings));
export const runSessionEnd = asRun(({ settings, parameters: [which = ''] }) => endSessions(settings, which));

/** What the commands work on. Each resolves to what is said of it. @throws Error that says in one sentence why it cannot. */
export interface AccessPlace {
  /** The data folder. */
  readonly data: string;
  /** Milliseconds since 1970-01-01, UTC. */
  readonly clock?: () => number;
}

/** @param forMs how long it is good for, in milliseconds; `undefined` is for ever. */
export async function createToken(place: AccessPlace, name: string, role: Role, forMs?: number): Promise<string> {
  const { tokens, audit } = await open(place);
  const secret = await tokens.create({ name, role, use: 'bearer', ...(forMs === undefined ? {} : { forMs }) });
  await audit.note(commandLine, 'token-created', name);
  console.error(`${name} is a token of role ${role}. It is shown this once:`);
  return secret;
}

export async function listTokens(place: AccessPlace): Promise<string> {
  const tokens = await (await open(place)).tokens.list();
  return table(
    ['token', 'role', 'use', 'created', 'expires'],
    tokens.map(({ name, role, use, created, expires }) => [name, role, use, isoTime(created), isoTime(expires)]),
  );
}

export async function revokeToken(place: AccessPlace, name: string): Promise<string> {
  const { tokens, audit } = await open(place);
  if (name === PROVIDED) throw new Error(`remove ${providedTokenFile(place.data)}, and start the collector again`);
  const count = await tokens.revoke(name);
  if (count === 0) throw new Error(`there is no token ${name}`);
  await audit.note(commandLine, 'token-revoked', name);
  return `${name} is revoked, and whoever has logged in with it is logged out`;
}

export async function listSessions(place: AccessPlace): Promise<string> {
  const sessions = await (await open(place)).sessions.list();
  return table(
    ['session', 'of', 'role', 'begun', 'expires'],
    sessions.map((one) => [sessionName(one), one.name, one.role, isoTime(one.begun), isoTime(one.expires)]),
  );
}

/** @param which a session as the list has it, the name of what it was begun with, or all. */
export async function endSessions(place: AccessPlace, which: string): Promise<string> {
  const { sessions, audit } = await open(place);
  const ended = (await sessions.list()).filter(
    (session) => which === 'all' || which === sessionName(session) || which === session.name,
  );
  if (ended.length === 0 && which !== 'all') throw new Error(`there is no session ${which}`);
  for (const session of ended) {
    await sessions.end(session.id);
    await audit.note(commandLine, 'session-ended', sessionName(session));
  }
  return `${ended.length} ${ended.length === 1 ? 'session is' : 'sessions are'} ended`;
}

/** @param url where the collector is reached, unless it runs and says so itself. */
export async function makeLoginLink(place: AccessPlace, role: Role, name: string, url?: string): Promise<string> {
  const { tokens, audit } = await open(place);
  const base = url ?? (await readAddress(place.data));
  if (base === undefined)
    throw new Error('no collector runs on the folder: start it, or say where it is with --public-url');
  const link = await loginLink(base, tokens, name, role);
  await audit.note(commandLine, 'login-link-created', name);
  console.error(`It logs in once, as ${role}, within ${LOGIN_LINK_MS / 60_000} minutes:`);
  return link;
}

async function open({ data, clock = Date.now }: AccessPlace) {
  const onFault = (message: string) => console.error(message);
  await openDataFolder(data, onFault);
  const state = new FileState({ directory: path.join(data, 'state'), onFault });
  const tokens = new Tokens(state, clock, await readProvidedToken(providedTokenFile(data), onFault));
  return { tokens, sessions: new Sessions(state, tokens, clock), audit: new Audit(state, clock) };
}

const isoTime = (milliseconds: number | null) =>
  milliseconds === null ? 'never' : new Date(milliseconds).toISOString().slice(0, 16);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, at) => Math.max(...all.map((row) => row[at]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
