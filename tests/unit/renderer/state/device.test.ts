import { expect, it } from 'vitest';
import type { DeviceReport } from '../../../../app/finder/device.ts';
import type { Bridge } from '../../../../app/ipc/contract.ts';
import { createDevice } from '../../../../renderer/state/device.ts';
import { fakeDevice } from '../../../support/fake-bridge/fake-device.ts';

/** A report in which one fact is not known, for this reason. */
function reportWith(missing: 'not-available' | 'still-reading'): DeviceReport {
  const whole = fakeDevice(0);
  return { ...whole, facts: whole.facts.map((fact) => (fact.id === 'displays' ? { ...fact, missing } : fact)) };
}

/** A device whose reports come one after the other; an error in the place of one fails. */
function deviceOf(...reports: (DeviceReport | Error)[]) {
  let asked = 0;
  const invoke = () => {
    const next = reports[asked];
    asked += 1;
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
  };
  const device = createDevice({ invoke } as unknown as Bridge);
  return { device, asked: () => asked };
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
  await expect.poll(() => device.get().report).toBe(whole);
  expect(device.get().status).toBe('ready');
  expect(shown.slice(1)).toEqual([late, late, whole]);
  expect(asked()).toBe(3);
  device.read();
  await expect.poll(asked).toBe(4);
});

it('says that it failed, and keeps what there was, when the engine goes away meanwhile', async () => {
  const late = reportWith('still-reading');
  const { device } = deviceOf(late, new Error('gone'), reportWith('not-available'));
  device.read();
  await expect.poll(() => device.get()).toEqual({ status: 'failed', report: late });
  device.read();
  await expect.poll(() => device.get().status).toBe('ready');
});
