/**
 * The development build's part in main: pages come from the development server, and the app restarts when it says so.
 * `main/index.ts` reaches it under `__DEV__` alone, so that a production build holds nothing of it.
 */
import path from 'node:path';
import { swallowed } from 'candor-client/core';
import { app, type BrowserWindow } from 'electron';
import { developmentServerSchema, SERVER_VARIABLE, socketAddress } from '../../app/development.ts';
import { KeptWindows } from './kept-windows.ts';
import { followServer } from './server-link.ts';
import { serveFromServer } from './server-pages.ts';

export interface Development {
  /** The one address that a window may reach and that is none of the app's own. */
  readonly socket: string;
  /** Serves the pages of `origin` as the development server has them. */
  servePages(origin: string): void;
  /** Opens the windows that were open before a restart, or one. */
  openWindows(open: () => BrowserWindow): void;
}

/** @throws when no development server has started this process: such a build is of no use alone. */
export function openDevelopment(environment: Readonly<Record<string, string | undefined>>): Development {
  const told = environment[SERVER_VARIABLE];
  if (!told) throw new Error('This is a development build: start it with "npm run dev".');
  const server = developmentServerSchema.parse(JSON.parse(told));
  const windows = new KeptWindows(path.join(app.getPath('userData'), 'dev-windows.json'));
  // The terminal may be gone before the app is, and an app that cannot say so stays.
  for (const output of [process.stdout, process.stderr])
    output.on('error', (error) => swallowed('errors', 'write-output', error));
  followServer(server, {
    restart: () => {
      windows.keep();
      app.quit();
    },
    quit: () => app.quit(),
  });
  return {
    socket: socketAddress(server),
    servePages: (origin) => serveFromServer(server, origin),
    openWindows: (open) => windows.reopen(open),
  };
}
