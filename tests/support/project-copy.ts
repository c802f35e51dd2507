import { cpSync, readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../scripts/lib/paths.ts';

/** What is built and run, and what builds and runs it. */
const COPIED =
  /^(?:app|client|engine|main|preload|renderer|ui|collector|scripts|package(?:-lock)?\.json|tsconfig.*\.json|vite\..*\.ts)$/;

/** Copies what the project is built of into `folder`, where a test may change it; packages are those of the project. */
export function copyProject(folder: string): void {
  for (const name of readdirSync(projectRoot).filter((entry) => COPIED.test(entry))) {
    cpSync(path.join(projectRoot, name), path.join(folder, name), {
      recursive: true,
      filter: (source) => path.basename(source) !== 'node_modules',
    });
  }
  // The icon of windows is built in.
  cpSync(path.join(projectRoot, 'installer/icons'), path.join(folder, 'installer/icons'), { recursive: true });
  // The compiler's settings name this room, of which nothing else is needed.
  cpSync(path.join(projectRoot, 'tests/tsconfig.json'), path.join(folder, 'tests/tsconfig.json'));
  symlinkSync(path.join(projectRoot, 'node_modules'), path.join(folder, 'node_modules'));
}
