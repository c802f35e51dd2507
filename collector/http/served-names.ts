import { isIP } from 'node:net';

/** By which names a collector is reached. */
export interface ServedNames {
  /** Address or name that it listens on. */
  readonly listensOn: string;
  /** Where people and products reach it, "https://collector.example.org"; `undefined` when that is where it listens. */
  readonly publicUrl?: string | undefined;
  /** Other names, as in a Host header without its port. */
  readonly alsoCalled?: readonly string[];
}

/** What a request says of where it was meant for, and of the page that it comes from. */
export interface RequestPlace {
  /** The Host header, or what HTTP/2 has in its place; HTTP/1.0 may have none. */
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** `Sec-Fetch-Site` and `Sec-Fetch-Mode`; browsers alone send them. */
  readonly fetchSite: string | undefined;
  readonly fetchMode: string | undefined;
  readonly method: string;
}

export type PlaceVerdict = 'served' | 'foreign host' | 'foreign origin';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1']);
const WILDCARDS = new Set(['0.0.0.0', '::', '']);

/**
 * Whether a request may be answered. A name that anybody's DNS can point here is none of ours, so no page of that name
 * reads or posts as if it were ours; and a page of somebody else says so itself, in the headers that browsers add.
 * Senders that are no browsers have no origin.
 */
export function judgePlace(place: RequestPlace, served: ServedNames): PlaceVerdict {
  const { host, origin, fetchSite, fetchMode, method } = place;
  if (host !== undefined && !isServed(host, served)) return 'foreign host';
  if (origin !== undefined && !isOwnOrigin(origin, host, served)) return 'foreign origin';
  const isOwn = fetchSite === undefined || fetchSite === 'same-origin' || fetchSite === 'none';
  // A link that somebody has clicked elsewhere.
  const isOpened = fetchMode === 'navigate' && (method === 'GET' || method === 'HEAD');
  return isOwn || isOpened ? 'served' : 'foreign origin';
}

function isServed(host: string, { listensOn, publicUrl, alsoCalled = [] }: ServedNames): boolean {
  const name = nameOf(host);
  if (name === undefined) return false;
  if (LOOPBACK.has(name) || name === bare(listensOn)) return true;
  if (publicUrl !== undefined && host.toLowerCase() === new URL(publicUrl).host) return true;
  if (alsoCalled.some((other) => bare(other) === name)) return true;
  // No DNS points from a number to a number: a page can only have it by being served from there.
  return WILDCARDS.has(bare(listensOn)) && isIP(name) !== 0;
}

function isOwnOrigin(origin: string, host: string | undefined, { publicUrl }: ServedNames): boolean {
  if (publicUrl !== undefined && origin === new URL(publicUrl).origin) return true;
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:';
  // Host has a port only where it is not the scheme's own.
  return (
    isWeb &&
    host !== undefined &&
    URL.canParse(`${url.protocol}//${host}`) &&
    new URL(`${url.protocol}//${host}`).origin === url.origin
  );
}

/** The name in a Host header, without port and brackets; `undefined` when it is no such header. */
function nameOf(host: string): string | undefined {
  const match = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?$/i.exec(host);
  const name = match?.[1] ?? match?.[2];
  return name === undefined ? undefined : bare(name);
}

/** As it is compared: a name may end with the root's dot. */
function bare(name: string): string {
  return name
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}
