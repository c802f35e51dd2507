import type { SystemFiles } from '../../../engine/sampler/linux/system-files.ts';

/** A file system made of texts; `links` and `owners` are for the files of processes. */
export interface FakeFiles extends SystemFiles {
  readonly texts: Map<string, string>;
  readonly links: Map<string, string>;
  readonly owners: Map<string, number>;
  /** Paths in the order in which their texts were read. */
  readonly reads: string[];
}

export function fakeFiles(texts: Readonly<Record<string, string>> = {}): FakeFiles {
  const files = new Map(Object.entries(texts));
  const links = new Map<string, string>();
  const owners = new Map<string, number>();
  const reads: string[] = [];
  const text = (path: string) => {
    reads.push(path);
    const found = files.get(path);
    if (found === undefined) throw new Error(`ENOENT: ${path}`);
    return found;
  };
  const below = (folder: string) => [...files.keys()].filter((path) => path.startsWith(`${folder}/`));
  return {
    texts: files,
    links,
    owners,
    reads,
    text,
    bytes: (path) => Uint8Array.from(text(path), (character) => character.charCodeAt(0)),
    names(path) {
      const names = new Set(below(path).map((file) => file.slice(path.length + 1).split('/')[0] ?? ''));
      if (names.size === 0) throw new Error(`ENOENT: ${path}`);
      return [...names];
    },
    target: (path) => links.get(path) ?? null,
    owner(path) {
      const owner = owners.get(path);
      if (owner === undefined) throw new Error(`ENOENT: ${path}`);
      return owner;
    },
    exists: (path) => files.has(path) || below(path).length > 0,
  };
}
