/** `candor-collector token …`, `session …` and `login`: who may see what, beside a running collector or without one. */
import { Audit, commandLine } from '../access/audit.ts';
import { PROVIDED, providedTokenFile, readProvidedToken } from '../access/provided-token.ts';
import type { Role } from '../access/roles.ts';
import { Sessions, sessionName } from '../access/sessions.ts';
import { loginLink, Tokens } from '../access/tokens.ts';
import type { Settings } from '../config/options.ts';
import { openDataFolder } from '../data-folder.ts';
import { LOGIN_LINK_MS } from '../limits.ts';
import { readAddress } from '../own-address.ts';
import { openState } from '../state/open-state.ts';
import type { StorageOptions } from '../storage/open-storage.ts';
import { type ClickhouseOption, clickhouseOf } from './clickhouse-options.ts';
import { asRun } from './command.ts';

const placeOf = (settings: Pick<Settings, 'data' | ClickhouseOption>): AccessPlace => ({
  data: settings.data,
  ...clickhouseOf(settings),
});

export const runLogin = asRun<ClickhouseOption | 'role' | 'as' | 'public-url'>(({ settings }) =>
  makeLoginLink(placeOf(settings), settings.role, settings.as, settings['public-url']),
);
export const runTokenCreate = asRun<ClickhouseOption | 'role' | 'expires'>(({ settings, parameters: [name = ''] }) =>
  createToken(placeOf(settings), name, settings.role, settings.expires),
);
export const runTokenList = asRun<ClickhouseOption>(({ settings }) => listTokens(placeOf(settings)));
export const runTokenRevoke = asRun<ClickhouseOption>(({ settings, parameters: [name = ''] }) =>
  revokeToken(placeOf(settings), name),
);
export const runSessionList = asRun<ClickhouseOption>(({ settings }) => listSessions(placeOf(settings)));
export const runSessionEnd = asRun<ClickhouseOption>(({ settings, parameters: [which = ''] }) =>
  endSessions(placeOf(settings), which),
);

/** What the commands work on. Each resolves to what is said of it. @throws Error that says in one sentence why it cannot. */
export interface AccessPlace extends Pick<StorageOptions, 'clickhouse'> {
  /** The data folder. */
  readonly data: string;
  /** Milliseconds since 1970-01-01, UTC. */
  readonly clock?: () => number;
}

/** @param forMs how long it is good for, in milliseconds; `undefined` is for ever. */
export async function createToken(place: AccessPlace, name: string, role: Role, forMs?: number): Promise<string> {
  return within(place, async ({ tokens, audit }) => {
    const secret = await tokens.create({ name, role, use: 'bearer', ...(forMs === undefined ? {} : { forMs }) });
    await audit.note(commandLine, 'token-created', name);
    console.error(`${name} is a token of role ${role}. It is shown this once:`);
    return secret;
  });
}

export async function listTokens(place: AccessPlace): Promise<string> {
  const list = await within(place, ({ tokens }) => tokens.list());
  return table(
    ['token', 'role', 'use', 'created', 'expires'],
    list.map(({ name, role, use, created, expires }) => [name, role, use, isoTime(created), isoTime(expires)]),
  );
}

export async function revokeToken(place: AccessPlace, name: string): Promise<string> {
  if (name === PROVIDED) throw new Error(`remove ${providedTokenFile(place.data)}, and start the collector again`);
  return within(place, async ({ tokens, audit }) => {
    const count = await tokens.revoke(name);
    if (count === 0) throw new Error(`there is no token ${name}`);
    await audit.note(commandLine, 'token-revoked', name);
    return `${name} is revoked, and whoever has logged in with it is logged out`;
  });
}

export async function listSessions(place: AccessPlace): Promise<string> {
  const list = await within(place, ({ sessions }) => sessions.list());
  return table(
    ['session', 'of', 'role', 'begun', 'expires'],
    list.map((one) => [sessionName(one), one.name, one.role, isoTime(one.begun), isoTime(one.expires)]),
  );
}

/** @param which a session as the list has it, the name of what it was begun with, or all. */
export async function endSessions(place: AccessPlace, which: string): Promise<string> {
  return within(place, async ({ sessions, audit }) => {
    const ended = (await sessions.list()).filter(
      (session) => which === 'all' || which === sessionName(session) || which === session.name,
    );
    if (ended.length === 0 && which !== 'all') throw new Error(`there is no session ${which}`);
    for (const session of ended) {
      await sessions.end(session.id);
      await audit.note(commandLine, 'session-ended', sessionName(session));
    }
    return `${ended.length} ${ended.length === 1 ? 'session is' : 'sessions are'} ended`;
  });
}

/** @param url where the collector is reached, unless it runs and says so itself. */
export async function makeLoginLink(place: AccessPlace, role: Role, name: string, url?: string): Promise<string> {
  const base = url ?? (await readAddress(place.data));
  if (base === undefined)
    throw new Error('no collector runs on the folder: start it, or say where it is with --public-url');
  return within(place, async ({ tokens, audit }) => {
    const link = await loginLink(base, tokens, name, role);
    await audit.note(commandLine, 'login-link-created', name);
    console.error(`It logs in once, as ${role}, within ${LOGIN_LINK_MS / 60_000} minutes:`);
    return link;
  });
}

interface AccessState {
  readonly tokens: Tokens;
  readonly sessions: Sessions;
  readonly audit: Audit;
}

async function within<T>(
  { data, clickhouse, clock = Date.now }: AccessPlace,
  work: (state: AccessState) => Promise<T>,
): Promise<T> {
  const onFault = (message: string) => console.error(message);
  await openDataFolder(data, onFault);
  const { state, close } = await openState({ dataDir: data, clickhouse, onFault });
  try {
    const tokens = new Tokens(state, clock, await readProvidedToken(providedTokenFile(data), onFault));
    return await work({ tokens, sessions: new Sessions(state, tokens, clock), audit: new Audit(state, clock) });
  } finally {
    await close();
  }
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
