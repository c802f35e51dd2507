import type { Row } from '../../../app/query/query.ts';
import { seededRandom } from '../corpus/random.ts';

const names = ['node', 'bash', 'firefox-esr', 'Web Content', 'python3', 'systemd', 'kworker/u8:2-events', 'postgres'];
const users = ['root', 'marta', 'postgres', ''];
const states = ['sleeping', 'running', 'idle', 'waiting'] as const;

/** So many rows that look like processes, the same each time, each below an earlier one or at the root. */
export function gridRows(count: number): Row[] {
  const random = seededRandom(7);
  const below = (limit: number) => Math.floor(random() * limit);
  return Array.from({ length: count }, (_, at) => {
    const name = names[below(names.length)] ?? 'node';
    const parent = at > 4 && random() < 0.7 ? below(Math.min(at, 40)) + Math.max(0, at - 40) : -1;
    return {
      key: `boot.${at}.1`,
      pid: at + 1,
      parentKey: parent < 0 ? null : `boot.${parent}.1`,
      parentPid: parent + 1,
      parentName: parent < 0 ? '' : 'bash',
      name: at % 97 === 0 ? `${name} with a title that is far too long to be read` : name,
      user: users[below(users.length)] ?? '',
      mine: random() < 0.5,
      kernel: false,
      cpu: random() < 0.8 ? 0 : random() * 100,
      memory: random() * 900_000_000,
      threads: 1 + below(40),
      state: states[below(states.length)] ?? 'unknown',
      started: 1_773_000_000_000 + below(86_400_000),
      path: at % 5 === 0 ? null : `/usr/lib/${name}/releases/2026.3.${below(30)}/bin/${name}`,
      deleted: false,
      commandLine: at % 9 === 0 ? '' : `/usr/bin/${name} --port ${3000 + at} --config /etc/${name}/main.conf --verbose`,
      unit: `/system.slice/${name}.service`,
      app: '',
      read: random() < 0.9 ? 0 : random() * 5_000_000,
      written: null,
      exit: null,
    };
  });
}

/** The same rows one reading later: a fifth of them have other figures, and none has moved. */
export function nextReading(rows: readonly Row[], reading: number): Row[] {
  return rows.map((row, at) =>
    (at + reading) % 5 === 0
      ? { ...row, cpu: ((at * 7 + reading * 13) % 1000) / 10, memory: 1e6 * (1 + ((at + reading) % 700)) }
      : row,
  );
}
