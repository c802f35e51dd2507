import { readFileSync } from 'node:fs';

/** What a file holds; nothing once it is gone: an app at work renames and removes files between a listing and a look. */
export function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}
