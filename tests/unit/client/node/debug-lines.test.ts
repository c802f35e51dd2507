import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { projectRoot } from '../../../../scripts/lib/paths.ts';

const from = (file: string) => JSON.stringify(new URL(file, `${pathToFileURL(projectRoot)}/`).href);

/** What a process writes that opens its lines, decides twice and goes on after an exception. */
function linesOf(wanted: string | undefined) {
  const script = `
    import { debug, swallowed } from ${from('client/core/debug.ts')};
    import { openDebugLines } from ${from('client/node/platform.ts')};
    openDebugLines(process.env);
    debug('client', 'participation', { level: 'off' });
    debug('policy', 'read', { status: 'none' });
    swallowed('policy', 'watch', Object.assign(new Error('/home/anna'), { code: 'EMFILE' }));
  `;
  const { CANDOR_DEBUG: _, ...environment } = process.env;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    env: { ...environment, NODE_NO_WARNINGS: '1', ...(wanted === undefined ? {} : { CANDOR_DEBUG: wanted }) },
    encoding: 'utf8',
  });
  expect(stdout).toBe('');
  return stderr.split('\n').filter((line) => line !== '');
}

it('writes to standard error what the environment asks for, and nothing else', () => {
  expect(linesOf('policy')).toEqual([
    'candor policy read status=none',
    'candor policy swallowed during=watch error=Error code=EMFILE',
  ]);
  expect(linesOf(undefined)).toEqual([]);
});
