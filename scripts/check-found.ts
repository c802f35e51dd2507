/**
 * Checks tests/found.json, the list of faults that were found by trying the product from outside: each row names the test
 * that shows the fault mended, and the test must be there. `node scripts/check-found.ts [FOLDER]`.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { checkFinds } from './found/check-finds.ts';
import { projectRoot } from './lib/paths.ts';

const root = path.resolve(process.argv[2] ?? projectRoot);
const read = (file: string) => {
  const full = path.join(root, file);
  return existsSync(full) ? readFileSync(full, 'utf8') : undefined;
};

const problems = checkFinds(read('tests/found.json') ?? '', read);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
