import { describe, expect, it } from 'vitest';
import type { Batch, Remembered } from '../../../../engine/store/recorded.ts';
import { Recorder } from '../../../../engine/store/recorder.ts';
import { DAY, HOUR, MINUTE, NOON, SECOND, SimulatedComputer } from './simulated-computer.ts';

const nothing: Remembered = { seen: null, boot: null, highestRun: 0, runs: [], things: [] };

function recorderOf(remembered = nothing, excluded: readonly string[] = []): Recorder {
  return new Recorder(remembered, (name) => excluded.includes(name));
}

function setUp(start = NOON) {
  const computer = new SimulatedComputer(start);
  const recorder = recorderOf();
  const observe = recorder.observe.bind(recorder);
  computer.start('init', { memory: 1024 ** 2 });
  return { computer, recorder, observe, run: (milliseconds: number) => computer.run(milliseconds, observe) };
}

/** What a recorder of a later process of ours finds in the file. */
function rememberedOf(batch: Batch): Remembered {
  return {
    seen: batch.seen,
    boot: batch.boot,
    highestRun: batch.highestRun,
    runs: batch.openRuns,
    things: batch.openThings,
  };
}

const named = (batch: Batch, name: string) => batch.runs.filter((run) => run.name === name);

describe('runs', () => {
  it('begin when they are first seen and end halfway between the last sight and the reading that missed them', () => {
    const { computer, recorder, run } = setUp();
    run(10 * SECOND);
    computer.time.advance(SECOND);
    const server = computer.start('server', { commandLine: 'server --port 3000' });
    run(20 * SECOND);
    computer.end(server);
    run(2 * SECOND);
    const [row] = named(recorder.take(true), 'server');
    expect(row).toMatchObject({
      key: server.key,
      command: 'server --port 3000',
      started: NOON + 11 * SECOND,
      first: NOON + 13 * SECOND,
      ended: NOON + 32 * SECOND,
      last: NOON + 32 * SECOND,
      resumes: null,
    });
  });

  it('have the code that the system tells while they wait for their parent, at once and when they are gone', () => {
    const { computer, recorder, run } = setUp();
    const short = computer.start('short');
    run(4 * SECOND);
    recorder.take(true);
    computer.change(short, { state: 'zombie', exit: 3 });
    run(2 * SECOND);
    expect(recorder.current().openRuns).toMatchObject([{ name: 'short', exit: 3, ended: null, changed: null }]);
    computer.end(short);
    run(2 * SECOND);
    expect(named(recorder.take(true), 'short')).toMatchObject([{ ended: NOON + 7 * SECOND, exit: 3 }]);
  });

  it('keep their number over the midnight of UTC, with a piece for each day', () => {
    const { computer, recorder, run } = setUp(NOON + 12 * HOUR - 10 * SECOND);
    const midnight = NOON + 12 * HOUR;
    const long = computer.start('long');
    run(20 * SECOND);
    const pieces = named(recorder.take(true), 'long');
    expect(pieces).toMatchObject([{ last: midnight, resumes: midnight, ended: null, cpu: null }]);
    computer.end(long);
    run(2 * SECOND);
    const [last] = named(recorder.take(true), 'long');
    expect(last).toMatchObject({ run: pieces[0]?.run, first: pieces[0]?.first, begins: midnight, resumes: null });
  });

  it('are changed when path, command line or unit become others, and not when they are read at last', () => {
    const { computer, recorder, run } = setUp();
    const shell = computer.start('shell', { path: null, commandLine: '' });
    run(4 * SECOND);
    computer.change(shell, { path: '/bin/sh', commandLine: 'sh', unit: 'a.service' });
    run(4 * SECOND);
    expect(recorder.take(true).openRuns.find(({ name }) => name === 'shell')?.changed).toBeNull();
    computer.change(shell, { path: '/bin/busybox' });
    run(2 * SECOND);
    expect(recorder.take(true).openRuns.find(({ name }) => name === 'shell')?.changed).toBe(NOON + 10 * SECOND);
  });

  it('of a PID that was given again are two', () => {
    const { computer, recorder, run } = setUp();
    const first = computer.start('first', { pid: 500 });
    run(4 * SECOND);
    computer.end(first);
    computer.start('second', { pid: 500 });
    run(2 * SECOND);
    const batch = recorder.take(true);
    expect(named(batch, 'first')).toHaveLength(1);
    expect(batch.openRuns.filter(({ pid }) => pid === 500)).toHaveLength(1);
  });

  it('never begin in the future, whatever the clock of a container says', () => {
    const { computer, recorder, run } = setUp();
    const odd = computer.start('odd', { started: NOON + DAY });
    run(2 * SECOND);
    computer.end(odd);
    run(2 * SECOND);
    const [row] = named(recorder.take(true), 'odd');
    expect(row?.started).toBe(row?.first);
    expect(Number(row?.ended)).toBeGreaterThanOrEqual(Number(row?.started));
  });

  it('are not over because the list could not be read', () => {
    const { computer, recorder, observe, run } = setUp();
    run(4 * SECOND);
    for (const processes of [null, []]) {
      computer.time.advance(2 * SECOND);
      observe({ ...computer.read(), processes });
    }
    run(2 * SECOND);
    expect(recorder.take(true).runs).toEqual([]);
  });

  it('of programs that are excluded leave no row, nor their name with their children', () => {
    const computer = new SimulatedComputer();
    const recorder = recorderOf(nothing, ['diary']);
    const diary = computer.start('diary', { cpu: 90 });
    computer.start('child', { parentName: 'diary', parentKey: diary.key, parentPid: diary.pid });
    computer.ports = [portOf('diary'), portOf('sshd')];
    computer.run(2 * MINUTE, recorder.observe.bind(recorder));
    const batch = recorder.take(true);
    expect(JSON.stringify(batch)).not.toContain('diary');
    expect(batch.openRuns).toMatchObject([{ name: 'child', parent: null, parent_name: '' }]);
    expect(batch.openThings).toMatchObject([{ name: 'sshd' }]);
  });
});

describe('minutes', () => {
  it('keep the time lived, the mean over that, and the peak', () => {
    const { computer, recorder, run } = setUp();
    run(20 * SECOND);
    const busy = computer.start('busy', { cpu: 100, memory: 100 * 1024 ** 2 });
    run(10 * SECOND);
    computer.change(busy, { cpu: 50 });
    run(10 * SECOND);
    computer.end(busy);
    run(40 * SECOND);
    const batch = recorder.take(true);
    const number = named(batch, 'busy')[0]?.run;
    const [row] = batch.minutes.filter(({ run }) => run === number);
    expect(row).toMatchObject({ moment: NOON, cpu: 7500, peak: 10_000, memory: 100 * 1024, memory_over: 0 });
    expect(Math.abs(Number(row?.lived) - 20 * SECOND)).toBeLessThanOrEqual(SECOND);
    expect(named(batch, 'busy')[0]).toMatchObject({ cpu: 7500, peak: 10_000 });
  });

  it('have a reading that lies over their end in both, each with its part', () => {
    const { computer, recorder, run } = setUp(NOON + 59 * SECOND);
    computer.cadence = 4 * SECOND;
    computer.start('even', { cpu: 10 });
    run(4 * SECOND);
    run(60 * SECOND);
    const { minutes } = recorder.take(true);
    const first = minutes.filter(({ moment }) => moment === NOON + MINUTE);
    expect(first.every(({ lived }) => lived === 57 * SECOND)).toBe(true);
    expect(first).toHaveLength(2);
  });

  it('have what could not be read as missing, not as nothing', () => {
    const { computer, recorder, run } = setUp();
    computer.metrics = {
      cpu: null,
      memoryUsed: null,
      memoryTotal: 1024 ** 3,
      diskRead: null,
      diskWrite: 5,
      networkReceived: null,
      networkSent: 0,
    };
    computer.start('closed', { read: null, written: null });
    run(62 * SECOND);
    const batch = recorder.take(true);
    expect(batch.system).toMatchObject([
      { cpu: null, memory: null, memory_total: 1024 ** 2, read: null, written: 5, received: null, sent: 0 },
    ]);
    expect(batch.minutes.find(({ read }) => read === null)).toMatchObject({ read: null, written: null });
  });

  it('count programs, as windows do, and no threads of the kernel', () => {
    const { computer, recorder, run } = setUp();
    for (const kernel of [false, false, true, true, true]) computer.start('x', { kernel });
    run(2 * MINUTE);
    expect(recorder.take(true).system.map(({ processes }) => processes)).toEqual([3, 3]);
  });

  it('keep a hundred rows of three hundred processes, with those that began among them', () => {
    const { computer, recorder, run } = setUp();
    for (let count = 0; count < 300; count++) computer.start(`idle-${count}`, { cpu: count / 100 });
    run(2 * MINUTE);
    recorder.take(true);
    const late = computer.start('late');
    run(MINUTE);
    const batch = recorder.take(true);
    const number = batch.openRuns.find(({ key }) => key === late.key)?.run;
    expect(batch.minutes).toHaveLength(100);
    expect(batch.minutes.map(({ run }) => run)).toContain(number);
  });

  it('are there for units, beside those of processes', () => {
    const { computer, recorder, run } = setUp();
    computer.units = [unitOf({ cpu: 30, memory: 2048, read: null, written: null })];
    run(62 * SECOND);
    const batch = recorder.take(true);
    const number = batch.openThings[0]?.run;
    expect(batch.minutes.find(({ run }) => run === number)).toMatchObject({ cpu: 3000, memory: 2, read: null });
  });
});

describe('a new process of ours', () => {
  it('goes on with what still runs, and ends what does not at the last moment known', () => {
    const { computer, recorder, run } = setUp();
    const stays = computer.start('stays');
    const goes = computer.start('goes');
    run(20 * SECOND);
    const before = recorder.take(true);
    computer.end(goes);
    computer.time.advance(HOUR);
    const next = recorderOf(rememberedOf(before));
    computer.run(4 * SECOND, next.observe.bind(next));
    const batch = next.take(true);
    expect(batch.gaps).toEqual([{ begins: before.seen, ends: NOON + HOUR + 22 * SECOND, reason: 'off', source: null }]);
    expect(named(batch, 'goes')).toMatchObject([{ last: before.seen, ended: null, resumes: null }]);
    const number = before.openRuns.find(({ key }) => key === stays.key)?.run;
    expect(batch.openRuns.find(({ key }) => key === stays.key)).toMatchObject({
      run: number,
      first: NOON + 2 * SECOND,
    });
    expect(batch.over).toEqual([before.openRuns.find(({ key }) => key === goes.key)?.run]);
  });

  it('gives what went on over a midnight a piece for the day before', () => {
    const { computer, recorder, run } = setUp();
    run(20 * SECOND);
    const before = recorder.take(true);
    computer.time.advance(DAY);
    const next = recorderOf(rememberedOf(before));
    computer.run(2 * SECOND, next.observe.bind(next));
    const batch = next.take(true);
    const resumes = NOON + DAY + 22 * SECOND;
    expect(batch.runs).toMatchObject([{ name: 'init', last: before.seen, resumes }]);
    expect(batch.openRuns).toMatchObject([{ name: 'init', begins: resumes, first: NOON + 2 * SECOND }]);
  });

  it('ends everything when the system was started anew, without knowing when', () => {
    const { computer, recorder, run } = setUp();
    run(20 * SECOND);
    const before = recorder.take(true);
    computer.boot = 'b00t0002';
    computer.processes.clear();
    computer.start('init');
    const next = recorderOf(rememberedOf(before));
    computer.run(2 * SECOND, next.observe.bind(next));
    const batch = next.take(true);
    expect(batch.runs).toMatchObject([{ name: 'init', last: before.seen, ended: null }]);
    expect(batch.openRuns).toHaveLength(1);
  });
});

describe('what cannot be written', () => {
  it('waits, and is given again with what came since', () => {
    const { computer, recorder, run } = setUp();
    const short = computer.start('short');
    run(62 * SECOND);
    computer.end(short);
    run(2 * SECOND);
    recorder.giveBack(recorder.take(true));
    run(60 * SECOND);
    const batch = recorder.take(true);
    expect(named(batch, 'short')).toHaveLength(1);
    expect(batch.over).toHaveLength(1);
    expect(batch.openRuns).toMatchObject([{ name: 'init' }]);
    expect(batch.system.map(({ moment }) => moment)).toEqual([NOON, NOON + MINUTE]);
  });

  it('is given up after a quarter of an hour, the oldest first, and said to be lost', () => {
    const { recorder, run } = setUp();
    run(HOUR);
    const batch = recorder.take(true);
    expect(batch.system).toHaveLength(15);
    expect(batch.gaps).toEqual([{ begins: NOON, ends: NOON + 45 * MINUTE, reason: 'damaged', source: null }]);
    expect(Math.min(...batch.minutes.map(({ moment }) => moment))).toBe(NOON + 45 * MINUTE);
  });
});

function portOf(program: string) {
  return {
    key: `tcp.*.${program}`,
    protocol: 'tcp' as const,
    port: 22,
    address: '*',
    process: null,
    pid: null,
    program,
    user: 'root',
    unit: '',
    since: NOON,
  };
}

function unitOf(usage: { cpu: number; memory: number; read: null; written: null }) {
  return {
    key: '/system.slice/a.service',
    name: 'a.service',
    kind: 'service' as const,
    user: 'root',
    processes: 2,
    cpuPressure: null,
    memoryPressure: null,
    ioPressure: null,
    since: NOON,
    ...usage,
  };
}
