import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync, inflateRawSync } from 'node:zlib';
import { bytesOf } from '../../support/bytes-of.ts';

/** What Chromium itself keeps in a profile. Nothing of the program is ever written there. */
const chromiumPaths = [
  'Cache',
  'Code Cache',
  'Cookies',
  'Cookies-journal',
  'Crashpad',
  'DIPS',
  'DIPS-shm',
  'DIPS-wal',
  'DawnGraphiteCache',
  'DawnWebGPUCache',
  'Dictionaries',
  'DevToolsActivePort',
  'GPUCache',
  'Local State',
  'Local Storage',
  'Network Persistent State',
  'Preferences',
  'Session Storage',
  'Shared Dictionary',
  'SharedStorage',
  'SingletonCookie',
  'SingletonLock',
  'SingletonSocket',
  'Trust Tokens',
  'Trust Tokens-journal',
  'TransportSecurity',
  'WebStorage',
  'blob_storage',
  'shared_proto_db',
  'VideoDecodeStats',
];

/** Holds the app's own scripts, compiled, and so the id of every command whether it was used or not. */
const compiledScripts = 'Code Cache';

/** What the Finder has read of the computer: the person's own, kept whatever they say to the program. */
const HISTORY = 'history';

/** Files of a profile that are not Chromium's own; those of the history, whose number changes, are one. */
export function ownFiles(profile: string): string[] {
  const firsts = (file: string) => file.split(path.sep)[0] ?? '';
  const own = allFiles(profile).filter((file) => !chromiumPaths.includes(firsts(file)));
  return [...new Set(own.map((file) => (firsts(file) === HISTORY ? HISTORY : file)))];
}

/**
 * Files in which one of the words stands, as it is or after decompression. What people have searched for, and the commands
 * that they have chosen in the palette, stand in their settings, of which nothing is ever sent.
 */
export function filesMentioning(profile: string, words: readonly string[]): string[] {
  return allFiles(profile)
    .filter((file) => file.split(path.sep)[0] !== compiledScripts)
    .filter((file) => {
      const bytes = bytesOf(path.join(profile, file));
      return [bytes, ...decompressed(bytes)].some((content) => words.some((word) => content.includes(word)));
    });
}

function allFiles(profile: string): string[] {
  return readdirSync(profile, { recursive: true, encoding: 'utf8' }).filter((file) =>
    statSync(path.join(profile, file), { throwIfNoEntry: false })?.isFile(),
  );
}

function decompressed(bytes: Buffer): Buffer[] {
  return [brotliDecompressSync, gunzipSync, inflateRawSync].flatMap((decompress) => {
    try {
      return [decompress(bytes, { maxOutputLength: 16 * 1024 * 1024 })];
    } catch {
      return [];
    }
  });
}
