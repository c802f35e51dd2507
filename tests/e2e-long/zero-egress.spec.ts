import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { finder } from '../../app/finder/product.ts';
import type { CollectingLevel } from '../../client/core/consent/levels.ts';
import { NOTICE_VERSION } from '../../client/core/consent/notice.ts';
import type { ParticipationReason } from '../../client/core/consent/participation.ts';
import type { ConsentDecision } from '../../client/core/consent/record.ts';
import { participationFolder, programFolder } from '../../client/main/files/profile-folders.ts';
import { BACKGROUND_DELAY_MS } from '../../client/main/limits.ts';
import { agreeTo } from '../e2e/support/agreed-profile.ts';
import { FaultyCollector } from '../e2e/support/faulty-collector.ts';
import type { FinderApp, LaunchOptions } from '../e2e/support/finder-app.ts';
import { expect, test } from '../e2e/support/fixtures.ts';
import { attack, gotOut, takeOver } from '../e2e/support/hostile/hostile-page.ts';
import { Listeners } from '../e2e/support/hostile/listeners.ts';
import { writePolicy } from '../e2e/support/policy-file.ts';
import { filesMentioning, ownFiles } from '../e2e/support/profile.ts';
import type { NetworkUse } from '../e2e/support/trace.ts';
import { Tracer } from '../e2e/support/tracer.ts';
import { type Deciding, ScriptedUser, USER_WORD, usedCommands } from './support/scripted-user.ts';

/**
 * How long a user goes on, in milliseconds: a minute, and a little more than the app waits before it first sends what it
 * still has.
 */
const LONG_ENOUGH = BACKGROUND_DELAY_MS + 2000;

/** Chromium's address for the question whether this computer has a route to the IPv6 internet; nothing is sent to it. */
const IPV6_PROBE = '2001:4860:4860::8888';

/** Sockets of this computer that a desktop app talks to: the display, the message buses, the list of users. */
const LOCAL_SOCKETS =
  /^(@?\/tmp\/\.X11-unix\/|.*\/(bus(_\d+)?|dbus\/system_bus_socket|wayland-\d+|nscd\/socket)$|@?\/tmp\/dbus-)/;

const ownWithoutYes = [
  'history',
  'participation/candor-finder/consent.json',
  'participation/candor-finder/identity.json',
  'settings.json',
];

type Launch = (options?: Partial<LaunchOptions>) => Promise<FinderApp>;

const programOf = (profile: string) => programFolder(profile, finder.id);

/** A file of the profile, and what is in it. */
interface Kept {
  readonly name: string;
  readonly bytes: Buffer;
}

/** A run with a Yes that could reach nobody. Returns what of it is left: the batch that waits, and that it was tried. */
async function leaveBatch(launch: Launch, profile: string): Promise<Kept[]> {
  agreeTo(profile);
  const app = await launch();
  await app.window.pressShortcut('view.zoom-in');
  await app.recorded(1);
  await app.quit();
  const [batch = ''] = readdirSync(path.join(programOf(profile), 'outbox'));
  const names = [`outbox/${batch}`, 'receipts.json'].map((name) => `program/candor-finder/${name}`);
  return names.map((name) => ({ name, bytes: readFileSync(path.join(profile, name)) }));
}

/** Turns the Yes of a profile into one that was given to something else. */
function changeDecision(profile: string, change: Partial<ConsentDecision>): void {
  const file = path.join(participationFolder(profile, finder.id), 'consent.json');
  const { format, value } = JSON.parse(readFileSync(file, 'utf8'));
  const decision = { ...value.decision, ...change };
  writeFileSync(file, JSON.stringify({ format, value: { decision, history: [decision] } }));
}

/** Nothing was said to anybody outside, by nobody of the app's processes. */
function expectSilence(tracer: Tracer): void {
  const { calls, uses, localSockets } = tracer.trace();
  // The control: what the app says to the display is traced.
  expect(calls).toBeGreaterThan(1000);
  expect(localSockets.length).toBeGreaterThan(0);
  expect(localSockets.filter((name) => !LOCAL_SOCKETS.test(name))).toEqual([]);
  expect(uses).toEqual([]);
}

/** What was searched for is remembered for the one who has searched, as what was chosen in the palette is. */
const REMEMBERED = ['settings.json'];

/** The profile holds nothing of what was done but what is remembered for its owner, and what waited before as it was. */
function expectNothingKept(profile: string, waiting: readonly Kept[] = [], remembered = REMEMBERED): void {
  const names = waiting.map(({ name }) => name);
  expect(ownFiles(profile).sort()).toEqual([...ownWithoutYes, ...names].sort());
  for (const { name, bytes } of waiting) expect(readFileSync(path.join(profile, name))).toEqual(bytes);
  expect(filesMentioning(profile, [USER_WORD, ...usedCommands])).toEqual(remembered);
  const dumps = readdirSync(profile, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.dmp'));
  expect(dumps).toEqual([]);
}

const until = (from: number) => () => Date.now() >= from + LONG_ENOUGH;

const reasonOf = async (app: FinderApp) => (await app.participation()).reason;

test('after a withdrawal nothing more is sent, not even of what was being sent', async ({
  folder,
  launch,
  profile,
}) => {
  await leaveBatch(launch, profile);
  const collector = await FaultyCollector.silent();
  const tracer = new Tracer(folder, 'withdrawn');
  const app = await launch({ collector: collector.url, wrapper: tracer.wrapper });
  // The answer that never comes keeps the sending under way.
  await new ScriptedUser(app).goOn(() => collector.requests > 0);
  expect(await app.withdraw(programOf(profile))).toBeLessThan(Number.POSITIVE_INFINITY);
  const withdrawn = Date.now();
  await new ScriptedUser(app).goOn(until(withdrawn));
  await app.quit();

  const { uses, removed } = tracer.trace();
  const gone = removed.get(programOf(profile)) ?? Number.NaN;
  expect(gone).toBeLessThan(withdrawn);
  expect(uses.filter(({ at }) => at < gone).reduce((sum, { bytes }) => sum + bytes, 0)).toBeGreaterThan(100);
  expect(uses.filter(({ at }) => !(at < gone))).toEqual([]);
  expect(collector.requests).toBe(1);
  expectNothingKept(profile);
  await collector.close();
});

test('before consent: the question is closed without an answer', async ({ folder, launch, profile }) => {
  const collector = await FaultyCollector.accepting();
  const tracer = new Tracer(folder, 'undecided');
  const app = await launch({ collector: collector.url, wrapper: tracer.wrapper });
  const from = Date.now();
  const { window } = app;
  await window.consentPopup.waitFor();
  await window.level(window.consentPopup, 'enhanced').check({ force: true });
  await window.closeDialog(window.consentPopup);
  await new ScriptedUser(app).goOn(until(from));
  expect(await reasonOf(app)).toBe('undecided');
  await app.quit();
  expectSilence(tracer);
  expectNothingKept(profile);
  expect(collector.requests).toBe(0);
  await collector.close();
});

test('after a No', async ({ folder, launch, profile }) => {
  const collector = await FaultyCollector.accepting();
  const tracer = new Tracer(folder, 'no');
  const app = await launch({ collector: collector.url, wrapper: tracer.wrapper });
  const from = Date.now();
  await app.window.consentPopup.waitFor();
  await app.window.answer('No');
  await new ScriptedUser(app).goOn(until(from));
  expect(await reasonOf(app)).toBe('declined');
  await app.quit();
  expectSilence(tracer);
  expectNothingKept(profile);
  expect(collector.requests).toBe(0);
  await collector.close();
});

test('before consent: a page that is not ours any more', async ({ folder, launch, profile }) => {
  const collector = await FaultyCollector.accepting();
  const listeners = await Listeners.open();
  const tracer = new Tracer(folder, 'hostile');
  const app = await launch({ collector: collector.url, wrapper: tracer.wrapper });
  const from = Date.now();
  // With the policy of our own pages, and then without.
  expect(await attack(app.window.page, tracer, listeners)).toEqual([]);
  await takeOver(app.electron, app.window.page);
  do {
    expect(await attack(app.window.page, tracer, listeners)).toEqual([]);
    await app.window.page
      .evaluate(() => window.candor.invoke('program.decide', { answer: 'yes', level: 'enhanced', from: 'popup' }))
      .then((answer) => expect(answer).toEqual({ outcome: 'unseen' }));
  } while (!until(from)());
  expect(await reasonOf(app)).toBe('undecided');
  await app.quit();
  expect(gotOut(tracer.trace().uses)).toEqual([]);
  // Nobody has searched for anything or chosen anything here.
  expectNothingKept(profile, [], []);
  expect(collector.requests).toBe(0);
  listeners.close();
  await collector.close();
});

interface Withheld {
  readonly state: string;
  readonly reason: ParticipationReason;
  readonly deciding: Deciding;
  /** Brings a profile with a Yes into this state. */
  readonly arrange: (profile: string, folder: string) => Record<string, string>;
}

const withheld: readonly Withheld[] = [
  {
    state: 'a Yes to an older release line',
    reason: 'lapsed-release',
    deciding: 'looks',
    arrange: (profile) => {
      changeDecision(profile, { releaseLine: '0.9' });
      return {};
    },
  },
  {
    state: 'a Yes to another notice',
    reason: 'lapsed-notice',
    deciding: 'looks',
    arrange: (profile) => {
      // There is none before the first.
      changeDecision(profile, { notice: NOTICE_VERSION > 1 ? NOTICE_VERSION - 1 : NOTICE_VERSION + 1 });
      return {};
    },
  },
  {
    state: 'a policy that says off',
    reason: 'policy-off',
    deciding: 'cannot',
    arrange: (_profile, folder) => ({ CANDOR_POLICY_FILE: writePolicy(folder, { participation: 'off' }) }),
  },
  {
    state: 'DO_NOT_TRACK',
    reason: 'do-not-track',
    deciding: 'cannot',
    arrange: () => ({ DO_NOT_TRACK: '1' }),
  },
];

for (const { state, reason, deciding, arrange } of withheld) {
  test(`under ${state} what waits from an earlier Yes waits on`, async ({ folder, launch, profile }) => {
    const waiting = await leaveBatch(launch, profile);
    const env = arrange(profile, folder);
    const collector = await FaultyCollector.accepting();
    const tracer = new Tracer(folder, 'withheld');
    const app = await launch({ collector: collector.url, wrapper: tracer.wrapper, env });
    const from = Date.now();
    if (deciding === 'looks') {
      await app.window.consentPopup.waitFor();
      await app.window.closeDialog(app.window.consentPopup);
    }
    await new ScriptedUser(app, deciding).goOn(until(from));
    expect(await reasonOf(app)).toBe(reason);
    await app.quit();
    expectSilence(tracer);
    expectNothingKept(profile, waiting);
    expect(collector.requests).toBe(0);
    await collector.close();
  });
}

test('the control: with a Yes the same user reaches the collector, and nobody else', async ({
  folder,
  launch,
  profile,
}) => {
  await leaveBatch(launch, profile);
  const collector = await FaultyCollector.accepting();
  const tracer = new Tracer(folder, 'yes');
  const app = await launch({ collector: collector.url, wrapper: tracer.wrapper });
  const longEnough = until(Date.now());
  const choose = async (level: CollectingLevel) => {
    await app.window.chooseInMenu('help.program');
    await app.window.decideInHelp('Yes', level);
  };
  await choose('enhanced');
  // What waited goes while the app runs, what was done meanwhile at its end.
  await new ScriptedUser(app).goOn(() => longEnough() && collector.requests > 0);
  const meanwhile = collector.requests;
  await choose('standard');
  await app.quit();
  expect(collector.requests).toBeGreaterThan(meanwhile);
  expect(filesMentioning(profile, [USER_WORD])).toEqual(REMEMBERED);

  const { hostname: address, port } = new URL(collector.url);
  const uses = tracer.trace().uses;
  const ofKind = (...kinds: NetworkUse['kind'][]) => uses.filter(({ kind }) => kinds.includes(kind));
  for (const use of ofKind('connection', 'stream')) expect(use).toMatchObject({ address, port: Number(port) });
  expect(ofKind('stream').reduce((sum, { bytes }) => sum + bytes, 0)).toBeGreaterThan(1000);
  expect(ofKind('datagram', 'receiving', 'listening', 'other')).toEqual([]);
  // Before it connects, Chromium asks this computer's routing table about IPv6 and about the collector.
  const routes = ofKind('route').map((use) => use.address);
  expect([IPV6_PROBE, address]).toEqual(expect.arrayContaining(routes));
  await collector.close();
});

test('the control: a single request before consent is seen, whoever of the app makes it', async ({
  folder,
  launch,
}) => {
  const collector = await FaultyCollector.silent();
  const { hostname: address, port } = new URL(collector.url);
  const tracer = new Tracer(folder, 'control');
  const app = await launch({ wrapper: tracer.wrapper });
  const refused = app.electron.evaluate(({ net }, url) => net.fetch(url).then(() => 'sent'), collector.url);
  await expect(refused).rejects.toThrow('ERR_BLOCKED_BY_CLIENT');
  expect(tracer.internetUses()).toEqual([]);
  const requests = [
    // Chromium's network process, once a session is set free, and main's own.
    () =>
      app.electron.evaluate(async ({ session }, url) => {
        const free = session.fromPartition('free');
        free.webRequest.onBeforeRequest(null);
        await free.setProxy({ mode: 'direct' });
        void free.fetch(url).catch(() => {});
      }, collector.url),
    () => app.electron.evaluate((_electron, url) => void fetch(url).catch(() => {}), collector.url),
  ];
  for (const [index, request] of requests.entries()) {
    await request();
    await expect.poll(() => collector.requests).toBe(index + 1);
    const connections = tracer.internetUses().filter(({ kind }) => kind === 'connection');
    expect(connections).toHaveLength(index + 1);
    for (const use of connections) expect(use).toEqual({ kind: 'connection', address, port: Number(port) });
  }
  await app.quit();
  await collector.close();
});
