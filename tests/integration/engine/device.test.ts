import { execFileSync } from 'node:child_process';
import { hostname, totalmem } from 'node:os';
import { expect, it } from 'vitest';
import { deviceReportSchema } from '../../../app/finder/device.ts';
import type { FactId } from '../../../app/finder/facts.ts';
import { systemClock, systemTimers } from '../../../client/node/platform.ts';
import { platformDevice } from '../../../engine/device/platform-device.ts';

const read = platformDevice(systemClock, systemTimers, () => {});
const value = async (id: FactId) => (await read()).facts.find((fact) => fact.id === id)?.value;

it('reports on this computer, with a value or a reason for each fact', async () => {
  const report = await read();
  expect(deviceReportSchema.safeParse(report).error).toBeUndefined();
  expect(report.hostName).toBe(hostname());
  for (const { value, missing } of report.facts) {
    expect(value).not.toBe('');
    expect(value === null).toBe(missing !== undefined);
  }
});

it('tells what the system tells', async () => {
  expect(await value('kernel')).toBe(execFileSync('uname', ['-r'], { encoding: 'utf8' }).trim());
  expect(await value('memory-total')).toContain(String(Number((totalmem() / 2 ** 30).toPrecision(3))));
  // On a computer that is busy with other tests, sources may be late for the first report.
  const threads = execFileSync('nproc', ['--all'], { encoding: 'utf8' }).trim();
  await expect.poll(() => value('processor-threads'), { timeout: 20_000 }).toBe(threads);
});
