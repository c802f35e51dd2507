/** Checks the rules of the house (scripts/rooms/rules.ts) in the project, or in the folder named as argument. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './lib/paths.ts';
import { checkFile, rooms } from './rooms/rules.ts';

const CHECKED = /\.(?:[cm]?[jt]sx?|css)$/;

function filesToCheck(root: string): string[] {
  const inRooms = rooms
    .filter((room) => existsSync(path.join(root, room)))
    .flatMap((room) =>
      readdirSync(path.join(root, room), { recursive: true, encoding: 'utf8' }).map((file) => path.join(room, file)),
    );
  const atTop = readdirSync(root).filter((file) => file.endsWith('.config.ts'));
  return [...atTop, ...inRooms].filter((file) => CHECKED.test(file) && !file.includes('node_modules'));
}

const root = path.resolve(process.argv[2] ?? projectRoot);
const violations = filesToCheck(root).flatMap((file) =>
  checkFile(file.split(path.sep).join('/'), readFileSync(path.join(root, file), 'utf8')),
);
for (const { file, line, rule } of violations) console.error(`${file}:${line}  ${rule}`);
if (violations.length > 0) process.exitCode = 1;
