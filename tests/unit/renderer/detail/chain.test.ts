import { describe, expect, it } from 'vitest';
import type { Row } from '../../../../app/query/query.ts';
import { chainOf, childrenOf, membersOf } from '../../../../renderer/detail/chain.ts';
import { columnsFor } from '../../../../renderer/detail/properties.tsx';
import { aProcess } from '../object/processes.ts';

const init = aProcess({ pid: 1, name: 'systemd', parentPid: 0, parentKey: null, parentName: '' });
const shell = aProcess({ pid: 50, name: 'bash', parentPid: 1, parentKey: init.key });
const server = aProcess({ pid: 60, name: 'node', parentPid: 50, parentKey: shell.key, parentName: 'bash' });
const running = (...rows: readonly Row[]) => new Map(rows.map((row) => [row.key, row]));
const words = (...parts: Parameters<typeof chainOf>) =>
  chainOf(...parts).map((step) =>
    step.kind === 'known'
      ? `${step.row['name']}${step.running ? '' : ' (ended)'}`
      : `? ${step.pid} ${step.name}`.trim(),
  );

describe('the chain of a process', () => {
  it('leads from its parent up to the first process', () => {
    expect(words(server, { running: running(init, shell, server), remembered: [] })).toEqual(['bash', 'systemd']);
    expect(words(init, { running: running(init), remembered: [] })).toEqual([]);
  });

  it('goes on through parents that have ended, as far as they are remembered', () => {
    expect(words(server, { running: running(init), remembered: [shell] })).toEqual(['bash (ended)', 'systemd']);
  });

  it('ends with a step that is not known, and does not take another process of that PID for it', () => {
    const other = aProcess({ pid: 50, name: 'cron', key: 'boot0001.50.9999' });
    expect(words(server, { running: running(init, other), remembered: [] })).toEqual(['? 50 bash']);
    const orphan = aProcess({ parentPid: 50, parentKey: null, parentName: '' });
    expect(words(orphan, { running: running(init, other), remembered: [] })).toEqual(['? 50']);
  });

  it('comes to an end even when rows contradict each other', () => {
    const a = aProcess({ pid: 5, parentPid: 6, key: 'a', parentKey: 'b' });
    const b = aProcess({ pid: 6, parentPid: 5, key: 'b', parentKey: 'a' });
    expect(chainOf(a, { running: running(a, b), remembered: [] })).toHaveLength(1);
  });
});

describe('what belongs to an object', () => {
  it('are the children of a process, the busiest first', () => {
    const idle = aProcess({ pid: 70, parentKey: server.key, cpu: 0 });
    const busy = aProcess({ pid: 71, parentKey: server.key, cpu: 80 });
    expect(childrenOf(server.key, [server, idle, busy])).toEqual([busy, idle]);
  });

  it('are the processes of a unit and of the groups below it', () => {
    const direct = aProcess({ pid: 80, unit: '/system.slice/a.service' });
    const below = aProcess({ pid: 81, unit: '/system.slice/a.service/sub' });
    const near = aProcess({ pid: 82, unit: '/system.slice/a.service2' });
    const browser = aProcess({ pid: 83, unit: 'app:Firefox' });
    const rows = [direct, below, near, browser];
    expect(membersOf({ key: '/system.slice/a.service', name: 'a.service' }, rows)).toEqual([direct, below]);
    expect(membersOf({ key: 'app:Firefox', name: 'Firefox' }, rows)).toEqual([browser]);
  });
});

describe('the properties of a process', () => {
  const ids = (row: Row, runs: boolean) => columnsFor('process', row, runs).map(({ id }) => id);

  it('leave out what a thread of the kernel cannot have', () => {
    const thread = aProcess({ kernel: true, path: null, commandLine: '', unit: '', user: 'root' });
    expect(ids(thread, true)).not.toContain('path');
    expect(ids(thread, true)).not.toContain('command');
  });

  it('have the end, duration and exit code of one that is gone', () => {
    const gone = { ...server, ended: 1000, duration: 500, exit: 3, peak: 95 };
    expect(ids(gone, false)).toEqual(expect.arrayContaining(['ended', 'duration', 'exit', 'peak']));
    expect(ids(gone, false)).not.toContain('state');
    expect(ids(server, true)).not.toContain('ended');
    expect(ids({ ...server, state: 'zombie', exit: 3 }, true)).toContain('exit');
  });
});
