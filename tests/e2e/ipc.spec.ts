import path from 'node:path';
import { contract, type InvokeChannel } from '../../app/ipc/contract.ts';
import { expect, test } from './support/fixtures.ts';

const channels = Object.entries(contract).flatMap(([name, { kind }]) =>
  kind === 'invoke' ? [name as InvokeChannel] : [],
);
const preload = path.resolve(import.meta.dirname, '../../out/preload/index.cjs');

/** Payloads that fit no channel. */
const malformed: readonly unknown[] = [{ malformed: true }, [], 'text', 7, null, { constructor: {} }];

test('every channel refuses a malformed payload', async ({ launch }) => {
  const app = await launch();
  for (const channel of channels) {
    for (const payload of malformed) {
      const answer = await app.window.page.evaluate(
        async ([name, request]) => {
          const invoke = window.candor.invoke as (channel: string, request: unknown) => Promise<unknown>;
          return await invoke(name, request).then(
            () => 'answered',
            (error: Error) => error.message,
          );
        },
        [channel, payload] as const,
      );
      expect(answer, `${channel} ${JSON.stringify(payload)}`).toContain('the request does not fit the contract');
    }
  }
  expect((await app.participation()).level).toBe('off');
});

test('every channel is refused from a frame that is not the app’s own', async ({ launch }) => {
  const app = await launch();
  const answers = await app.electron.evaluate(
    async ({ BrowserWindow }, [script, names]) => {
      const foreign = new BrowserWindow({ show: false, webPreferences: { preload: script, sandbox: true } });
      await foreign.loadURL('about:blank');
      const found: string[] = [];
      for (const name of names) {
        const call = `window.candor.invoke(${JSON.stringify(name)}).then(() => 'answered', (error) => error.message)`;
        found.push(await foreign.webContents.executeJavaScript(call));
      }
      foreign.destroy();
      return found;
    },
    [preload, channels] as const,
  );
  expect(answers).toHaveLength(channels.length);
  for (const answer of answers) expect(answer).toContain("refused from a frame that is not the app's own");
});

test('a page cannot leave, open windows, reach the network or get a permission', async ({ launch }) => {
  const app = await launch();
  const { page } = app.window;
  const before = page.url();
  const tried = await page.evaluate(async () => {
    const failed = (promise: Promise<unknown>) =>
      promise.then(
        () => false,
        () => true,
      );
    const opened = window.open('https://example.org');
    location.href = 'https://example.org';
    return {
      opened: opened !== null,
      fetchFails: await failed(fetch('http://127.0.0.1:9/')),
      outsideFails: await failed(
        fetch('app://finder/%2e%2e/main/index.js').then((response) => {
          if (!response.ok) throw new Error(String(response.status));
        }),
      ),
      cameraFails: await failed(navigator.mediaDevices.getUserMedia({ video: true })),
      notification: await Notification.requestPermission(),
      bridge: Object.keys(window.candor).sort(),
      node: 'require' in window || 'process' in window,
    };
  });
  expect(tried).toEqual({
    opened: false,
    fetchFails: true,
    outsideFails: true,
    cameraFails: true,
    notification: 'denied',
    bridge: ['invoke', 'on'],
    node: false,
  });
  expect(page.url()).toBe(before);
  expect(app.electron.windows()).toHaveLength(1);
});
