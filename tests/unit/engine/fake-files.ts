import type { SystemFiles } from '../../../engine/sampler/linux/system-files.ts';

/** A file system made of texts; `links` and `owners` are for the files of processes. */
export interface FakeFiles extends SystemFiles {
  /** Contents by path; a text is UTF-8. */
  readonly texts: Map<string, string | Uint8Array>;
  /** Paths that may not be read, and the system's code for it. */
  readonly refused: Map<string, string>;
  readonly links: Map<string, string>;
  readonly owners: Map<string, number>;
  /** Paths in the order in which their contents were read. */
  readonly reads: string[];
  /** Paths of the descriptors that are open. */
  readonly opened: ReadonlyMap<number, string>;
  /** Descriptors that can be open at most. */
  limit: number;
  /** Removes a process; what was opened of it is dead, whoever gets its PID. */
  end(pid: number): void;
}

export function fakeFiles(texts: Readonly<Record<string, string | Uint8Array>> = {}): FakeFiles {
  const files = new Map(Object.entries(texts));
  const refused = new Map<string, string>();
  const links = new Map<string, string>();
  const owners = new Map<string, number>();
  const reads: string[] = [];
  const opened = new Map<number, string>();
  const dead = new Set<number>();
  let lastDescriptor = 2;
  const content = (path: string) => {
    reads.push(path);
    const code = refused.get(path);
    if (code !== undefined) throw failure(code, path);
    const found = files.get(path);
    if (found === undefined) throw failure('ENOENT', path);
    return found;
  };
  const bytes = (path: string) => {
    const found = content(path);
    return typeof found === 'string' ? new TextEncoder().encode(found) : found;
  };
  const below = (folder: string) => [...files.keys()].filter((path) => path.startsWith(`${folder}/`));
  const fake: FakeFiles = {
    texts: files,
    refused,
    links,
    owners,
    reads,
    opened,
    limit: 1000,
    end(pid) {
      for (const path of below(`/proc/${pid}`)) files.delete(path);
      owners.delete(`/proc/${pid}`);
      links.delete(`/proc/${pid}/exe`);
      for (const [descriptor, path] of opened) if (path.startsWith(`/proc/${pid}/`)) dead.add(descriptor);
    },
    text: (path) => new TextDecoder().decode(bytes(path)),
    bytes,
    names(path) {
      const code = refused.get(path);
      if (code !== undefined) throw failure(code, path);
      const names = new Set(below(path).map((file) => file.slice(path.length + 1).split('/')[0] ?? ''));
      if (names.size === 0) throw failure('ENOENT', path);
      return [...names];
    },
    target(path) {
      const link = links.get(path);
      return link === undefined ? null : new TextEncoder().encode(link);
    },
    owner(path) {
      const owner = owners.get(path);
      if (owner === undefined) throw failure('ENOENT', path);
      return owner;
    },
    exists: (path) => files.has(path) || below(path).length > 0,
    open(path) {
      if (opened.size >= fake.limit) throw failure('EMFILE', path);
      const code = refused.get(path);
      if (code !== undefined || !files.has(path)) throw failure(code ?? 'ENOENT', path);
      lastDescriptor += 1;
      opened.set(lastDescriptor, path);
      return lastDescriptor;
    },
    read(descriptor, into) {
      const path = opened.get(descriptor);
      if (path === undefined) throw failure('EBADF', String(descriptor));
      if (dead.has(descriptor)) throw failure('ESRCH', path);
      const found = bytes(path).subarray(0, into.length);
      into.set(found);
      return found.length;
    },
    close(descriptor) {
      if (!opened.delete(descriptor)) throw failure('EBADF', String(descriptor));
    },
  };
  return fake;
}

function failure(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}
