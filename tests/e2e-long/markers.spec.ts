import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { brotliCompressSync } from 'node:zlib';
import { finder } from '../../app/finder/product.ts';
import { t } from '../../app/messages/index.ts';
import { RECEIPT_MEDIA_TYPE } from '../../client/core/batch/batch.ts';
import { encodeCbor } from '../../client/core/batch/cbor.ts';
import { REFUSAL_MEDIA_TYPE, refusalStatus } from '../../client/core/batch/refusal.ts';
import { participationFolder, programFolder } from '../../client/main/files/profile-folders.ts';
import { brotli } from '../../client/main/recording/platform-codec.ts';
import { agreeTo } from '../e2e/support/agreed-profile.ts';
import {
  breakView,
  enginePid,
  failBetweenPageAndMain,
  failInMain,
  failInPage,
  failInPreload,
  mend,
  rejectInMain,
} from '../e2e/support/failing.ts';
import { FaultyCollector } from '../e2e/support/faulty-collector.ts';
import type { FinderApp } from '../e2e/support/finder-app.ts';
import { expect, test } from '../e2e/support/fixtures.ts';
import { finderFormat } from '../support/finder-format.ts';
import { MARKER } from '../support/marker.ts';
import { refusalOf } from '../support/refusals.ts';
import { keepMarked, reportMarked, workOnMarked } from './support/marked-commands.ts';
import { markedEnvironment, mayRename, onMarkedComputer } from './support/marked-computer.ts';
import { hidesMarker, searchIn } from './support/search-bytes.ts';

const MESSAGE = `ENOENT: no such file, open '/home/${MARKER}/private.txt'\n    at secret (/home/${MARKER}/index.js:1:2)`;

/** With a program that runs for as long as the test, and whose file and words have the marker for a name. */
const marked = test.extend<{ program: undefined }>({
  program: [
    async ({ folder }, use) => {
      const file = path.join(folder, `${MARKER}-program`);
      copyFileSync('/bin/sleep', file);
      const child = spawn(file, ['600'], { argv0: `${file} --for=${MARKER}`, stdio: 'ignore' });
      await use(undefined);
      child.kill();
    },
    { auto: true },
  ],
});

/** The app finds the marked program, by a search with the marker, and copies what it shows of it. */
async function findMarked(app: FinderApp): Promise<void> {
  const { page } = app.window;
  await app.window.pressShortcut('go.processes');
  await app.window.rows.first().waitFor();
  await app.window.pressShortcut('go.search');
  await page.keyboard.type(MARKER);
  // The list of what else it may mean lies over the first rows.
  await page.keyboard.press('Escape');
  const found = app.window.rows.filter({ hasText: MARKER }).first();
  await found.click();
  await app.window.pressShortcut('edit.copy');
  await expect
    .poll(() => app.electron.evaluate(({ clipboard }) => clipboard.readText()), 'the control: it is on the clipboard')
    .toContain(MARKER);
  await searchForMarked(app);
}

/** The marker is searched for in every way, in the present and the past, and what is found is copied and looked at. */
async function searchForMarked({ window }: FinderApp): Promise<void> {
  const { page } = window;
  for (const text of [`name:${MARKER}`, `process ${MARKER} during 5m`, `port user:${MARKER}`, `process ${MARKER}%`]) {
    await window.search(text);
    await expect(window.searchField).toHaveValue(text);
  }
  await window.search(MARKER);
  await window.search(`process name:${MARKER}`);
  await expect(page.locator('[role="row"]:focus')).toContainText(MARKER);
  await page.keyboard.press('Space');
  const look = page.getByRole('dialog');
  await expect(look).toContainText(MARKER);
  await window.closeDialog(look);
  for (const command of [
    'edit.copy-as-csv',
    'edit.copy-as-json',
    'edit.copy-as-query',
    'object.copy-query',
    'object.filter-value',
    'object.exclude-value',
  ] as const) {
    await window.chooseInMenu(command);
  }
  await window.pressShortcut('go.this-device');
  await window.searchField.fill(MARKER);
}

/** Saves what is shared under a name with the marker, where it can be written and where it cannot. */
async function saveMarked(app: FinderApp, folder: string): Promise<void> {
  await app.window.chooseInMenu('help.what-is-shared');
  const { whatIsShared } = app.window;
  const save = whatIsShared.getByRole('button', { name: t('shared.save') });
  for (const [file, told] of [
    [path.join(folder, `${MARKER}.json`), t('shared.saved')],
    [path.join(folder, 'nowhere', `${MARKER}.json`), t('shared.save-failed')],
  ] as const) {
    await app.electron.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, file);
    await save.click();
    await expect(whatIsShared).toContainText(told);
  }
  await app.window.closeDialog(whatIsShared);
}

/** Something fails in every process, and says the marker. */
async function failEverywhere(app: FinderApp): Promise<void> {
  await failInMain(app, MESSAGE);
  await rejectInMain(app, MESSAGE);
  await failInPage(app, MESSAGE);
  await failBetweenPageAndMain(app, MESSAGE);
  await failInPreload(app, MESSAGE);
  await breakView(app, MESSAGE);
  await app.window.pressShortcut('go.processes');
  await app.window.page.getByRole('main').getByRole('alert').waitFor();
  await mend(app);
  await app.window.page.getByRole('button', { name: t('common.try-again') }).click();
  await app.window.rows.first().waitFor();
  const engine = await enginePid(app);
  process.kill(engine, 'SIGKILL');
  await enginePid(app, engine);
}

type Answer = (body: Buffer, request: IncomingMessage, response: ServerResponse) => void;

const unavailable: Answer = (_body, _request, response) => response.writeHead(503).end();

const refused: Answer = (body, _request, response) =>
  response
    .writeHead(refusalStatus.invalid, { 'content-type': REFUSAL_MEDIA_TYPE })
    .end(JSON.stringify(refusalOf(body, 'invalid')));

const receipt: Answer = (body, _request, response) => {
  const decoding = finderFormat.decode(body, brotli);
  if (!decoding.ok) return response.writeHead(500).end();
  const { batch } = decoding.batch.envelope;
  return response
    .writeHead(200, { 'content-type': RECEIPT_MEDIA_TYPE })
    .end(JSON.stringify({ batch, status: 'accepted' }));
};

marked(
  'what the computer, its user and their doings are called stands in no byte that is kept or sent',
  async ({ folder, launch }) => {
    const profile = path.join(folder, MARKER, 'profile');
    const program = programFolder(profile, finder.id);
    const participation = participationFolder(profile, finder.id);
    mkdirSync(profile, { recursive: true });
    agreeTo(profile, 'enhanced');
    const requests: Buffer[] = [];
    let answer = unavailable;
    const collector = await FaultyCollector.treating(async (_self, request, response) => {
      const body = await buffer(request);
      requests.push(Buffer.from([request.method, request.url, ...request.rawHeaders].join('\n')), body);
      answer(body, request, response);
    });
    const looked = new Set<string>();
    const expectUnmarked = () => {
      for (const place of [program, participation]) {
        const { files, marked: found } = searchIn(place);
        for (const file of files) looked.add(path.relative(place, file).split(path.sep)[0] ?? '');
        expect(found).toEqual([]);
      }
    };

    // What waits, what is refused and set aside, and what arrives.
    for (const next of [unavailable, refused, receipt]) {
      answer = next;
      writeFileSync(path.join(profile, 'settings.json'), `{"format":1,"value":{"theme":"${MARKER}"}}`);
      const app = await launch({
        profile,
        collector: collector.url,
        // A search from a terminal: `candor-finder WORD`, and with a type.
        words: [next === receipt ? MARKER : `process ${MARKER}`],
        env: {
          ...markedEnvironment,
          CANDOR_POLICY_FILE: path.join(folder, MARKER, 'policy.json'),
          XDG_CONFIG_HOME: path.join(folder, MARKER, 'config'),
        },
        ...(mayRename ? { wrapper: onMarkedComputer(folder) } : {}),
      });
      expect((await app.participation()).level).toBe('enhanced');
      const seen = await app.electron.evaluate(() => {
        const os = process.getBuiltinModule('node:os');
        return { host: os.hostname(), user: os.userInfo().username, variable: process.env['SECRET_TOKEN'] };
      });
      // The control: the app has the marker before its eyes.
      expect(seen).toEqual({
        host: mayRename ? MARKER : expect.any(String),
        user: mayRename ? MARKER : expect.any(String),
        variable: MARKER,
      });
      // A bare word opens what it means first, which may be called otherwise.
      const opened = next === receipt ? /./ : new RegExp(MARKER);
      await expect(app.window.searchField, 'the control: it was opened on the search').toHaveValue(opened);
      await findMarked(app);
      await workOnMarked(app, folder);
      await saveMarked(app, folder);
      await reportMarked(app, folder);
      await keepMarked(app);
      await failEverywhere(app);
      expectUnmarked();
      await app.quit();
      expectUnmarked();
    }
    await collector.close();

    expect([...looked]).toEqual(expect.arrayContaining(['outbox', 'receipts.json', 'sessions', 'set-aside']));
    expect(requests.length).toBeGreaterThan(4);
    for (const bytes of requests) expect(hidesMarker(bytes), bytes.toString('latin1').slice(0, 400)).toBe(false);
    // Everything that can be sent was: the user's number, log lines, errors.
    const sent = requests.flatMap((bytes) => {
      const decoding = bytes.length > 0 ? finderFormat.decode(bytes, brotli) : undefined;
      return decoding?.ok ? [decoding.batch] : [];
    });
    expect(sent.some(({ organisation }) => organisation.user !== undefined)).toBe(true);
    expect(sent.flatMap(({ logs }) => logs.map(({ code }) => code))).toContain('store.damaged');
    expect(sent.flatMap(({ errors }) => errors).length).toBeGreaterThan(5);

    expect(existsSync(path.join(folder, `${MARKER}.json`))).toBe(true);
    expect(readdirSync(profile).some((name) => name.startsWith('settings'))).toBe(true);
  },
);

test('the control: the search finds a marker however it is packed', ({ folder }) => {
  const utf16 = Buffer.from(MARKER, 'utf16le');
  const packed = [
    encodeCbor({ text: `/home/${MARKER}` }),
    encodeCbor({ [MARKER]: 1 }),
    encodeCbor([1, [2, { bytes: encodeCbor({ inner: brotliCompressSync(utf16) }) }]]),
    encodeCbor(Buffer.from(`x${MARKER}`).toString('base64')),
    Buffer.from(MARKER).toString('hex'),
  ].flatMap((bytes) => [Buffer.from(bytes), brotliCompressSync(bytes)]);
  for (const [index, bytes] of packed.entries()) {
    writeFileSync(path.join(folder, `${index}.batch`), bytes);
    expect(hidesMarker(readFileSync(path.join(folder, `${index}.batch`))), `${index}`).toBe(true);
  }
  writeFileSync(path.join(folder, 'innocent.batch'), brotliCompressSync(encodeCbor({ text: '/home/somebody' })));
  const { files, marked: found } = searchIn(folder);
  expect(files).toHaveLength(packed.length + 1);
  expect(found).toHaveLength(packed.length);
});
