import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { userDataPath } from '../../client/core/batch/user-data.ts';
import { batchHeaders, bytesOf } from '../integration/collector/support/batches.ts';
import { until } from '../integration/collector/support/collectors.ts';
import { runCli, storageProcesses } from '../integration/collector/support/processes.ts';
import {
  batchOf,
  fetchUserData,
  type Installation,
  someInstallation,
} from '../integration/collector/support/user-data.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const HOSTILE = fileURLToPath(new URL('./support/hostile-senders.ts', import.meta.url));

/** Times are those of a computer that does nothing else, where CANDOR_TEST_TIMED says that it is one; others may be slower. */
const SLOWER = process.env['CANDOR_TEST_TIMED'] ? 1 : 3;

const SECONDS = 30;
/** What an ordinary sender's receipts take, and what an owner's answers do, in milliseconds. */
const P99_MS = 250 * SLOWER;
const OWNER_MS = 3000 * SLOWER;
/** Both processes, in mebibytes of proportional set size. */
const MOST_MIB = 600;

it('30 s of twenty hostile senders keep nobody else waiting, and memory bounded', async () => {
  const collector = await runCli(temporaryFolder());
  const owners = Array.from({ length: 12 }, () => someInstallation());
  for (const who of owners) expect(await deliver(collector.url, who, 1)).toBeLessThan(5000);

  const hostile = spawn(process.execPath, [HOSTILE, collector.url], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void hostile.kill('SIGKILL'));
  const told: Buffer[] = [];
  hostile.stdout.on('data', (chunk: Buffer) => told.push(chunk));
  const ended = once(hostile, 'close');
  await pause(2000);

  const end = performance.now() + SECONDS * 1000;
  const isOver = () => performance.now() > end;
  const ordinary = someInstallation();
  const receipts: number[] = [];
  const answers: number[] = [];
  const gone: Installation[] = [];
  let memory = 0;
  await Promise.all([
    (async () => {
      for (let session = 1; !isOver(); session++) {
        receipts.push(await deliver(collector.url, ordinary, session));
        await pause(10);
      }
    })(),
    (async () => {
      for (const who of owners) {
        if (isOver()) return;
        answers.push(await askAsOwner(collector.url, 'GET', who), await askAsOwner(collector.url, 'DELETE', who));
        gone.push(who);
        await pause((SECONDS * 1000) / owners.length / 2);
      }
    })(),
    (async () => {
      while (!isOver()) {
        // Neither grows and shrinks within half a second.
        const pids = [collector.pid, ...storageProcesses(collector.pid)];
        memory = Math.max(
          memory,
          pids.reduce((sum, pid) => sum + proportionalSetSize(pid), 0),
        );
        await pause(500);
      }
    })(),
  ]);
  hostile.kill('SIGTERM');
  await ended;
  const p99 = [...receipts].sort((one, other) => one - other)[Math.floor(receipts.length * 0.99)] ?? Number.NaN;
  const figures = { receipts: receipts.length, p99: Math.round(p99), owner: Math.round(Math.max(...answers)), memory };
  process.stdout.write(`hostile flood: ${JSON.stringify(figures)}; they: ${Buffer.concat(told).toString().trim()}\n`);

  expect(receipts.length).toBeGreaterThan(SECONDS * 3);
  expect(answers.length).toBeGreaterThan(10);
  expect(p99).toBeLessThan(P99_MS);
  expect(Math.max(...answers)).toBeLessThan(OWNER_MS);
  expect(memory).toBeLessThan(MOST_MIB);
  await until(async () => (await fetch(`${collector.url}/readyz`)).status === 200, 'it is well again', 60_000);
  expect((await fetchUserData(collector.url, ordinary))?.batches).toHaveLength(receipts.length);
  for (const who of gone) expect(await fetchUserData(collector.url, who)).toBeUndefined();
});

/** An ordinary sender, of a network of its own. @returns how long the receipt took, in milliseconds. */
async function deliver(url: string, who: Installation, session: number): Promise<number> {
  const body = Buffer.from(bytesOf(batchOf(who, { envelope: { session } })));
  const headers = { ...batchHeaders, 'x-forwarded-for': '192.0.2.1' };
  const begun = performance.now();
  const answer = await fetch(`${url}/v1/batches`, { method: 'POST', headers, body });
  const text = await answer.text();
  const took = performance.now() - begun;
  if (answer.status !== 200) throw new Error(`no receipt but ${answer.status}: ${text}`);
  return took;
}

async function askAsOwner(url: string, method: 'GET' | 'DELETE', who: Installation): Promise<number> {
  const begun = performance.now();
  const headers = { authorization: `Bearer ${who.key}`, 'x-forwarded-for': '198.51.100.1' };
  const answer = await fetch(new URL(userDataPath(who.installation), url), { method, headers });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${method} was answered ${answer.status}: ${text}`);
  return performance.now() - begun;
}

/** In mebibytes: what is shared with others counts in parts. */
function proportionalSetSize(pid: number): number {
  const [, kilobytes = '0'] = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? [];
  return Math.round(Number(kilobytes) / 1024);
}
