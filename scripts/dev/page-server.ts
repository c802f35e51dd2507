/** Vite for the windows, behind a server of our own that answers to the app alone and holds the link to it. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createLogger, createServer, type Logger, type Plugin, type ViteDevServer } from 'vite';
import { type DevelopmentServer, LINK_PATH, type LinkWord, SECRET_HEADER } from '../../app/development.ts';
import renderer from '../../vite.renderer.config.ts';
import { projectRoot } from '../lib/paths.ts';
import { say } from '../lib/say.ts';
import { places } from './places.ts';

export interface PageServer {
  /** What the app is told of this server. */
  terms: DevelopmentServer;
  /** Sends a message to the app. Returns whether there is one. */
  tell(word: LinkWord): boolean;
  /** Calls `changed` with the path of each file of `folders` that changes, comes or goes. */
  watch(folders: readonly string[], changed: (file: string) => void): void;
  close(): Promise<void>;
}

export async function startPageServer(): Promise<PageServer> {
  const secret = randomBytes(24).toString('base64url');
  const styleNonce = randomBytes(24).toString('base64url');
  let link: http.ServerResponse | undefined;
  const server = http.createServer((request, response) => {
    if (request.headers[SECRET_HEADER] !== secret) response.writeHead(403).end();
    else if (request.url === LINK_PATH) {
      link = response.writeHead(200, { 'content-type': 'text/plain' });
      response.flushHeaders();
    } else vite.middlewares(request, response, () => response.writeHead(404).end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const vite = await startVite(server, port, styleNonce);
  return {
    terms: { port, secret, socketToken: vite.config.webSocketToken, styleNonce },
    tell(word) {
      if (!link || link.destroyed) return false;
      return link.write(`${word}\n`);
    },
    watch(folders, changed) {
      vite.watcher.add([...folders]);
      vite.watcher.on('all', (event, file) => {
        const ours = folders.some((folder) => file === folder || file.startsWith(folder + path.sep));
        if (ours && !event.endsWith('Dir')) changed(file);
      });
    },
    async close() {
      await vite.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

function startVite(server: http.Server, port: number, styleNonce: string): Promise<ViteDevServer> {
  return createServer({
    ...renderer,
    configFile: false,
    mode: 'development',
    base: '/',
    appType: 'spa',
    cacheDir: places.vite,
    clearScreen: false,
    customLogger: sayingLimitOnce(createLogger(), say),
    plugins: [...(renderer.plugins ?? []), preambleFromFile()],
    html: { cspNonce: styleNonce },
    server: {
      middlewareMode: true,
      // The page's address has no port and says nothing of where the socket is.
      ws: { server, protocol: 'ws', host: '127.0.0.1', clientPort: port },
      // A fault is told in the terminal; the page stays as it was.
      hmr: { overlay: false },
      // node_modules may be a link to another place.
      fs: { allow: [projectRoot, realpathSync(path.join(projectRoot, 'node_modules'))] },
      // While Electron starts.
      warmup: { clientFiles: ['./main.tsx'] },
    },
  });
}

/** The system gives no more watches, or nothing to watch with: inotify(7). */
const NO_MORE_WATCHES = /file watcher error: (?:ENOSPC|EMFILE)\b/;

/** A logger that says once, and what helps, that changes are not seen any more; Vite has a line for each file. */
export function sayingLimitOnce(logger: Logger, tell: (line: string) => void): Logger {
  let isSaid = false;
  return {
    ...logger,
    error(message, options) {
      if (!NO_MORE_WATCHES.test(message)) return logger.error(message, options);
      if (isSaid) return;
      isSaid = true;
      tell('The system lets no more files be watched: changes are not seen. Let it watch more, with');
      tell('  sudo sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=512');
      tell('or have the files looked at again and again: CHOKIDAR_USEPOLLING=1 npm run dev');
    },
  };
}

/** A module of the React plugin's, with the same code as what it writes into the page. */
const PREAMBLE = '@vitejs/plugin-react/preamble';
const INLINE_MODULE = /<script type="module"[^>]*>[^<]+<\/script>/g;

/** React's refresh begins with a script in the page itself, which the content security policy refuses: it is loaded instead. */
function preambleFromFile(): Plugin {
  return {
    name: 'preamble-from-file',
    transformIndexHtml: {
      order: 'post',
      handler: (html) => html.replace(INLINE_MODULE, `<script type="module" src="/@id/__x00__${PREAMBLE}"></script>`),
    },
  };
}
