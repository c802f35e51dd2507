import { describe, expect, it } from 'vitest';
import { processKey } from '../../../../app/finder/sampling.ts';
import { addMetrics, addProcesses, nothingSeen, TREND_SAMPLES } from '../../../../renderer/state/live.ts';
import { aProcess } from '../processes/processes.ts';

const idle = aProcess({ pid: 1 });
const busy = aProcess({ pid: 2, cpu: 10 });
const metrics = {
  at: 0,
  cpu: 1,
  memoryUsed: 1,
  memoryTotal: 2,
  diskRead: 0,
  diskWrite: 0,
  networkReceived: 0,
  networkSent: 0,
};

describe('samples of processes', () => {
  it('keep the identity of what has not changed, so that it is not drawn again', () => {
    const first = addProcesses(nothingSeen, { at: 1, processes: [idle, busy] });
    const second = addProcesses(first, { at: 2, processes: [{ ...idle }, { ...busy, cpu: 11 }] });
    expect(second.processes[0]).toBe(first.processes[0]);
    expect(second.processes[1]).not.toBe(first.processes[1]);
    expect(second.processes[1]?.cpu).toBe(11);
    expect(second.at).toBe(2);
  });

  it('do not take a program that got an old PID for the one that had it', () => {
    const first = addProcesses(nothingSeen, { at: 1, processes: [idle] });
    const second = addProcesses(first, { at: 2, processes: [{ ...idle, started: idle.started + 1 }] });
    expect(second.departed.get(processKey(idle))).toBe(idle);
    expect(second.byKey.has(processKey(idle))).toBe(false);
  });

  it('give each process its course, and forget it when it ends', () => {
    let live = nothingSeen;
    for (let i = 0; i < TREND_SAMPLES + 5; i += 1) {
      live = addProcesses(live, { at: i, processes: [{ ...busy, cpu: i }] });
    }
    const { cpu, memory } = live.trends.of(processKey(busy));
    expect(cpu).toHaveLength(TREND_SAMPLES);
    expect(cpu.at(-1)).toBe(TREND_SAMPLES + 4);
    expect(memory).toHaveLength(TREND_SAMPLES);
    expect(addProcesses(live, { at: 99, processes: [] }).trends.of(processKey(busy)).cpu).toEqual([]);
  });

  it('end what had failed', () => {
    const failed = { ...nothingSeen, processesFailed: true, engineFailed: true };
    expect(addProcesses(failed, { at: 1, processes: [] })).toMatchObject({
      processesFailed: false,
      engineFailed: false,
    });
  });
});

describe('samples of the device', () => {
  it('are kept as far as a sparkline looks back', () => {
    let live = nothingSeen;
    for (let at = 0; at < 100; at += 1) live = addMetrics(live, { ...metrics, at });
    expect(live.metrics).toHaveLength(TREND_SAMPLES);
    expect(live.metrics.at(-1)?.at).toBe(99);
  });
});
