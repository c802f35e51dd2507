import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../../scripts/lib/paths.ts';
import { runCommand } from '../../../scripts/lib/run-command.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const APP = '/opt/Candor Finder/candor-finder';

/** Runs the launcher as a user of this id, before an app that prints what it is given, one word a line. */
async function launch(id: number, ...args: string[]): Promise<string[]> {
  const folder = temporaryFolder();
  const write = (name: string, text: string) => {
    writeFileSync(path.join(folder, name), text);
    chmodSync(path.join(folder, name), 0o755);
    return path.join(folder, name);
  };
  write('id', `#!/bin/sh\necho ${id}\n`);
  const app = write('the app', '#!/bin/sh\nfor word in "$@"; do echo "$word"; done\n');
  const launcher = readFileSync(path.join(projectRoot, 'installer/linux/candor-finder'), 'utf8');
  expect(launcher).toContain(`app='${APP}'`);
  const file = write('candor-finder', launcher.replace(APP, app));
  const { code, stdout, stderr } = await runCommand(file, args, {
    env: { PATH: `${folder}:/usr/bin:/bin` },
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout.split('\n').slice(0, -1);
}

test.each([[['--policy', 'off']], [['--policy=off']], [['--lang=it', '--policy', 'unset']], [['--diagnose']]])(
  'root who sets the policy or asks for a diagnosis does it without the sandbox: %j',
  async (args) => {
    expect(await launch(0, ...args)).toEqual(['--no-sandbox', ...args]);
  },
);

test.each([
  [0, []],
  [0, ['--policyholder']],
  [0, ['--diagnosed']],
  [1000, ['--diagnose']],
  [0, ['a file']],
  [0, ['--', '--policy', 'off']],
  [1000, ['--policy', 'off']],
  [1000, ['an investigation.json', '--lang=it']],
])('user %d with %j keeps the sandbox', async (id, args) => {
  expect(await launch(id, ...args)).toEqual(args);
});
