import { spawn } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  electronPath,
  type FinderApp,
  HOLD_QUESTION,
  launchArguments,
  launchEnvironment,
} from './support/finder-app.ts';
import { expect, test } from './support/fixtures.ts';
import { policyIn, writePolicy } from './support/policy-file.ts';
import { ownFiles } from './support/profile.ts';
import { eventsOf, received } from './support/received.ts';
import { Tracer } from './support/tracer.ts';

/** A change of the policy takes effect within this, in milliseconds. */
const WITHIN = 5000;

/** Runs `candor-finder --policy …` without a display, as over a remote shell. */
async function setPolicy(file: string, ...given: string[]) {
  const { DISPLAY: _, WAYLAND_DISPLAY: __, ...environment } = launchEnvironment({ env: { CANDOR_POLICY_FILE: file } });
  // No profile is named, so that one made by default would show in this place.
  const home = path.join(path.dirname(path.dirname(path.dirname(file))), 'home');
  const [project = '', ...switches] = launchArguments('')
    .filter((word) => !word.startsWith('--user-data-dir'))
    .reverse();
  const command = spawn(electronPath(), [...switches, project, '--policy', ...given], {
    env: { ...environment, HOME: home, XDG_CONFIG_HOME: home },
  });
  const text = { stdout: '', stderr: '' };
  command.stdout.setEncoding('utf8').on('data', (part: string) => (text.stdout += part));
  command.stderr.setEncoding('utf8').on('data', (part: string) => (text.stderr += part));
  const exitCode = await new Promise<number | null>((resolve) => command.on('close', resolve));
  return { exitCode, ...text, home };
}

const reasonOf = async (app: FinderApp) => (await app.participation()).reason;

test('with the policy at off nobody is asked, and the Help dialog says whose decision it is', async ({
  folder,
  launch,
}) => {
  const file = writePolicy(folder, { participation: 'off' });
  const app = await launch({ env: { CANDOR_POLICY_FILE: file } });
  await app.asksNothing();
  await app.window.chooseInMenu('help.program');
  await expect(app.window.helpDialog).toContainText('Your organisation');
  for (const answer of [/^Yes/, /^No/]) {
    await expect(app.window.helpDialog.getByRole('radio', { name: answer })).toBeDisabled();
  }
  // Lifted while the app runs: the same dialog can be answered at once.
  rmSync(file);
  await expect(app.window.helpDialog.getByRole('radio', { name: /^Yes/ })).toBeEnabled({ timeout: WITHIN });
});

test('people are asked when a policy that forbade it is lifted', { tag: '@rare' }, async ({ folder, launch }) => {
  const file = writePolicy(folder, { participation: 'off' });
  const app = await launch({ env: { CANDOR_POLICY_FILE: file } });
  await app.asksNothing();
  rmSync(file);
  await expect(app.window.consentPopup).toBeVisible({ timeout: 5000 + WITHIN });
});

test('switched to off while the app collects: the recording stops, nothing is sent, what was collected waits', {
  tag: '@long',
}, async ({ collector, folder, launch, profile }) => {
  const file = policyIn(folder);
  const env = { CANDOR_POLICY_FILE: file };
  const tracer = new Tracer(folder, 'policy');
  const app = await launch({ collector: collector.url, env, wrapper: tracer.wrapper });
  await app.ask();
  await app.window.answer('Yes');
  await app.window.pressShortcut('go.processes');
  await app.recorded(1);

  // By the command itself, which is not taken for a second launch of the app.
  expect((await setPolicy(file, 'off')).exitCode).toBe(0);
  await expect.poll(() => reasonOf(app), { timeout: WITHIN }).toBe('policy-off');
  await app.window.pressShortcut('go.this-device');
  expect(app.electron.windows()).toHaveLength(1);
  await app.window.chooseInMenu('help.program');
  await expect(app.window.helpDialog).toContainText('Your organisation');
  await app.window.closeDialog(app.window.helpDialog);
  const { installation } = await app.participation();
  await app.quit();
  expect(tracer.traced).toBeGreaterThan(10);
  expect(tracer.internetUses()).toEqual([]);
  expect(ownFiles(profile).filter((name) => name.startsWith('program'))).toEqual([expect.stringMatching(/\.batch$/)]);
  await collector.settled();
  expect((await collector.overview()).sessions).toBe(0);

  // Lifted: the Yes still holds, what waited is sent, and what was used meanwhile was never kept.
  expect((await setPolicy(file, 'unset')).exitCode).toBe(0);
  const second = await launch({ collector: collector.url, env });
  await second.window.pressShortcut('go.this-device');
  await second.recorded(1);
  await second.quit();
  expect(eventsOf(await received(collector, installation))).toEqual([
    { session: 1, command: 'go.processes', source: 'shortcut' },
    { session: 2, command: 'go.this-device', source: 'shortcut' },
  ]);
});

test('a policy caps the level, and the dialog says so', { tag: '@long' }, async ({ folder, launch }) => {
  const env = { CANDOR_POLICY_FILE: writePolicy(folder, { participation: 'standard' }) };
  const app = await launch({ env, switches: [HOLD_QUESTION] });
  await app.window.sayYesByMessage('enhanced');
  expect(await app.participation()).toMatchObject({ level: 'standard', reason: 'accepted-capped' });
  await app.window.chooseInMenu('help.program');
  await expect(app.window.helpDialog).toContainText('your organisation allows no higher level');
  await app.window.closeDialog(app.window.helpDialog);
  await app.quit();
});

test('a policy that cannot be followed means off', { tag: '@rare' }, async ({ folder, launch }) => {
  const file = writePolicy(folder, {});
  for (const damaged of ['', '{"participation":"of', '{"particpation":"standard"}']) {
    writeFileSync(file, damaged);
    const app = await launch({ env: { CANDOR_POLICY_FILE: file } });
    expect(await app.participation()).toMatchObject({ level: 'off', reason: 'policy-off' });
    await app.quit();
  }
});

test("a policy sends batches to the organisation's collector; one that anybody can write does not", {
  tag: '@long',
}, async ({ collector, folder, launch }) => {
  const file = writePolicy(folder, { participation: 'standard', collector: collector.url });
  const app = await launch({ collector: '', env: { CANDOR_POLICY_FILE: file } });
  await app.ask();
  await expect(app.window.consentPopup).toContainText(new URL(collector.url).host);
  await app.window.answer('Yes');
  await app.window.pressShortcut('go.processes');
  await app.recorded(1);
  const { installation } = await app.participation();

  chmodSync(file, 0o666);
  await expect.poll(async () => (await app.participation()).collector, { timeout: WITHIN }).toMatch(/^https:/);
  expect(await app.participation()).toMatchObject({ level: 'standard' });
  chmodSync(file, 0o644);
  await expect.poll(async () => (await app.participation()).collector, { timeout: WITHIN }).toBe(collector.url);
  await app.quit();
  expect(await received(collector, installation)).toHaveLength(1);
});

test('--policy sets the policy without a window, a display or a profile, and says what it did', async ({ folder }) => {
  const file = policyIn(folder);
  const stored = () => JSON.parse(readFileSync(file, 'utf8')) as unknown;
  for (const word of ['off', 'standard', 'enhanced']) {
    const { exitCode, stdout, home } = await setPolicy(file, word);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^[A-Z][^\n]+\.\n$/);
    expect(stdout).toContain(file);
    expect(stored()).toEqual({ participation: word });
    expect(statSync(file).mode & 0o7777).toBe(0o644);
    expect(statSync(path.dirname(file)).mode & 0o7777).toBe(0o755);
    expect(readdirSync(folder)).not.toContain(path.basename(home));
  }

  writeFileSync(file, '{"participation":"off","customerId":"ACME-0042","later":true}');
  expect((await setPolicy(file, 'standard')).exitCode).toBe(0);
  expect(stored()).toEqual({ participation: 'standard', customerId: 'ACME-0042', later: true });

  writeFileSync(file, '{"participation":"off"}');
  expect((await setPolicy(file, 'unset')).exitCode).toBe(0);
  expect(readdirSync(path.dirname(file))).toEqual([]);
});

test('--policy says why it did nothing, with an exit code of its own', { tag: '@long' }, async ({ folder }) => {
  const file = policyIn(folder);
  for (const words of [['on'], []]) {
    const { exitCode, stdout, stderr } = await setPolicy(file, ...words);
    expect([exitCode, stdout]).toEqual([64, '']);
    expect(stderr).toContain('Usage: candor-finder --policy off|standard|enhanced|unset\n');
  }
  // Where not even root may make a folder.
  const refused = await setPolicy('/sys/kernel/candor-finder/policy.json', 'off');
  expect(refused.exitCode).toBe(77);
  expect(refused.stderr).toContain('Only an administrator may set the policy');

  writePolicy(folder, { participation: 'on' });
  const damaged = await setPolicy(file, 'standard');
  expect(damaged.exitCode).toBe(78);
  expect(damaged.stderr).toContain('the value of "participation" is not allowed');
});
