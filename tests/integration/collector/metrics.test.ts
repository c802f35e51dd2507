/** Figures and log of a running collector, read as operators' tools read them. */
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import parsePrometheus, { type Family } from 'parse-prometheus-text-format';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listenOnLoopback } from '../../../collector/metrics/loopback-listener.ts';
import { Metrics } from '../../../collector/metrics/metrics.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { bytesOf, deliver, send, someBatch } from './support/batches.ts';
import { startTestCollector, until } from './support/collectors.ts';
import { runCli } from './support/processes.ts';

/** The parser gives histograms without their labels; untyped, each of their samples is one of its own. */
const read = async (metrics: Metrics): Promise<Family[]> =>
  parsePrometheus((await metrics.text()).replaceAll(/^# TYPE .* histogram\n/gm, ''));

/** The value of a sample, by the name of its metric and its labels. */
function sampleOf(families: readonly Family[], name: string, labels: Record<string, string> = {}): number | undefined {
  // Untyped, the samples of a name are a family for each set of labels.
  const samples = families.filter((family) => family.name === name).flatMap((family) => family.metrics);
  const wanted = JSON.stringify(labels);
  const found = samples.find((sample) => JSON.stringify(sample.labels ?? {}) === wanted);
  return found && Number(found.value);
}

describe('the figures of a collector', () => {
  it('count what was received, asked and erased, by what came of it', async () => {
    const metrics = new Metrics('1.2.3');
    const collector = await startTestCollector({ metrics });
    const batch = someBatch();
    const bytes = bytesOf(batch);
    await deliver(collector.url, batch);
    await deliver(collector.url, batch);
    await send(collector.url, Buffer.from('no batch'));
    await collector.settled();
    await collector.overview();
    const key = { headers: { authorization: `Bearer ${'k'.repeat(43)}` } };
    await fetch(`${collector.url}/v1/installations/${randomUUID()}`, key);

    const asked = { route: '/v1/installations/:id', method: 'GET', status: '404' };
    const name = 'candor_collector_http_request_seconds_count';
    // A request is counted when its answer has left.
    await until(async () => sampleOf(await read(metrics), name, asked) === 1, 'the last request is counted');
    const families = await read(metrics);
    const value = (name: string, labels?: Record<string, string>) =>
      sampleOf(families, `candor_collector_${name}`, labels);
    const types = new Map(parsePrometheus(await metrics.text()).map(({ name, type }) => [name, type]));
    expect(types.get('candor_collector_http_request_seconds')).toBe('HISTOGRAM');
    expect(types.get('candor_collector_uploads_total')).toBe('COUNTER');
    expect(value('info', { version: '1.2.3' })).toBe(1);
    expect(value('uploads_total', { answer: 'accepted' })).toBe(1);
    expect(value('uploads_total', { answer: 'duplicate' })).toBe(1);
    expect(value('uploads_total', { answer: 'invalid' })).toBe(1);
    expect(value('upload_bytes_total')).toBe(2 * bytes.length + 'no batch'.length);
    expect(value('receipt_seconds_count')).toBe(3);
    expect(value('http_request_seconds_count', { route: '/v1/batches', method: 'POST', status: '200' })).toBe(2);
    expect(value('installation_requests_total', { request: 'find', outcome: 'nothing-held' })).toBe(1);
    expect(value('storage_seconds_count', { operation: 'insert' })).toBe(1);
    expect(value('storage_seconds_count', { operation: 'query' })).toBeGreaterThan(0);
    expect(value('journal_waiting_batches')).toBe(0);
    expect(value('journal_oldest_seconds')).toBe(0);
    expect(value('storage_ready')).toBe(1);
    expect(sampleOf(families, 'process_resident_memory_bytes')).toBeGreaterThan(1e7);
    expect(sampleOf(families, 'nodejs_eventloop_lag_seconds')).toBeGreaterThanOrEqual(0);
  });

  it('say how far the loader is behind', async () => {
    let load = () => {};
    const held = new Promise<void>((resolve) => {
      load = resolve;
    });
    const metrics = new Metrics('1');
    const collector = await startTestCollector({ metrics, seams: { beforeInsert: () => held } });
    onTestFinished(load);
    await deliver(collector.url, someBatch());
    await deliver(collector.url, someBatch());
    const families = await read(metrics);
    expect(sampleOf(families, 'candor_collector_journal_waiting_batches')).toBe(2);
    expect(sampleOf(families, 'candor_collector_journal_waiting_bytes')).toBeGreaterThan(200);
    expect(sampleOf(families, 'candor_collector_journal_oldest_seconds')).toBeGreaterThan(0);
  });
});

describe('who may read them', () => {
  it('is whoever may see figures, on the port that a proxy may lead to', async () => {
    const collector = await startTestCollector({ metrics: new Metrics('1') });
    const ask = (headers: Record<string, string>) => fetch(`${collector.url}/metrics`, { headers });
    expect((await ask({})).status).toBe(401);
    const answer = await ask({ authorization: `Bearer ${collector.token}` });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(sampleOf(parsePrometheus(await answer.text()), 'candor_collector_info', { version: '1' })).toBe(1);
  });

  it('is an administrator alone where single installations are not shown: it counts every upload as it comes', async () => {
    for (const [k, status] of [
      [1, 200],
      [5, 403],
    ] as const) {
      const collector = await startTestCollector({ metrics: new Metrics('1'), k });
      const token = await collector.tokens.create({ name: 'reader', role: 'viewer', use: 'bearer' });
      const ask = (bearer: string) =>
        fetch(`${collector.url}/metrics`, { headers: { authorization: `Bearer ${bearer}` } });
      expect((await ask(token)).status).toBe(status);
      expect((await ask(collector.token)).status).toBe(200);
    }
  });

  it('is everybody on this computer on a port of their own, but no page of the web that has its name lead there', async () => {
    const { url, close } = await listenOnLoopback(new Metrics('1'), 0);
    onTestFinished(close);
    const statusFor = (host: string, path = '/metrics') =>
      new Promise<number | undefined>((resolve, reject) => {
        const options = { headers: { host } };
        http.get(new URL(path, url), options, (answer) => resolve(answer.resume().statusCode)).on('error', reject);
      });
    expect(await statusFor(new URL(url).host)).toBe(200);
    expect(await statusFor('localhost:9391')).toBe(200);
    expect(await statusFor('rebound.example')).toBe(404);
    expect(await statusFor('127.0.0.1.rebound.example')).toBe(404);
    expect(await statusFor(new URL(url).host, '/')).toBe(404);
  });
});

it('the log of the service names nobody, at its most talkative, while it refuses, stores and is asked', async () => {
  const collector = await runCli(temporaryFolder(), '--log-level', 'debug', '--log-format', 'json');
  const batch = someBatch();
  const agent = 'secret-agent/7.0 (somebody)';
  const headers = { 'user-agent': agent, 'x-forwarded-for': '203.0.113.9', forwarded: 'for=203.0.113.9' };
  const { installation, keyHash, batch: id } = batch.envelope;
  await deliver(collector.url, batch);
  const wire = { 'content-type': 'application/vnd.candor.batch+cbor', 'content-encoding': 'br', ...headers };
  await send(collector.url, bytesOf(someBatch({ envelope: { installation } })), wire);
  await send(collector.url, Buffer.from(installation), wire);
  const key = 'secretkey'.repeat(5).slice(0, 43);
  await fetch(`${collector.url}/v1/installations/${installation}`, {
    headers: { ...headers, authorization: `Bearer ${key}` },
  });
  collector.kill('SIGTERM');
  await collector.ended;
  const log = collector.errors();
  const messages = log
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { msg: string }).msg);
  expect(messages).toContain('started');
  expect(messages).toContain('stopped');
  for (const secret of [installation, keyHash, id, key, 'secret-agent', '203.0.113.9', collector.token]) {
    expect(log).not.toContain(secret);
  }
});
