/** Bounds of connections to the collector, each with its reason. */

/** A sender has this long for one request, in milliseconds: 256 KiB at 5 kB/s. */
export const REQUEST_MS = 60_000;

/** How often Node looks whether requests of HTTP/1.1 have taken too long, in milliseconds. */
export const HTTP1_CHECK_MS = 30_000;

/**
 * Of HTTP/1.1: how long a connection may have no request, in milliseconds, more than proxies keep one of theirs; and all headers of a
 * request, in bytes: as over HTTP/2.
 */
export const HTTP1 = { idleMs: 72_000, headerBytes: 16 * 1024 } as const;

/**
 * How long the handshake of a connection over TLS may take, in milliseconds: some round trips of the slowest network. Until
 * then nothing but the connection is known of whoever has made it.
 */
export const TLS_HANDSHAKE_MS = 10_000;

/** Of HTTP/2, which the collector speaks over its own TLS. Each bound is of one connection. */
export const HTTP2 = {
  /** Requests at a time: what RFC 9113 has as the least, and more than a browser or a sender has. One more is refused. */
  streams: 100,
  /** Headers of a request, in bytes as they are counted by RFC 9113: as much as over HTTP/1.1. */
  headerBytes: 16 * 1024,
  /** Headers of a request: more than any browser and proxy send together. */
  headerFields: 128,
  /** What the library keeps of a connection, in millions of bytes: answers that wait to be taken. Beyond it requests are refused. */
  sessionMegabytes: 10,
  /** Frames that break the rules before the connection is ended: one alone could be of a stream that has just ended. */
  invalidFrames: 100,
  /** Requests beyond the bound of `streams` that are refused before the connection is ended. */
  refusedStreams: 100,
  /**
   * Requests that are taken back, at once and in a second on average, before the connection is ended: a browser whose page is
   * left takes back all that it has begun. More is a flood that never has more requests than it may (CVE-2023-44487).
   */
  resets: { burst: 200, perSecond: 20 },
  /** Pings and settings in a minute, which all have to be answered, before the connection is ended: senders have a few. */
  control: { frames: 600, perMs: 60_000 },
  /** How long a connection may have no request, in milliseconds, whatever else it sends: as over HTTP/1.1. */
  idleMs: 72_000,
  /**
   * How long a request may take from its begin until its answer is taken, in milliseconds: what is read, waited for and asked of
   * the storage each have a bound below that. Nobody waits for longer, and an answer that is not taken occupies memory.
   */
  streamMs: 180_000,
} as const;

/** How often the files of a certificate are looked at, in milliseconds: it is renewed days before the old one ends. */
export const TLS_CHECK_MS = 10_000;
