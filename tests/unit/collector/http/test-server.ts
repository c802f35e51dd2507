import path from 'node:path';
import { onTestFinished } from 'vitest';
import { Audit } from '../../../../collector/access/audit.ts';
import { Lookups } from '../../../../collector/access/lookups.ts';
import { Sessions } from '../../../../collector/access/sessions.ts';
import { type Token, Tokens } from '../../../../collector/access/tokens.ts';
import { createServer, type ServerOptions } from '../../../../collector/http/server.ts';
import { FileState } from '../../../../collector/state/file-state.ts';
import { PublishedSuggestions } from '../../../../collector/suggestions/published.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

export type TestServer = Awaited<ReturnType<typeof createServer>>;

/** The HTTP side of a collector that listens nowhere, with real tokens and sessions and whatever a test puts behind it. */
export async function testServer(change: Partial<ServerOptions> = {}, provided?: Token) {
  const dataDir = temporaryFolder();
  let now = Date.UTC(2026, 0, 1);
  const clock = () => now;
  const state = new FileState({ directory: path.join(dataDir, 'state'), onFault: () => {}, clock });
  const tokens = new Tokens(state, clock, provided);
  const sessions = new Sessions(state, tokens, clock);
  const audit = new Audit(state, clock);
  const faults: string[] = [];
  const missing = {} as never;
  const server = await createServer({
    access: { tokens, sessions, audit },
    served: { listensOn: '127.0.0.1' },
    intake: missing,
    userData: missing,
    journal: missing,
    lookups: new Lookups(state, clock),
    suggestions: new PublishedSuggestions(state),
    storage: { isReady: () => true } as never,
    products: { now: async () => ({ all: () => [] }) as never },
    overview: async () => ({}) as never,
    backups: async () => [],
    closedDays: async () => undefined,
    answer: async () => ({}) as never,
    tryRule: async () => ({}) as never,
    webRoot: path.join(dataDir, 'no-page'),
    k: 1,
    onFault: (message) => faults.push(message),
    ...change,
  });
  onTestFinished(() => server.close());
  return {
    server,
    tokens,
    sessions,
    audit,
    faults,
    dataDir,
    /** Lets time pass, in milliseconds. */
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}
