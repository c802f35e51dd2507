import type { Page } from 'playwright/test';
import { expect, test } from './support/fixtures.ts';
import { arm, attacks } from './support/hostile/attacks.ts';
import { freeWindow, takeOver } from './support/hostile/hostile-page.ts';
import { Listeners } from './support/hostile/listeners.ts';
import { buildSecondProduct, SecondProduct } from './support/second-product.ts';
import type { NetworkUse } from './support/trace.ts';
import { Tracer } from './support/tracer.ts';

test.describe.configure({ timeout: 240_000 });

const asked = (uses: readonly NetworkUse[]) => uses.filter(({ kind, port }) => kind === 'datagram' && port === 53);

/** Where what is no request is sent from a page: nobody listens there. */
const isNowhere = ({ kind, address, port }: NetworkUse) =>
  kind === 'connection' && address === '127.0.0.1' && port === 1;

/** The routing table of this computer was asked; nothing was sent. */
const isRoute = ({ kind }: NetworkUse) => kind === 'route';

/** Runs every attack in the page; tells those that got out, and how. */
async function getOut(page: Page, tracer: Tracer, listeners: Listeners): Promise<string[]> {
  const out: string[] = [];
  const began: { readonly name: string; readonly at: number }[] = [];
  await page.evaluate(arm);
  for (const { name, run } of attacks) {
    began.push({ name, at: Date.now() });
    listeners.forget();
    await page.evaluate(run as (to: typeof listeners.ports) => unknown, listeners.ports).catch(() => {});
    const { udp, tcp } = listeners.reached;
    if (udp + tcp > 0) out.push(`${name}: ${udp} datagrams, ${tcp} connections`);
  }
  // What is still under way when the page goes.
  await page.evaluate(({ tcp }) => {
    addEventListener('pagehide', () => {
      navigator.sendBeacon(`http://127.0.0.1:${tcp}/last`);
      fetch(`http://127.0.0.1:${tcp}/last`, { keepalive: true }).catch(() => {});
    });
  }, listeners.ports);
  const named = (at: number) => began.findLast((one) => one.at <= at)?.name ?? 'before any attack';
  return [
    ...out,
    ...tracer
      .trace()
      .uses.filter((use) => !isNowhere(use) && !isRoute(use))
      .map((use) => `${named(use.at)}: ${use.kind} to ${use.address}:${use.port}`),
  ];
}

test('the control: where nothing is confined, the same attacks are seen', async ({ folder, launch }) => {
  const listeners = await Listeners.open();
  const tracer = new Tracer(folder, 'free');
  const app = await launch({ wrapper: tracer.wrapper });
  const unseen: string[] = [];
  for (const { name, seen, run } of attacks.filter((attack) => attack.seen)) {
    listeners.forget();
    const before = asked(tracer.trace().uses).length;
    const close = await freeWindow(app.electron, arm, run, listeners.ports);
    const isSeen = () =>
      seen === 'name' ? asked(tracer.trace().uses).length > before : listeners.reached[seen ?? 'tcp'] > 0;
    await expect
      .poll(isSeen)
      .toBe(true)
      .catch(() => unseen.push(name));
    await close();
  }
  expect(unseen).toEqual([]);
  listeners.close();
});

for (const policy of ['with', 'without'] as const) {
  test(`a hostile page of the Finder reaches nobody, ${policy} its content security policy`, async ({
    folder,
    launch,
  }) => {
    const listeners = await Listeners.open();
    const tracer = new Tracer(folder, policy);
    const app = await launch({ wrapper: tracer.wrapper });
    if (policy === 'without') await takeOver(app.electron, app.window.page);
    expect(await getOut(app.window.page, tracer, listeners)).toEqual([]);
    await app.quit();
    expect(tracer.trace().uses.filter((use) => !isNowhere(use) && !isRoute(use))).toEqual([]);
    expect(listeners.reached).toEqual({ udp: 0, tcp: 0 });
    listeners.close();
  });
}

test('a hostile page of another product reaches nobody, without its content security policy', async ({
  folder,
  profile,
}) => {
  const listeners = await Listeners.open();
  const tracer = new Tracer(folder, 'example');
  const example = await SecondProduct.launch(buildSecondProduct(), { profile, wrapper: tracer.wrapper });
  await takeOver(example.electron, example.page);
  expect(await getOut(example.page, tracer, listeners)).toEqual([]);
  await example.quit();
  listeners.close();
});
