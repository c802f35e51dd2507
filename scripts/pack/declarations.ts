import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../lib/paths.ts';

/** Where the compiler puts the declarations of each room: `.cache/types/ROOM/PATH OF THE SOURCE`. */
const TYPES = path.join(projectRoot, '.cache/types');
/** Longer names first, so that a file of `client/core` is not looked for in a room `client`. */
const ROOMS = ['client/core', 'client/node', 'client/main', 'client/preload', 'client/page', 'ui'];
const SPECIFIER = /(\bfrom |\bimport\(|\bimport )(['"])(\.{1,2}\/[^'"]+)\2/g;
const MAP = /^\/\/# sourceMappingURL=.*\n?/gm;

/**
 * Compiles the types of the client and copies those that `entries` reach into `folder`, at the places of their sources.
 * They name each other as `.js`, as any other package's do.
 * @param entries sources, relative to the project.
 */
export function copyDeclarations(entries: readonly string[], folder: string): void {
  const projects = ROOMS.map((room) => path.join(projectRoot, room));
  execFileSync(process.execPath, [path.join(projectRoot, 'node_modules/typescript/bin/tsc'), '-b', ...projects], {
    cwd: projectRoot,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const waiting = [...entries];
  const copied = new Set<string>();
  for (let source = waiting.pop(); source !== undefined; source = waiting.pop()) {
    if (copied.has(source)) continue;
    copied.add(source);
    const from = source;
    const text = readFileSync(declarationOf(from), 'utf8')
      .replaceAll(MAP, '')
      .replaceAll(SPECIFIER, (_all, before: string, quote: string, specifier: string) => {
        // Style sheets are one file of the package, and no types.
        if (!/\.tsx?$/.test(specifier)) return `${before}${quote}${specifier}${quote}`;
        waiting.push(path.posix.join(path.posix.dirname(from), specifier));
        return `${before}${quote}${specifier.replace(/\.tsx?$/, '.js')}${quote}`;
      });
    const target = path.join(folder, source.replace(/\.tsx?$/, '.d.ts'));
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}

function declarationOf(source: string): string {
  const room = ROOMS.find((name) => source.startsWith(`${name}/`));
  const file = path.join(TYPES, room ?? '', source.replace(/\.tsx?$/, '.d.ts'));
  if (room === undefined || !existsSync(file))
    throw new Error(`${source} has no declarations: it is in no room of the client`);
  return file;
}
