import { expect, test } from './support/fixtures.ts';
import { attacks } from './support/hostile/attacks.ts';
import { attack, freeWindow, gotOut, takeOver } from './support/hostile/hostile-page.ts';
import { Listeners } from './support/hostile/listeners.ts';
import { realTimeAttacks } from './support/hostile/real-time-attacks.ts';
import { buildSecondProduct, SecondProduct } from './support/second-product.ts';
import type { NetworkUse } from './support/trace.ts';
import { Tracer } from './support/tracer.ts';

test.describe.configure({ timeout: 240_000 });

const asked = (uses: readonly NetworkUse[]) => uses.filter(({ kind, port }) => kind === 'datagram' && port === 53);

test('the control: where nothing is confined, the same attacks are seen', { tag: '@long' }, async ({
  folder,
  launch,
}) => {
  const listeners = await Listeners.open();
  const tracer = new Tracer(folder, 'free');
  const app = await launch({ wrapper: tracer.wrapper });
  const unseen: string[] = [];
  for (const { name, seen, run } of attacks.filter((attack) => attack.seen)) {
    listeners.forget();
    const before = asked(tracer.trace().uses).length;
    const close = await freeWindow(app.electron, run, listeners.ports);
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
  // Without it a page can do more, so that is tried each time.
  const tag = policy === 'with' ? '@long' : [];
  test(`a hostile page of the Finder reaches nobody, ${policy} its content security policy`, { tag }, async ({
    folder,
    launch,
  }) => {
    const listeners = await Listeners.open();
    const tracer = new Tracer(folder, policy);
    const app = await launch({ wrapper: tracer.wrapper });
    if (policy === 'without') await takeOver(app.electron, app.window.page);
    expect(await attack(app.window.page, tracer, listeners)).toEqual([]);
    await app.quit();
    expect(gotOut(tracer.trace().uses)).toEqual([]);
    expect(listeners.reached).toEqual({ udp: 0, tcp: 0 });
    listeners.close();
  });
}

test('what is closed stays closed when the network process has died', { tag: '@long' }, async ({ folder, launch }) => {
  const listeners = await Listeners.open();
  const tracer = new Tracer(folder, 'died');
  const app = await launch({ wrapper: tracer.wrapper });
  const networkProcess = () =>
    app.electron.evaluate(({ app }) => {
      const isNetwork = ({ serviceName }: Electron.ProcessMetric) => serviceName === 'network.mojom.NetworkService';
      return app.getAppMetrics().find(isNetwork)?.pid;
    });
  const died = await networkProcess();
  if (died === undefined) throw new Error('there is no network process');
  process.kill(died, 'SIGKILL');
  await expect.poll(async () => [undefined, died].includes(await networkProcess())).toBe(false);
  expect(await attack(app.window.page, tracer, listeners, realTimeAttacks)).toEqual([]);
  listeners.close();
});

test('a hostile page of another product reaches nobody, without its content security policy', { tag: '@rare' }, async ({
  folder,
  profile,
}) => {
  const listeners = await Listeners.open();
  const tracer = new Tracer(folder, 'example');
  const example = await SecondProduct.launch(await buildSecondProduct(), { profile, wrapper: tracer.wrapper });
  await takeOver(example.electron, example.page);
  expect(await attack(example.page, tracer, listeners)).toEqual([]);
  await example.quit();
  listeners.close();
});
