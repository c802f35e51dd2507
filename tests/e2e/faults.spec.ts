import { existsSync, readdirSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import path from 'node:path';
import { RECEIPT_MEDIA_TYPE } from '../../client/core/batch/batch.ts';
import { selfSigned } from '../support/self-signed.ts';
import { agreeTo } from './support/agreed-profile.ts';
import { mainProcesses, startDetached } from './support/detached-app.ts';
import { FaultyCollector } from './support/faulty-collector.ts';
import { GONE_WITHIN_MS } from './support/finder-app.ts';
import { expect, test } from './support/fixtures.ts';

const waiting = (profile: string) => readdirSync(path.join(profile, 'program/candor-finder/outbox'));

function logs(profile: string): string[] {
  const folder = path.join(profile, 'program/candor-finder/sessions');
  return existsSync(folder) ? readdirSync(folder) : [];
}

test('a bad week: redirect, log-in page, a proxy’s 400, 410 and 413, false certificate and trickle keep everything; a proxy then carries it @long @timed', async ({
  launch,
  profile,
}) => {
  agreeTo(profile);
  const target = await FaultyCollector.accepting();
  const answering = (status: number, headers: Record<string, string>, body = '') =>
    FaultyCollector.treating((_self, request, response) => {
      request.resume();
      response.writeHead(status, headers).end(body);
    });
  const networks = {
    redirect: await answering(307, { location: `${target.url}/v1/batches` }),
    portal: await answering(200, { 'content-type': 'text/html' }, '<html>Please log in</html>'),
    refused: await answering(400, { 'content-type': 'text/html' }, '<html>Bad Request</html>'),
    gone: await answering(410, { 'content-type': 'text/html' }),
    large: await answering(413, { 'content-type': 'application/problem+json' }, '{"status":413}'),
    impostor: await FaultyCollector.treating((_self, _request, response) => response.end(), selfSigned()),
    trickle: await FaultyCollector.treating((_self, request, response) => {
      request.resume();
      response.writeHead(200, { 'content-type': RECEIPT_MEDIA_TYPE }).write('{');
    }),
  };
  let sessions = 0;
  for (const [name, network] of Object.entries(networks)) {
    const app = await launch({ collector: network.url });
    await app.window.pressShortcut('go.processes');
    expect(await app.quit(), name).toBeLessThan(GONE_WITHIN_MS);
    expect(waiting(profile), name).toHaveLength(++sessions);
    expect(network.requests, name).toBe(name === 'impostor' ? 0 : 1);
    await network.close();
  }
  expect(target.requests).toBe(0);

  const carried: string[] = [];
  const proxy = await FaultyCollector.treating((_self, request, response) => {
    carried.push(request.url ?? '');
    forward(request, response);
  });
  // A proxy is passed by for this computer's own addresses, unless it is told otherwise.
  const switches = [`--proxy-server=${proxy.url}`, '--proxy-bypass-list=<-loopback>'];
  const app = await launch({ collector: target.url, switches });
  await app.quit();
  expect(waiting(profile)).toEqual([]);
  expect(carried).toEqual(Array.from({ length: sessions + 1 }, () => `${target.url}/v1/batches`));
  expect(target.deliveries.map(({ batch }) => batch.envelope.session)).toEqual(
    Array.from({ length: sessions + 1 }, (_, index) => index + 1),
  );
  expect(target.deliveries.flatMap(({ batch }) => batch.usage.map(({ command }) => command))).toEqual(
    Array.from({ length: sessions }, () => 'go.processes'),
  );
  await proxy.close();
  await target.close();
});

/** Passes a request on as a proxy does, which is given the whole address. */
function forward(request: IncomingMessage, response: ServerResponse): void {
  const { method, headers } = request;
  const onward = httpRequest(request.url ?? '', { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  request.pipe(onward);
}

test('the collector’s own 410 ends the program for this version, and a proxy’s does not', { tag: '@long' }, async ({
  launch,
  profile,
}) => {
  agreeTo(profile);
  const proxy = await FaultyCollector.treating((_self, request, response) => {
    request.resume();
    response.writeHead(410, 'Gone', { 'content-type': 'text/html' }).end();
  });
  const first = await launch({ collector: proxy.url });
  await first.quit();
  expect(proxy.requests).toBe(1);
  await proxy.close();

  const collector = await FaultyCollector.refusing('ended');
  const second = await launch({ collector: collector.url });
  expect(await second.participation()).toMatchObject({ level: 'standard' });
  await second.quit();
  expect(collector.requests).toBe(1);

  const third = await launch({ collector: collector.url });
  expect(await third.participation()).toMatchObject({ level: 'off', reason: 'ended' });
  await third.quit();
  expect(collector.requests).toBe(1);
  expect(waiting(profile)).toHaveLength(2);
  await collector.close();
});

test('the end of the system’s session seals before the handler returns, and the next quit delivers @long', async ({
  launch,
  profile,
}) => {
  agreeTo(profile);
  const folder = path.join(profile, 'program/candor-finder');
  for (const [index, event] of (['shutdown', 'session-end'] as const).entries()) {
    const app = await launch();
    await app.window.pressShortcut('go.processes');
    await app.recorded(1);
    const left = await app.electron.evaluate(
      ({ powerMonitor, BrowserWindow }, { at, name }) => {
        const { readdirSync: list } = process.getBuiltinModule('node:fs');
        const emitter = name === 'shutdown' ? powerMonitor : BrowserWindow.getAllWindows()[0];
        emitter?.emit(name as never);
        return { logs: list(`${at}/sessions`), waiting: list(`${at}/outbox`).length };
      },
      { at: folder, name: event },
    );
    expect(left, event).toEqual({ logs: [], waiting: index + 1 });
    await app.kill();
  }
  const collector = await FaultyCollector.accepting();
  const next = await launch({ collector: collector.url });
  await next.quit();
  expect(collector.deliveries.map(({ batch }) => [batch.envelope.session, batch.envelope.end])).toEqual([
    [1, 'quit'],
    [2, 'quit'],
    [3, 'quit'],
  ]);
  await collector.close();
});

test('of two instances started at once one holds the profile, and its session is delivered once @long', async ({
  profile,
}) => {
  agreeTo(profile);
  const collector = await FaultyCollector.accepting();
  startDetached(profile, collector.url);
  startDetached(profile, collector.url);
  await expect.poll(() => mainProcesses(profile).length, { timeout: 20_000 }).toBe(2);
  await expect.poll(() => mainProcesses(profile).length, { timeout: 20_000 }).toBe(1);
  await expect.poll(() => logs(profile), { timeout: 20_000 }).toHaveLength(1);
  // The driver could only reach the one that started last; the system can ask either to quit.
  for (const pid of mainProcesses(profile)) process.kill(pid, 'SIGTERM');
  await expect.poll(() => mainProcesses(profile), { timeout: 10_000 }).toEqual([]);
  expect(collector.deliveries.map(({ batch, receipt }) => [batch.envelope.session, receipt.status])).toEqual([
    [1, 'accepted'],
  ]);
  await collector.close();
});
