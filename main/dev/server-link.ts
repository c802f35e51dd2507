import http from 'node:http';
import { createInterface } from 'node:readline';
import { type DevelopmentServer, LINK_PATH, type LinkWord, linkWords, SECRET_HEADER } from '../../app/development.ts';

/**
 * Follows what the development server says; its end, however it comes, means to quit. A connection and not a signal,
 * because Windows has none that an app could answer.
 */
export function followServer(server: DevelopmentServer, hears: Readonly<Record<LinkWord, () => void>>): void {
  const request = http.get({
    host: '127.0.0.1',
    port: server.port,
    path: LINK_PATH,
    headers: { [SECRET_HEADER]: server.secret },
  });
  request.on('error', hears.quit);
  request.on('response', (response) => {
    response.on('close', hears.quit);
    const lines = createInterface({ input: response });
    // It passes on the errors of what it reads, the end of the server among them.
    lines.on('error', hears.quit);
    lines.on('line', (line) => {
      const word = linkWords.find((known) => known === line);
      if (word) hears[word]();
    });
  });
}
