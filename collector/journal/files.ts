import { constants } from 'node:fs';
import { type FileHandle, open, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { openOwnFile, syncDirectory } from '../own-files.ts';

/** A file that is only ever appended to. */
export interface AppendFile {
  /** Resolves when the operating system has all of the bytes; on failure some of them may be in the file. */
  append(bytes: Uint8Array): Promise<void>;
  /** Resolves when everything appended so far is on the disk. After a failure the file must not be trusted again. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** What the journal needs of a file system; handed in, so that a faulty disk can be tried. */
export interface JournalFiles {
  /** Creates a new file. Resolves when its name is on the disk as well. @throws when it exists. */
  create(file: string): Promise<AppendFile>;
  /** Names in a directory. */
  list(directory: string): Promise<string[]>;
  /** Bytes from `from` to `to`, fewer when the file ends before; to its end when `to` is left out. */
  read(file: string, from: number, to?: number): Promise<Buffer>;
  /** Cuts a file off and syncs it. */
  truncate(file: string, length: number): Promise<void>;
  /** Deletes a file; one that is not there is no error. */
  remove(file: string): Promise<void>;
}

/** The real thing. */
export const nodeFiles: JournalFiles = {
  async create(file) {
    const handle = await open(file, 'wx', 0o600);
    try {
      await syncDirectory(path.dirname(file));
    } catch (error) {
      await handle.close();
      throw error;
    }
    return appendTo(handle);
  },
  list: (directory) => readdir(directory),
  async read(file, from, to) {
    const handle = await openOwnFile(file, constants.O_RDONLY, 'refused');
    try {
      return await readRange(handle, from, to ?? (await handle.stat()).size);
    } finally {
      await handle.close();
    }
  },
  async truncate(file, length) {
    const handle = await openOwnFile(file, constants.O_RDWR, 'refused');
    try {
      await handle.truncate(length);
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  remove: (file) => rm(file, { force: true }),
};

function appendTo(handle: FileHandle): AppendFile {
  return {
    async append(bytes) {
      for (let done = 0; done < bytes.length; ) {
        done += (await handle.write(bytes, done, bytes.length - done)).bytesWritten;
      }
    },
    sync: () => handle.datasync(),
    close: () => handle.close(),
  };
}

async function readRange(handle: FileHandle, from: number, to: number): Promise<Buffer> {
  const bytes = Buffer.alloc(Math.max(0, to - from));
  let done = 0;
  while (done < bytes.length) {
    const { bytesRead } = await handle.read(bytes, done, bytes.length - done, from + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return bytes.subarray(0, done);
}
