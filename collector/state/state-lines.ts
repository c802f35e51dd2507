/** The lines of a state file: a head that tells the file from others of its name, then a line of JSON for each change. */
import { randomUUID } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';

/** A change: the record's new value; none when it was removed. */
export interface StateLine {
  readonly id: string;
  readonly value: unknown;
}

const MAX_ID = 200;

/** The head has a fixed length, so that it is read without the rest. */
const HEAD = /^\{"file":"[0-9a-f-]{36}"\}$/;
const HEAD_BYTES = 47;

export function newHead(): string {
  return `{"file":"${randomUUID()}"}`;
}

/** The first line of a file; `undefined` for one that does not begin as ours do. */
export async function headOf(handle: FileHandle): Promise<string | undefined> {
  const bytes = Buffer.alloc(HEAD_BYTES);
  const { bytesRead } = await handle.read(bytes, 0, HEAD_BYTES, 0);
  const head = bytes.toString('latin1', 0, bytesRead);
  return HEAD.test(head) ? head : undefined;
}

/** @throws RangeError for an id that is too long; TypeError for a value that JSON cannot say. */
export function recordLine(id: string, value: unknown): string {
  if (value === undefined) throw new TypeError('a record has a value');
  return JSON.stringify({ id: checkedId(id), value });
}

export function removalLine(id: string): string {
  return JSON.stringify({ id: checkedId(id) });
}

/** The id of a record. @throws RangeError for one that is empty or too long. */
export function checkedId(id: string): string {
  if (id.length === 0 || id.length > MAX_ID) throw new RangeError(`an id has 1 to ${MAX_ID} characters`);
  return id;
}

/**
 * The changes in a piece of a file that begins with a line.
 * @returns also how many lines are no changes, and how many bytes the whole lines have: what follows may still be being
 * written.
 */
export function parseLines(bytes: Buffer): { lines: StateLine[]; damaged: number; length: number } {
  const length = bytes.lastIndexOf('\n') + 1;
  const lines: StateLine[] = [];
  let damaged = 0;
  for (const text of bytes.toString('utf8', 0, length).split('\n')) {
    if (text === '' || HEAD.test(text)) continue;
    const line = parsed(text);
    if (line) lines.push(line);
    else damaged++;
  }
  return { lines, damaged, length };
}

function parsed(text: string): StateLine | undefined {
  try {
    const { id, value } = JSON.parse(text) as Partial<StateLine>;
    return typeof id === 'string' && id.length > 0 && id.length <= MAX_ID ? { id, value } : undefined;
  } catch {
    return undefined;
  }
}
