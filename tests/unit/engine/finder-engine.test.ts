import { describe, expect, it } from 'vitest';
import type { DeviceReport } from '../../../app/finder/device.ts';
import type { EngineReport } from '../../../app/finder/engine.ts';
import { createFinderEngine } from '../../../engine/finder-engine.ts';

const device: DeviceReport = { at: 1, hostName: 'a', os: 'b', bootedAt: 2, facts: [] };

function setUp(read: () => Promise<DeviceReport> = async () => device) {
  const calls: string[] = [];
  const reports: EngineReport[] = [];
  const errors: unknown[] = [];
  const engine = createFinderEngine({
    sampler: {
      watch: () => calls.push('watch'),
      rest: () => calls.push('rest'),
      refresh: () => calls.push('refresh'),
    },
    device: read,
    report: (report) => reports.push(report),
    errors: {
      report: (thrown, handledBy) => errors.push([thrown, handledBy]),
      setCollecting: (on) => calls.push(on ? 'collect' : 'forget'),
    },
  });
  return { engine, calls, reports, errors };
}

describe("the engine's process", () => {
  it('does what main asks', async () => {
    const { engine, calls, reports } = setUp();
    for (const kind of ['watch', 'rest', 'refresh', 'device']) engine.receive({ kind });
    await Promise.resolve();
    expect(calls).toEqual(['watch', 'rest', 'refresh']);
    expect(reports).toEqual([{ kind: 'device', report: device }]);
  });

  it('reports that the device could not be read', async () => {
    const unreadable = new Error('unreadable');
    const { engine, reports, errors } = setUp(() => Promise.reject(unreadable));
    engine.receive({ kind: 'device' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(reports).toEqual([{ kind: 'failed', what: 'device', reason: 'other' }]);
    expect(errors).toEqual([[unreadable, 'caught']]);
  });

  it('reports its errors or not, as main says', () => {
    const { engine, calls } = setUp();
    for (const on of [true, false]) engine.receive({ kind: 'collect', on });
    engine.receive({ kind: 'collect' });
    expect(calls).toEqual(['collect', 'forget']);
    expect(engine.refused).toBe(1);
  });

  it.each([undefined, null, 'watch', {}, { kind: 'stop' }, { kind: 'watch', more: 1 }])(
    'counts %j and does not answer it',
    (message) => {
      const { engine, calls, reports } = setUp();
      engine.receive(message);
      expect({ calls, reports, refused: engine.refused }).toEqual({ calls: [], reports: [], refused: 1 });
    },
  );
});
