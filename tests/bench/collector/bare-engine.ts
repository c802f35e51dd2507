import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { projectRoot } from '../../../scripts/lib/paths.ts';

/** Opens an empty directory and asks for nothing; text, because to strip types would take as long as to begin. */
const PROGRAM = `
  const { Session } = require('chdb');
  const session = new Session(process.argv[1]);
  session.queryAsync('SELECT 1').then(() => console.log('open'));
  process.stdin.once('data', () => process.exit());`;

/** From the start of a process that has Node and the engine alone to its first answer, in milliseconds: no collector is ready before. */
export async function bareEngineMs(directory: string): Promise<number> {
  const begun = performance.now();
  const child = spawn(process.execPath, ['-e', PROGRAM, directory], {
    cwd: projectRoot,
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), ended.then(() => Promise.reject(new Error('the engine ended')))]);
  const ms = performance.now() - begun;
  child.stdin.write('\n');
  await ended;
  return ms;
}
