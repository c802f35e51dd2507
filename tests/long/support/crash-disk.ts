import path from 'node:path';
import type { Disk } from '../../../client/main/files/disk.ts';

interface Inode {
  bytes: Buffer;
  /** What a power cut leaves of it at least. */
  durable: Buffer;
  times: { seenAt: number; writtenAt: number };
}

type Entries = Map<string, Inode | 'folder'>;

/**
 * A disk in memory that forgets, when its power is cut, what nobody forced: bytes that were not synced, and names that
 * came, changed or went in a folder that was not. Of each such change a power cut keeps a part or nothing, by chance, as
 * a real one does.
 */
export class CrashDisk implements Disk {
  readonly #below: (limit: number) => number;
  /** Entries by folder, as the system sees them and as they stand on the platter. */
  #now = new Map<string, Entries>([['/', new Map()]]);
  #durable = new Map<string, Entries>([['/', new Map()]]);
  readonly #open = new Map<number, Inode | 'folder'>();
  #descriptors = 0;
  /** Called before each operation; throws to stop the program there. */
  beforeEach: () => void = () => {};

  /** @param below a whole number from 0 on, below the one given. */
  constructor(below: (limit: number) => number) {
    this.#below = below;
  }

  /** Cuts the power: what was not forced to the disk may be gone, and every open file is closed. */
  cutPower(): void {
    const after = new Map<string, Entries>();
    for (const folder of new Set([...this.#now.keys(), ...this.#durable.keys()])) {
      const [now, durable] = [this.#now.get(folder), this.#durable.get(folder)];
      const entries: Entries = new Map();
      for (const name of new Set([...(now?.keys() ?? []), ...(durable?.keys() ?? [])])) {
        const [fresh, old] = [now?.get(name), durable?.get(name)];
        const kept = fresh === old || this.#below(2) === 0 ? fresh : old;
        if (kept) entries.set(name, kept);
      }
      after.set(folder, entries);
    }
    for (const inode of new Set([...after.values()].flatMap((entries) => [...entries.values()]))) {
      if (inode !== 'folder') this.#forget(inode);
    }
    this.#now = new Map([...after].map(([folder, entries]) => [folder, new Map(entries)]));
    this.#durable = after;
    this.#open.clear();
    this.#dropUnreachable();
  }

  requireWritable(): void {
    this.beforeEach();
  }

  makeFolder(folder: string): void {
    this.beforeEach();
    if (this.#now.has(folder)) return;
    const above = path.posix.dirname(folder);
    this.makeFolder(above);
    this.#now.set(folder, new Map());
    this.#entries(above).set(path.posix.basename(folder), 'folder');
    this.syncFolder(above);
  }

  names(folder: string): string[] {
    return [...(this.#now.get(folder)?.keys() ?? [])];
  }

  facts(file: string) {
    const inode = this.#find(file);
    return inode && { kind: 'file' as const, bytes: inode.bytes.length, ...inode.times };
  }

  read(file: string): Buffer {
    const inode = this.#find(file);
    if (!inode) throw failure('ENOENT', file);
    return Buffer.from(inode.bytes);
  }

  open(file: string, how: 'new' | 'over' | 'old'): number {
    this.beforeEach();
    const entries = this.#entries(path.posix.dirname(file));
    let inode = this.#find(file);
    if (how === 'new' && inode) throw failure('EEXIST', file);
    if (how === 'old' && !inode) throw failure('ENOENT', file);
    inode ??= { bytes: Buffer.alloc(0), durable: Buffer.alloc(0), times: { seenAt: 0, writtenAt: 0 } };
    if (how === 'over') inode.bytes = Buffer.alloc(0);
    entries.set(path.posix.basename(file), inode);
    this.#open.set(++this.#descriptors, inode);
    return this.#descriptors;
  }

  write(descriptor: number, bytes: Uint8Array, from: number): number {
    this.beforeEach();
    const inode = this.#opened(descriptor);
    // A system may take fewer bytes than it is given.
    const taken = 1 + this.#below(bytes.length - from);
    inode.bytes = Buffer.concat([inode.bytes, bytes.subarray(from, from + taken)]);
    return taken;
  }

  truncate(descriptor: number, length: number): void {
    const inode = this.#opened(descriptor);
    inode.bytes = inode.bytes.subarray(0, length);
  }

  setTimes(file: string | number, times: { seenAt: number; writtenAt: number }): void {
    const inode = typeof file === 'number' ? this.#opened(file) : this.#find(file);
    if (inode) inode.times = times;
  }

  sync(descriptor: number): void {
    this.beforeEach();
    const inode = this.#opened(descriptor);
    inode.durable = inode.bytes;
  }

  syncFolder(folder: string): void {
    this.beforeEach();
    this.#durable.set(folder, new Map(this.#entries(folder)));
  }

  close(descriptor: number): void {
    this.#open.delete(descriptor);
  }

  rename(from: string, to: string): void {
    this.beforeEach();
    const inode = this.#find(from);
    if (!inode) throw failure('ENOENT', from);
    this.#entries(path.posix.dirname(from)).delete(path.posix.basename(from));
    this.#entries(path.posix.dirname(to)).set(path.posix.basename(to), inode);
  }

  remove(file: string): void {
    this.beforeEach();
    this.#now.get(path.posix.dirname(file))?.delete(path.posix.basename(file));
  }

  removeFolder(folder: string): void {
    for (const name of [...this.#now.keys()]) {
      if (name === folder || name.startsWith(`${folder}/`)) this.#now.delete(name);
    }
    this.#now.get(path.posix.dirname(folder))?.delete(path.posix.basename(folder));
  }

  /** Of what was added since the last sync, any part may have reached the platter; what was there before is. */
  #forget(inode: Inode): void {
    const grown = inode.bytes.length - inode.durable.length;
    inode.bytes = grown > 0 ? inode.bytes.subarray(0, inode.durable.length + this.#below(grown + 1)) : inode.durable;
    inode.durable = inode.bytes;
  }

  #dropUnreachable(): void {
    for (const folder of [...this.#now.keys()].sort()) {
      const above = this.#now.get(path.posix.dirname(folder));
      if (folder === '/' || above?.get(path.posix.basename(folder)) === 'folder') continue;
      this.#now.delete(folder);
      this.#durable.delete(folder);
    }
  }

  #entries(folder: string): Entries {
    const entries = this.#now.get(folder);
    if (!entries) throw failure('ENOENT', folder);
    return entries;
  }

  #find(file: string): Inode | undefined {
    const found = this.#now.get(path.posix.dirname(file))?.get(path.posix.basename(file));
    return found === 'folder' ? undefined : found;
  }

  #opened(descriptor: number): Inode {
    const inode = this.#open.get(descriptor);
    if (!inode || inode === 'folder') throw failure('EBADF', String(descriptor));
    return inode;
  }
}

function failure(code: string, what: string): Error {
  return Object.assign(new Error(`${code}: ${what}`), { code });
}
