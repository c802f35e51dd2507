import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { protocol } from 'electron';
import { swallowed } from '../../core/debug.ts';

export const APP_SCHEME = 'app';

/** Origin of a product's own pages, as frames report it. */
export const appOrigin = (host: string) => `${APP_SCHEME}://${host}`;

/** Sent with every page: only our own files, no connection anywhere, no frame around or in it. */
export const contentSecurityPolicy: readonly string[] = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
];

/** Headers of everything that a page is made of. */
export function pageHeaders(mediaType: string, policy = contentSecurityPolicy): Record<string, string> {
  return {
    'content-type': mediaType,
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-cache',
  };
}

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Must run before the app is ready. `codeCache` keeps compiled scripts, which `file://` never does. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/**
 * Serves the product's built pages from `folder`, an absolute path, and nothing outside it. To be called when Electron is ready.
 * @param origin of the pages.
 */
export function serveAppProtocol(folder: string, origin: string): void {
  protocol.handle(APP_SCHEME, async (request) => {
    const file = resolveInside(folder, origin, request.url);
    const mediaType = file && mediaTypes[path.extname(file)];
    if (request.method !== 'GET' || !file || !mediaType) return new Response(null, { status: 404 });
    try {
      return new Response(await readFile(file), { headers: pageHeaders(mediaType) });
    } catch (error) {
      swallowed('window', 'serve-file', error);
      return new Response(null, { status: 404 });
    }
  });
}

/** The file that a URL names inside `folder`, or `undefined` for another origin or a way out. */
export function resolveInside(folder: string, origin: string, address: string): string | undefined {
  let pathname: string;
  try {
    const url = new URL(address);
    if (url.host !== new URL(origin).host) return undefined;
    pathname = decodeURIComponent(url.pathname);
  } catch (error) {
    swallowed('window', 'read-address', error);
    return undefined;
  }
  if (pathname.includes('\0')) return undefined;
  const file = path.resolve(folder, `.${pathname}`);
  return file.startsWith(folder + path.sep) ? file : undefined;
}
