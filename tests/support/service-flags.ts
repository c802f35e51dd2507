import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../scripts/lib/paths.ts';

/** The options of Node that a collector is run with as it is installed: those of its first line. */
export function serviceFlags(): string[] {
  const [first = ''] = readFileSync(path.join(projectRoot, 'collector/cli.ts'), 'utf8').split('\n');
  return first.split(' ').filter((word) => word.startsWith('--'));
}
