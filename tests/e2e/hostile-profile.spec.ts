/**
 * A profile that somebody has got ready for the app: pipes, links, folders and huge files where files of its own belong,
 * and files that cannot be read. Whatever stands there, the app starts, asks or does not ask rightly, quits, touches
 * nothing outside of the profile and writes over nothing that it could not read. To add a case, add a row.
 */
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { finder } from '../../app/finder/product.ts';
import { t } from '../../app/messages/index.ts';
import type { ParticipationReason } from '../../client/core/consent/participation.ts';
import { setLanguage } from '../../client/core/texts/catalogues.ts';
import { participationFolder } from '../../client/main/files/profile-folders.ts';
import { makePipe, snapshot, sparseFile, unreadable, withoutPrivilege } from '../support/hostile-files.ts';
import { agreeTo, decline } from './support/agreed-profile.ts';
import { electronPath, GONE_WITHIN_MS } from './support/finder-app.ts';
import { expect, type Fixtures, test } from './support/fixtures.ts';
import { expectAccessible, picture } from './support/look.ts';
import { policyIn } from './support/policy-file.ts';

/** Longest start, in milliseconds: what it reads could hold it for ever. */
const START_LIMIT = 30_000;

interface Place {
  readonly folder: string;
  readonly profile: string;
  /** A folder of somebody else's, with files in it that are to stay as they are. */
  readonly outside: string;
}

interface HostileCase {
  readonly name: string;
  /** What was answered before; nothing by default. */
  readonly before?: 'yes' | 'no';
  readonly plant: (place: Place) => void;
  readonly reason: ParticipationReason;
  readonly env?: (place: Place) => Readonly<Record<string, string>>;
  /** Files, relative to the profile, that nothing may be written over. */
  readonly kept?: readonly string[];
  /** Every access to the disk is subject to the modes of files, as an ordinary user's is. */
  readonly ordinary?: true;
}

const store = (name: string) => path.join('participation', finder.id, `${name}.json`);
const program = (...parts: string[]) => path.join('program', finder.id, ...parts);
const pipeAt =
  (...names: readonly string[]) =>
  ({ profile }: Place) => {
    for (const name of names) makePipe(path.join(profile, name));
  };
/** Puts a link to the folder outside at `name`. */
const linkAt =
  (name: string) =>
  ({ profile, outside }: Place) => {
    mkdirSync(path.dirname(path.join(profile, name)), { recursive: true });
    symlinkSync(outside, path.join(profile, name));
  };
const choice =
  (content: Buffer | string) =>
  ({ profile }: Place) =>
    writeFileSync(path.join(profile, 'installer-choice.json'), content);

const longFolder = (folder: string) => path.join(folder, 'x'.repeat(100));
const NO = '{"participation":"no"}';
const batch = '0000000001-00000-01234567-89ab-8def-8123-456789abcdef.00000000.batch';

const cases: readonly HostileCase[] = [
  { name: 'a pipe as settings', plant: pipeAt('settings.json'), reason: 'undecided' },
  { name: 'a pipe as Chromium’s own state', plant: pipeAt('Local State'), reason: 'undecided' },
  { name: 'a pipe as Chromium’s index of its cache', plant: pipeAt('Cache/Cache_Data/index'), reason: 'undecided' },
  { name: 'a pipe as consent', plant: pipeAt(store('consent')), reason: 'undecided' },
  { name: 'a pipe as identity', before: 'yes', plant: pipeAt(store('identity')), reason: 'accepted' },
  { name: 'a pipe as the installer’s choice', plant: pipeAt('installer-choice.json'), reason: 'undecided' },
  {
    name: 'a pipe as the policy',
    plant: ({ folder }) => makePipe(policyIn(folder)),
    env: ({ folder }) => ({ CANDOR_POLICY_FILE: policyIn(folder) }),
    reason: 'policy-off',
  },
  {
    name: 'pipes as everything that the program keeps',
    before: 'yes',
    plant: pipeAt(
      program('sessions', '0000000001.log'),
      program('outbox', batch),
      program('outbox', `${batch}.tmp`),
      program('receipts.json'),
      program('losses.json'),
    ),
    reason: 'accepted',
  },
  {
    name: 'a choice file of 300 MB',
    plant: ({ profile }) => sparseFile(path.join(profile, 'installer-choice.json'), 300 * 1024 * 1024),
    reason: 'undecided',
  },
  { name: 'an installer’s No after a byte order mark', plant: choice(`\uFEFF${NO}`), reason: 'declined-by-installer' },
  {
    name: 'an installer’s No in UTF-16, as PowerShell writes it',
    plant: choice(Buffer.from(`\uFEFF${NO}\r\n`, 'utf16le')),
    reason: 'declined-by-installer',
  },
  {
    name: 'a file as the lock, as copying a profile leaves it',
    plant: ({ profile }) => writeFileSync(path.join(profile, 'SingletonLock'), 'elsewhere-4711'),
    reason: 'undecided',
  },
  {
    name: 'a lock left behind on a computer of another name',
    plant: ({ profile }) => symlinkSync('elsewhere-4711', path.join(profile, 'SingletonLock')),
    reason: 'undecided',
  },
  { name: 'a TMPDIR that is a file', plant: () => {}, env: () => ({ TMPDIR: electronPath() }), reason: 'undecided' },
  {
    name: 'a TMPDIR whose name leaves no room for a socket',
    plant: ({ folder }) => mkdirSync(longFolder(folder)),
    env: ({ folder }) => ({ TMPDIR: longFolder(folder) }),
    reason: 'undecided',
  },
  { name: 'DO_NOT_TRACK=true', plant: () => {}, env: () => ({ DO_NOT_TRACK: 'true' }), reason: 'do-not-track' },
  { name: 'settings as a link', plant: linkTo('settings.json', 'other.json'), reason: 'undecided' },
  {
    name: 'consent as a link to a Yes elsewhere',
    plant: linkTo(store('consent'), 'consent.json'),
    reason: 'undecided',
  },
  { name: 'the folder of consent and identity as a link', plant: linkAt('participation'), reason: 'undecided' },
  { name: 'a No with the program’s folder as a link', before: 'no', plant: linkAt('program'), reason: 'declined' },
  { name: 'a No with the product’s folder as a link', before: 'no', plant: linkAt(program()), reason: 'declined' },
  { name: 'a Yes with the program’s folder as a link', before: 'yes', plant: linkAt('program'), reason: 'accepted' },
  { name: 'a Yes with the outbox as a link', before: 'yes', plant: linkAt(program('outbox')), reason: 'accepted' },
  { name: 'a Yes with the sessions as a link', before: 'yes', plant: linkAt(program('sessions')), reason: 'accepted' },
  {
    name: 'a Yes that cannot be read',
    before: 'yes',
    plant: ({ profile }) => unreadable(path.join(profile, store('consent'))),
    reason: 'store-unreadable',
    kept: [store('consent'), store('identity')],
    ordinary: true,
  },
  {
    name: 'an identity that cannot be read',
    before: 'yes',
    plant: ({ profile }) => unreadable(path.join(profile, store('identity'))),
    reason: 'store-unreadable',
    kept: [store('consent'), store('identity')],
    ordinary: true,
  },
  {
    name: 'settings that cannot be read',
    plant: ({ profile }) => {
      writeFileSync(path.join(profile, 'settings.json'), '{"format":1,"value":{}}');
      unreadable(path.join(profile, 'settings.json'));
    },
    reason: 'undecided',
    kept: ['settings.json'],
    ordinary: true,
  },
];

/** Puts a link to a file outside at `name`. */
function linkTo(name: string, target: string) {
  return ({ profile, outside }: Place) => {
    mkdirSync(path.dirname(path.join(profile, name)), { recursive: true });
    symlinkSync(path.join(outside, target), path.join(profile, name));
  };
}

/** What somebody else keeps: named as files of ours are, so that whoever follows a link takes them for such. */
function furnish(outside: string): void {
  const own = path.join(outside, finder.id);
  mkdirSync(path.join(own, 'crashes'), { recursive: true });
  mkdirSync(path.join(own, 'sessions'));
  writeFileSync(path.join(own, 'crashes', 'own.txt'), 'mine');
  agreeTo(outside);
  for (const name of ['consent.json', 'identity.json']) {
    for (const folder of [outside, own])
      cpSync(path.join(participationFolder(outside, finder.id), name), path.join(folder, name));
  }
  for (const name of ['other.json', '0000000001.log', batch]) writeFileSync(path.join(outside, name), 'mine');
}

test.describe.configure({ timeout: 45_000 });
test.afterEach(() => setLanguage('en'));

/** One of each kind is tried always, the others with the rare ones. */
const always = new Set([
  'pipes as everything that the program keeps',
  'a Yes with the outbox as a link',
  'a Yes that cannot be read',
]);

for (const { name, before, plant, reason, env, kept = [], ordinary } of cases) {
  const tag = always.has(name) ? [] : ['@rare'];
  test(`${name}: the app starts, ${reason}, and quits; nothing else is touched`, { tag }, async ({
    folder,
    profile,
    launch,
  }) => {
    const wrapper = ordinary ? withoutPrivilege(folder, electronPath()) : undefined;
    const place = { folder, profile, outside: path.join(folder, 'outside') };
    furnish(place.outside);
    mkdirSync(profile, { recursive: true });
    if (before === 'yes') agreeTo(profile);
    if (before === 'no') decline(profile);
    plant(place);
    const files = [place.outside, ...kept.map((file) => path.join(profile, file))];
    const untouched = files.map(snapshot);

    const began = performance.now();
    const app = await launch({ env: env?.(place) ?? {}, ...(wrapper === undefined ? {} : { wrapper }) });
    expect(performance.now() - began).toBeLessThan(START_LIMIT);
    expect((await app.participation()).reason).toBe(reason);
    await app.setTheme('dark');
    expect(await app.quit()).toBeLessThan(GONE_WITHIN_MS);
    expect(files.map(snapshot)).toEqual(untouched);
  });
}

test('a profile that may not be written: the app starts, keeps what is chosen for the run, and quits', {
  tag: '@long',
}, async ({ folder, profile, launch }) => {
  const wrapper = withoutPrivilege(folder, electronPath());
  agreeTo(profile);
  chmodSync(profile, 0o500);
  const before = readdirSync(profile);
  const app = await launch(wrapper === undefined ? {} : { wrapper });
  expect((await app.participation()).reason).toBe('accepted');
  // Chromium by itself takes three seconds, when its windows are gone, to give up writing.
  await app.quit();
  expect(readdirSync(profile)).toEqual(before);
  chmodSync(profile, 0o700);
});

test.describe('while the answer and the ID cannot be read', () => {
  const stores = [store('consent'), store('identity')];

  /** Starts the app on a profile under a Yes of which it may read neither file. */
  async function launchUnreadable(
    { folder, profile, launch }: Pick<Fixtures, 'folder' | 'profile' | 'launch'>,
    env = {},
  ) {
    agreeTo(profile);
    const files = stores.map((file) => path.join(profile, file));
    for (const file of files) unreadable(file);
    const wrapper = withoutPrivilege(folder, electronPath());
    const app = await launch({ env, ...(wrapper === undefined ? {} : { wrapper }) });
    return { app, files, before: files.map(snapshot) };
  }

  for (const language of ['en', 'it'] as const) {
    const tag = language === 'en' ? '@long' : '@rare';
    test(`the Help dialog says so, and does not say what is held: ${language}`, { tag }, async ({
      folder,
      profile,
      launch,
    }) => {
      setLanguage(language, language);
      const env = language === 'it' ? { LANGUAGE: 'it', LC_ALL: 'it_IT.UTF-8' } : {};
      const { app, files, before } = await launchUnreadable({ folder, profile, launch }, env);
      const { window } = app;
      await window.chooseInMenu('help.program');
      await expect(window.helpDialog).toContainText(t('program.state.store-unreadable'));
      await expect(window.helpDialog).toContainText(t('program.installation.unknown'));
      await window.helpDialog.getByRole('button', { name: t('user-data.erase') }).click();
      await window.helpDialog.getByRole('button', { name: t('user-data.confirm.erase') }).click();
      await expect(window.helpDialog).toContainText(t('user-data.unknown'));
      await expectAccessible(window.page);
      await picture(window.page, `store-unreadable-${language}`);
      await window.helpDialog.getByRole('button', { name: t('user-data.show') }).click();
      await expect(window.held).toContainText(t('user-data.unknown'));
      await app.quit();
      expect(files.map(snapshot)).toEqual(before);
    });
  }

  test('a No is said to hold for the run, and does; a Yes is not stored and collects nothing', async ({
    folder,
    profile,
    launch,
  }) => {
    const { app, files, before } = await launchUnreadable({ folder, profile, launch });
    const { window } = app;
    const choose = async (answer: 'program.yes' | 'program.no') => {
      await window.helpDialog.getByRole('radio', { name: t(answer) }).check({ force: true });
      await window.helpDialog.getByRole('button', { name: t('common.ok'), exact: true }).click();
    };
    await window.chooseInMenu('help.program');
    await choose('program.yes');
    await expect(window.helpDialog).toContainText(t('consent.failed.yes'));
    expect((await app.participation()).level).toBe('off');
    await choose('program.no');
    await expect(window.helpDialog).toContainText(t('consent.failed.no'));
    await expect(window.helpDialog).toContainText(t('program.state.declined-unstored'));
    expect(await app.participation()).toMatchObject({ level: 'off', reason: 'declined', unfinished: ['storing'] });
    await app.quit();
    expect(files.map(snapshot)).toEqual(before);
  });
});

test('a No whose deletion the disk refuses says so, and the next start deletes', { tag: '@long' }, async ({
  folder,
  profile,
  launch,
}) => {
  agreeTo(profile);
  const own = path.join(profile, program());
  const wrapper = withoutPrivilege(folder, electronPath());
  const app = await launch(wrapper === undefined ? {} : { wrapper });
  await expect.poll(() => existsSync(path.join(own, 'sessions'))).toBe(true);
  // Nobody but root takes anything out of a folder that may not be written.
  chmodSync(path.join(own, 'sessions'), 0o500);
  // Whichever comes first when the folder is read, what cannot go keeps nothing else.
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'outbox', 'set-aside']) {
    mkdirSync(path.join(own, name, 'inner'), { recursive: true });
    writeFileSync(path.join(own, name, 'inner', 'file'), 'collected');
  }
  const { window } = app;
  await window.chooseInMenu('help.program');
  await window.helpDialog.getByRole('radio', { name: t('program.no') }).check({ force: true });
  await window.helpDialog.getByRole('button', { name: t('common.ok'), exact: true }).click();
  await expect(window.helpDialog).toContainText(t('consent.failed.undeleted'));
  await expect(window.helpDialog).toContainText(t('program.undeleted'));
  expect(await app.participation()).toMatchObject({ reason: 'declined', unfinished: ['deleting'] });
  expect(readdirSync(own)).toEqual(['sessions']);
  await app.quit();
  chmodSync(path.join(own, 'sessions'), 0o700);
  const next = await launch();
  expect((await next.participation()).unfinished).toBeUndefined();
  await expect.poll(() => existsSync(own)).toBe(false);
});
