import { expect, it } from 'vitest';
import type { DeviceReport } from '../../../../app/finder/device.ts';
import { createAsk } from '../../../../renderer/state/ask.ts';
import { createDevice } from '../../../../renderer/state/device.ts';
import { fakeEngine } from './fake-engine.ts';

/** A report in which one fact is not known, for this reason. */
function reportWith(missing: 'not-available' | 'still-reading'): DeviceReport {
  const fact = {
    id: 'displays',
    group: 'graphics',
    value: null,
    missing,
    source: 'xrandr',
    at: 0,
    sensitive: false,
  } as const;
  return { at: 1, hostName: 'vm', os: 'Debian', bootedAt: 0, facts: [fact] };
}

/** A device whose reports come one after the other; an error in the place of one fails. */
function deviceOf(...reports: (DeviceReport | Error)[]) {
  const engine = fakeEngine();
  let asked = 0;
  engine.answer = () => {
    const next = reports[asked];
    asked += 1;
    if (!next) return { ok: false, failure: 'timeout' };
    return next instanceof Error ? next : { ok: true, value: next };
  };
  return { device: createDevice(createAsk(engine.api)), asked: () => asked };
}

it('asks again while something is still being read, and shows what there is meanwhile', async () => {
  const late = reportWith('still-reading');
  const whole = reportWith('not-available');
  const { device, asked } = deviceOf(late, late, whole, whole);
  const shown: unknown[] = [];
  device.subscribe(() => shown.push(device.get().report));
  device.read();
  // Asked for by hand meanwhile, it is not read twice at a time.
  device.read();
  await expect.poll(() => device.get().report).toEqual(whole);
  expect(device.get().status).toBe('ready');
  expect(shown.slice(1)).toEqual([late, late, whole]);
  expect(asked()).toBe(3);
  device.read();
  await expect.poll(asked).toBe(4);
});

it('says that it failed and why, and keeps what there was', async () => {
  const late = reportWith('still-reading');
  const whole = reportWith('not-available');
  const { device } = deviceOf(late, new Error('gone'), whole);
  device.read();
  await expect.poll(() => device.get()).toEqual({ status: 'failed', report: late, failure: 'engine' });
  device.read();
  await expect.poll(() => device.get()).toEqual({ status: 'ready', report: whole });
  device.read();
  await expect.poll(() => device.get()).toEqual({ status: 'failed', report: whole, failure: 'timeout' });
});
