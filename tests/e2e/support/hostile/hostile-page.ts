import type { ElectronApplication, Page } from 'playwright/test';
import type { NetworkUse } from '../trace.ts';
import type { Tracer } from '../tracer.ts';
import { type Attack, arm, type Targets } from './attack.ts';
import { attacks } from './attacks.ts';
import { leavingAttacks } from './browser-attacks.ts';
import type { Listeners } from './listeners.ts';

/** An empty page: no policy, no script of ours. */
const EMPTY = '<!doctype html><title>not ours any more</title><body>';

/** Puts another page in the place of a product's own, at the same address and without a content security policy. */
export async function takeOver(electron: ElectronApplication, page: Page): Promise<void> {
  await electron.evaluate(({ protocol }, text) => {
    protocol.unhandle('app');
    protocol.handle('app', () => new Response(text, { headers: { 'content-type': 'text/html' } }));
  }, EMPTY);
  await page.reload();
}

/** Runs an attack in a window of a session from which all confinement was taken. Returns what closes it again. */
export async function freeWindow(
  electron: ElectronApplication,
  run: Attack['run'],
  to: Targets,
): Promise<() => Promise<void>> {
  const id = await electron.evaluate(
    async ({ app, BrowserWindow, session }, [text, script]) => {
      const free = session.fromPartition('free');
      free.webRequest.onBeforeRequest(null);
      await free.setProxy({ mode: 'direct' });
      app.configureHostResolver({});
      if (!free.protocol.isProtocolHandled('app')) {
        free.protocol.handle('app', () => new Response(text, { headers: { 'content-type': 'text/html' } }));
      }
      const window = new BrowserWindow({ webPreferences: { session: free, sandbox: true, spellcheck: false } });
      const { webContents } = window;
      for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect'] as const) {
        webContents.removeAllListeners(event);
      }
      webContents.setWindowOpenHandler(() => ({ action: 'allow' }));
      webContents.setWebRTCIPHandlingPolicy('default');
      await window.loadURL('app://free/');
      void webContents.executeJavaScript(script).catch(() => {});
      return window.id;
    },
    [EMPTY, `(${arm})(); void Promise.resolve((${run})(${JSON.stringify(to)})).catch(() => {})`] as const,
  );
  return async () => {
    await electron.evaluate(({ BrowserWindow }, closed) => {
      for (const window of BrowserWindow.getAllWindows()) if (window.id >= closed) window.destroy();
    }, id);
  };
}

/** Where what is no request is sent from a page: nobody listens there. */
const isNowhere = ({ kind, address, port }: NetworkUse) =>
  kind === 'connection' && address === '127.0.0.1' && port === 1;

/** The routing table of this computer was asked, or a socket was opened that sends nothing, as WebRTC does. */
const isSilent = ({ kind }: NetworkUse) => kind === 'route' || kind === 'receiving';

/** What of the uses of the network told anybody anything. */
export const gotOut = (uses: readonly NetworkUse[]) => uses.filter((use) => !isNowhere(use) && !isSilent(use));

/** Attacks that run at the same time; each has a second. */
const AT_ONCE = 8;

/** Runs attacks in the page, those that stay in it some at a time; tells which got out, and how. */
export async function attack(
  page: Page,
  tracer: Tracer,
  listeners: Listeners,
  which: readonly Attack[] = attacks,
): Promise<string[]> {
  const out: string[] = [];
  const began: { readonly names: string; readonly at: number }[] = [];
  await page.evaluate(arm);
  for (const some of groups(which)) {
    const names = some.map(({ name }) => name).join(', ');
    began.push({ names, at: Date.now() });
    listeners.forget();
    await Promise.all(
      some.map(({ run }) =>
        page.evaluate(run as (to: typeof listeners.ports) => unknown, listeners.ports).catch(() => {}),
      ),
    );
    const { udp, tcp } = listeners.reached;
    if (udp + tcp > 0) out.push(`${names}: ${udp} datagrams, ${tcp} connections`);
  }
  // What is still under way when the page goes.
  await page.evaluate(({ tcp }) => {
    addEventListener('pagehide', () => {
      navigator.sendBeacon(`http://127.0.0.1:${tcp}/last`);
      fetch(`http://127.0.0.1:${tcp}/last`, { keepalive: true }).catch(() => {});
    });
  }, listeners.ports);
  const named = (at: number) => began.findLast((one) => one.at <= at)?.names ?? 'before any attack';
  return [
    ...out,
    ...gotOut(tracer.trace().uses).map((use) => `${named(use.at)}: ${use.kind} to ${use.address}:${use.port}`),
  ];
}

function groups(which: readonly Attack[]): Attack[][] {
  const staying = which.filter((one) => !leavingAttacks.includes(one));
  const made: Attack[][] = [];
  for (let i = 0; i < staying.length; i += AT_ONCE) made.push(staying.slice(i, i + AT_ONCE));
  return [...made, ...which.filter((one) => leavingAttacks.includes(one)).map((one) => [one])];
}
