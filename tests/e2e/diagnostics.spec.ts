import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { finder } from '../../app/finder/product.ts';
import { t } from '../../app/messages/index.ts';
import { REFUSAL_MEDIA_TYPE } from '../../client/core/batch/refusal.ts';
import type { Cause } from '../../client/core/diagnosis/diagnose.ts';
import { participationFolder } from '../../client/main/files/profile-folders.ts';
import { unreadable, withoutPrivilege } from '../support/hostile-files.ts';
import { refusalOf } from '../support/refusals.ts';
import { agreeTo } from './support/agreed-profile.ts';
import { FaultyCollector } from './support/faulty-collector.ts';
import {
  electronPath,
  type FinderApp,
  HOLD_QUESTION,
  launchArguments,
  launchEnvironment,
} from './support/finder-app.ts';
import { expect, test } from './support/fixtures.ts';
import { writePolicy } from './support/policy-file.ts';

/** The beginning of the sentence of a cause, up to what is filled in. */
const sentence = (cause: Cause) => {
  const text = (t as (key: string) => string)(`diagnosis.why.${cause}`);
  return text.split('{')[0] ?? text;
};

/** Runs `candor-finder --diagnose` without a display, as over a remote shell. */
async function diagnose(profile: string, env: Readonly<Record<string, string>> = {}, wrapper?: string) {
  const { DISPLAY: _, WAYLAND_DISPLAY: __, ...environment } = launchEnvironment({ env });
  const command = spawn(wrapper ?? electronPath(), [...launchArguments(profile), '--diagnose'], { env: environment });
  const text = { stdout: '', stderr: '' };
  command.stdout.setEncoding('utf8').on('data', (part: string) => (text.stdout += part));
  command.stderr.setEncoding('utf8').on('data', (part: string) => (text.stderr += part));
  const exitCode = await new Promise<number | null>((resolve) => command.on('close', resolve));
  return { exitCode, ...text };
}

async function answeredInDialog(app: FinderApp, cause: Cause): Promise<void> {
  await app.window.chooseInMenu('help.diagnostics');
  await expect(app.window.diagnostics).toContainText(sentence(cause));
  await app.window.closeDialog(app.window.diagnostics);
}

/** Names, sizes and moments of everything in a folder, to see that nothing was changed. */
function everythingIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const facts = statSync(path.join(folder, name), { throwIfNoEntry: false });
      return `${name} ${facts?.size} ${facts?.mtimeMs}`;
    });
}

/** The command answers the same, from the files alone and without changing one. */
async function answeredByCommand(profile: string, cause: Cause, env: Readonly<Record<string, string>> = {}) {
  const before = everythingIn(profile);
  const { exitCode, stdout } = await diagnose(profile, env);
  expect(stdout.split('\n')[0]).toContain(sentence(cause));
  expect(exitCode).toBe(0);
  expect(everythingIn(profile)).toEqual(before);
  return stdout;
}

test('undecided: the dialog and the command say that nobody has decided', async ({ launch, profile }) => {
  await answeredByCommand(profile, 'undecided');
  const app = await launch({ switches: [HOLD_QUESTION] });
  await answeredInDialog(app, 'undecided');
  // Beside the app that runs, which keeps its lock and its window.
  const { exitCode, stdout } = await diagnose(profile);
  expect([exitCode, stdout.split('\n')[0]]).toEqual([0, sentence('undecided')]);
  expect(app.electron.windows()).toHaveLength(1);
});

test('--diagnose makes no profile where there is none', async ({ folder }) => {
  const { DISPLAY: _, WAYLAND_DISPLAY: __, ...environment } = launchEnvironment({});
  const home = path.join(folder, 'home');
  const given = launchArguments('').filter((word) => !word.startsWith('--user-data-dir'));
  const command = spawnSync(electronPath(), [...given, '--diagnose'], {
    env: { ...environment, HOME: home, XDG_CONFIG_HOME: home },
    encoding: 'utf8',
  });
  expect([command.status, command.stdout.split('\n')[0]]).toEqual([0, sentence('undecided')]);
  expect(command.stdout).toContain(`~/${finder.name}/participation/`);
  expect(existsSync(home)).toBe(false);
});

test('a No', { tag: '@long' }, async ({ launch, profile }) => {
  const app = await launch();
  await app.ask();
  await app.window.answer('No');
  await answeredInDialog(app, 'declined');
  await app.quit();
  await answeredByCommand(profile, 'declined');
});

test('a policy that forbids it, and one that is damaged', { tag: '@rare' }, async ({ folder, launch, profile }) => {
  agreeTo(profile);
  const file = writePolicy(folder, { participation: 'off' });
  const env = { CANDOR_POLICY_FILE: file };
  const app = await launch({ env });
  await answeredInDialog(app, 'policy-off');
  writeFileSync(file, '{"particpation":"off"}');
  await answeredInDialog(app, 'policy-damaged');
  await app.quit();
  expect(await answeredByCommand(profile, 'policy-damaged', env)).toContain(`${file}: `);
});

test('DO_NOT_TRACK', { tag: '@rare' }, async ({ launch, profile }) => {
  agreeTo(profile);
  const env = { DO_NOT_TRACK: '1' };
  const app = await launch({ env });
  await answeredInDialog(app, 'do-not-track');
  await app.quit();
  await answeredByCommand(profile, 'do-not-track', env);
});

test("the installer's No", { tag: '@rare' }, async ({ launch, profile }) => {
  mkdirSync(profile, { recursive: true });
  writeFileSync(path.join(profile, 'installer-choice.json'), '{"participation":"no"}');
  const app = await launch();
  await answeredInDialog(app, 'declined-by-installer');
  await app.quit();
  await answeredByCommand(profile, 'declined-by-installer');
});

test('a store that cannot be read', { tag: '@rare' }, async ({ folder, launch, profile }) => {
  agreeTo(profile);
  const identity = path.join(participationFolder(profile, finder.id), 'identity.json');
  unreadable(identity);
  const wrapper = withoutPrivilege(folder, electronPath());
  const { exitCode, stdout } = await diagnose(profile, {}, wrapper);
  expect([exitCode, stdout.split('\n')[0]]).toEqual([0, sentence('store-unreadable')]);
  expect(stdout).toContain(`${identity}: ${t('diagnosis.store.unreadable')}`);
  const app = await launch(wrapper === undefined ? {} : { wrapper });
  await answeredInDialog(app, 'store-unreadable');
});

test('nothing to send: a session is recorded, and then it has arrived', { tag: '@long' }, async ({
  collector,
  launch,
  profile,
}) => {
  agreeTo(profile);
  const env = { CANDOR_COLLECTOR_URL: collector.url };
  const app = await launch({ collector: collector.url });
  await answeredInDialog(app, 'session-open');
  await app.quit();
  await answeredByCommand(profile, 'all-sent', env);
});

test('the collector is away, and what waits is named', { tag: '@long' }, async ({ launch, profile }) => {
  agreeTo(profile);
  const first = await launch();
  await first.window.pressShortcut('go.processes');
  await first.recorded(1);
  await first.quit();
  const stdout = await answeredByCommand(profile, 'collector-away');
  expect(stdout).toMatch(/Ready to be sent: 1 \(\d+ B\), the oldest from /);
  expect(stdout).toContain(t('sent.unreachable'));
  const second = await launch();
  await answeredInDialog(second, 'collector-away');
});

test('the collector has refused the last batch', { tag: '@rare' }, async ({ launch, profile }) => {
  agreeTo(profile);
  const refusing = await FaultyCollector.treating(async (_self, request, response) => {
    const body = await buffer(request);
    const refusal = JSON.stringify(refusalOf(body, 'invalid'));
    response.writeHead(400, { 'content-type': REFUSAL_MEDIA_TYPE }).end(refusal);
  });
  const first = await launch({ collector: refusing.url });
  await first.window.pressShortcut('go.processes');
  await first.recorded(1);
  await first.quit();
  await answeredByCommand(profile, 'refused');
  const second = await launch({ collector: refusing.url });
  await answeredInDialog(second, 'refused');
  await second.quit();
  await refusing.close();
});

test('a copy has ~ in the place of the home folder and the installation only when it is asked for', {
  tag: '@rare',
}, async ({ launch, profile }) => {
  agreeTo(profile);
  const app = await launch({ env: { HOME: path.dirname(profile) } });
  const { installation } = await app.participation();
  const { diagnostics, page } = app.window;
  await app.window.chooseInPalette('help.diagnostics');
  await expect(diagnostics).toContainText(profile);
  await expect(diagnostics).toContainText(installation);
  const copied = () => app.electron.evaluate(({ clipboard }) => clipboard.readText());

  await diagnostics.getByRole('button', { name: t('diagnosis.copy'), exact: true }).click();
  await expect(diagnostics.getByText(t('common.copied'))).toBeVisible();
  expect(await copied()).toContain(sentence('session-open'));
  expect(await copied()).not.toContain(installation);
  expect(await copied()).not.toContain(path.dirname(profile));
  expect(await copied()).toContain('~/profile');

  await diagnostics.getByRole('button', { name: t('diagnosis.with-installation') }).click();
  await expect.poll(copied).toContain(installation);

  await app.electron.evaluate(({ clipboard }) => {
    clipboard.writeText = () => {
      throw new Error('no clipboard');
    };
  });
  await diagnostics.getByRole('button', { name: t('diagnosis.copy'), exact: true }).click();
  await expect(diagnostics.getByText(t('common.copy-failed.refused'))).toBeVisible();
  await page.keyboard.press('Escape');
});

test('what was asked and what was found is recorded nowhere; the use of the command is, as any other', {
  tag: '@long',
}, async ({ collector, launch, profile }) => {
  agreeTo(profile);
  const app = await launch({ collector: collector.url });
  await app.window.chooseInMenu('help.diagnostics');
  await app.window.diagnostics.getByRole('button', { name: t('diagnosis.copy'), exact: true }).click();
  await app.window.closeDialog(app.window.diagnostics);
  await app.recorded(1);
  const shared = await app.window.page.evaluate(() => window.candor.invoke('program.unsent', { sessions: 0 }));
  expect(shared.batches.flatMap(({ usage }) => usage)).toEqual([
    expect.objectContaining({ command: 'help.diagnostics', source: 'menu' }),
  ]);
  expect(JSON.stringify(shared)).not.toContain(path.dirname(profile));
});

test('CANDOR_DEBUG writes one line a decision to standard error, with nothing of the person in it', {
  tag: '@long',
}, async ({ launch, profile }) => {
  agreeTo(profile);
  const app = await launch({ env: { CANDOR_DEBUG: 'all' } });
  let stderr = '';
  app.process.stderr?.setEncoding('utf8').on('data', (part: string) => (stderr += part));
  await app.window.pressShortcut('go.processes');
  await app.recorded(1);
  await app.quit();
  const lines = stderr.split('\n').filter((line) => line.startsWith('candor '));
  expect(lines).toContain('candor client session-ended');
  expect(lines).toContain('candor client session-sealed state=whole');
  for (const line of lines) expect(line).toMatch(/^candor [a-z]+ [\w-]+(?: \w+=[\w.-]*)*$/);
  const identity = readFileSync(path.join(participationFolder(profile, finder.id), 'identity.json'), 'utf8');
  expect(lines.join('\n')).not.toContain(
    (JSON.parse(identity) as { value: { installation: string } }).value.installation,
  );
});
