import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { LOAD_ATTEMPTS } from '../../../collector/limits.ts';
import type { ClickhouseServer } from '../../support/clickhouse/clickhouse-server.ts';
import { deliver, someBatch } from './support/batches.ts';
import { startTestCollector, type TestCollector, until } from './support/collectors.ts';
import { addressOf, endServers, serverOf } from './support/servers.ts';

endServers();

/** Batches of a test. */
const SENT = 20;

/** Pause between two tries of what was set aside, in milliseconds. */
const SET_ASIDE_AGAIN_MS = 200;

/** Loads of the first batch that have failed: more often than a bad one is tried. */
const FAILED = Math.max(LOAD_ATTEMPTS.batch, LOAD_ATTEMPTS.overrun) + 2;

interface Case {
  readonly server: ClickhouseServer;
  readonly collector: TestCollector;
  /** Sends batches, which all get their receipt, and waits until loading has failed so often. */
  readonly sendAndFail: () => Promise<void>;
}

/** A running collector whose server takes no more than `answerMs` for one insert. */
async function onServer(answerMs = 20_000): Promise<Case> {
  const server = await serverOf('store');
  const collector = await startTestCollector({
    clickhouse: { address: addressOf(server.url) },
    seams: { storageLimits: { answerMs }, setAsideAgainMs: SET_ASIDE_AGAIN_MS },
  });
  const sendAndFail = async () => {
    expect(await deliver(collector.url, someBatch())).toBe('accepted');
    collector.settled().catch(() => {});
    const batches = Array.from({ length: SENT - 1 }, () => someBatch());
    const answers = await Promise.all(batches.map((batch) => deliver(collector.url, batch)));
    expect(new Set(answers)).toEqual(new Set(['accepted']));
    const failures = () => collector.faults.filter((fault) => fault.startsWith('loading failed')).length;
    await until(() => failures() >= FAILED, 'loading has failed often');
  };
  return { server, collector, sendAndFail };
}

/** All that had a receipt is in the tables, once, and nothing was set aside. */
async function expectAll(collector: TestCollector): Promise<void> {
  await collector.settled();
  expect(await collector.overview()).toMatchObject({
    sessions: SENT,
    usage: Array(3).fill({ count: SENT }),
    completeness: { received: SENT, waiting: 0 },
  });
  expect(asideOf(collector)).toEqual([]);
}

function asideOf({ dataDir }: TestCollector): string[] {
  const directory = path.join(dataDir, 'unreadable');
  return existsSync(directory) ? readdirSync(directory) : [];
}

describe('a batch that a server has refused for what is in it', () => {
  it('is set aside, and loaded without a restart when the server has nothing against it any more', async () => {
    const { server, collector } = await onServer();
    await server.fault({ kind: 'exception', of: 'INSERT INTO candor.batches', code: 469, name: 'VIOLATED_CONSTRAINT' });
    const batch = someBatch();
    expect(await deliver(collector.url, batch)).toBe('accepted');
    await until(() => collector.faults.some((fault) => fault.includes('cannot be stored')), 'it is set aside');
    expect(asideOf(collector)).toHaveLength(1);
    await server.lift();
    await until(() => collector.faults.some((fault) => fault.endsWith('are loaded again')), 'it is tried again');
    await collector.settled();
    expect(await collector.installation(batch.envelope.installation)).toEqual([batch]);
    expect(asideOf(collector)).toEqual([]);
  });
});

describe('batches with a receipt wait, whatever a server says that is not about them, and are in the tables once', () => {
  it.each([
    [241, 'MEMORY_LIMIT_EXCEEDED'],
    [243, 'NOT_ENOUGH_SPACE'],
    [49, 'LOGICAL_ERROR'],
  ])('when it has answered %i, %s, for a while', async (code, name) => {
    const { server, collector, sendAndFail } = await onServer();
    await server.fault({ kind: 'exception', of: 'INSERT INTO candor.batches', code, name });
    await sendAndFail();
    expect(asideOf(collector)).toEqual([]);
    expect(await collector.overview()).toMatchObject({ sessions: 0, completeness: { waiting: SENT } });
    await server.lift();
    await expectAll(collector);
  });

  it('when it was gone, and meanwhile more are received', async () => {
    const { server, collector, sendAndFail } = await onServer();
    await server.down();
    await sendAndFail();
    expect((await fetch(`${collector.url}/readyz`)).status).toBe(503);
    await server.up();
    await until(async () => (await fetch(`${collector.url}/readyz`)).status === 200, 'ready again');
    await expectAll(collector);
  });

  it.each(['stalled', 'late-answer'] as const)('when inserts were %s for longer than they may take', async (kind) => {
    const { server, collector, sendAndFail } = await onServer(500);
    await server.fault({ kind, of: 'INSERT INTO candor.batches' });
    await sendAndFail();
    expect(asideOf(collector)).toEqual([]);
    await server.lift();
    await expectAll(collector);
  });

  it('when it has stored them, and its answers were lost', async () => {
    const { server, collector, sendAndFail } = await onServer();
    await server.fault({ kind: 'lost-answer', of: 'INSERT INTO candor.batches' });
    await sendAndFail();
    expect(asideOf(collector)).toEqual([]);
    await server.lift();
    await expectAll(collector);
  });
});
