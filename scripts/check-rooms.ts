/** Checks the rules of the project (scripts/rooms) in the project, or in the folder named as argument; prints sizes. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './lib/paths.ts';
import { checkGraph, describeSizes, importGraph } from './rooms/import-graph.ts';
import { checkFile, rooms } from './rooms/rules.ts';

const CODE = /\.[cm]?[jt]sx?$/;

function filesToCheck(root: string): string[] {
  const inRooms = rooms
    .filter((room) => existsSync(path.join(root, room)))
    .flatMap((room) =>
      readdirSync(path.join(root, room), { recursive: true, encoding: 'utf8' }).map((file) => path.join(room, file)),
    );
  const atTop = readdirSync(root).filter((file) => file.endsWith('.config.ts'));
  return [...atTop, ...inRooms]
    .filter((file) => (CODE.test(file) || file.endsWith('.css')) && !file.includes('node_modules'))
    .map((file) => file.split(path.sep).join('/'));
}

const root = path.resolve(process.argv[2] ?? projectRoot);
const files = filesToCheck(root).map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }));
const production = files.filter(({ file }) => CODE.test(file) && !file.startsWith('tests/'));
const graph = importGraph(production);
const violations = [...files.flatMap(({ file, text }) => checkFile(file, text)), ...checkGraph(production, graph)];
for (const line of describeSizes(production, graph)) console.log(line);
for (const { file, line, rule } of violations) console.error(`${file}:${line}  ${rule}`);
if (violations.length > 0) process.exitCode = 1;
