import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectRoot } from '../../scripts/lib/paths.ts';

/**
 * Before the tests of a run. Collectors, storage processes and scripts are started some hundred times: each would strip and
 * compile the same hundreds of files, which is half of what a start costs. The cache is of one run alone.
 */
export default function setup(): () => void {
  const folder = mkdtempSync(path.join(tmpdir(), 'candor-test-compiled-'));
  process.env['NODE_COMPILE_CACHE'] = folder;
  // A process writes into it when it ends by itself; those of the tests are mostly killed.
  const all = ['--input-type=module', '--eval', 'await import("./collector/commands/serve.ts")'];
  execFileSync(process.execPath, all, { cwd: projectRoot, stdio: 'ignore' });
  return () => rmSync(folder, { recursive: true, force: true });
}
