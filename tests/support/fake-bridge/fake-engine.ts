import type { Asked, Detail, Hit, Question } from '../../../app/finder/asking.ts';
import { type Series, type Span, spans } from '../../../app/finder/history.ts';
import type { ListChanges, ListTopic, Topic } from '../../../app/finder/live.ts';
import { evaluate } from '../../../app/query/evaluate.ts';
import { parseQuery } from '../../../app/query/parse.ts';
import type { ObjectType, Row } from '../../../app/query/query.ts';
import { fakeDevice } from './fake-device.ts';
import { FakeProcesses } from './fake-processes.ts';

const HOUR = 3_600_000;
const listeners = [
  [22, 'sshd', 'root', '*'],
  [53, 'systemd-resolve', 'systemd-resolve', '127.0.0.53'],
  [3000, 'node', 'marta', '127.0.0.1'],
  [5432, 'postgres', 'postgres', '127.0.0.1'],
] as const;
const topicOf = { process: 'processes', port: 'ports', connection: 'connections', unit: 'units' } as const;

/** A Finder engine on a computer that there is not: lists that go on, and answers to what windows ask. */
export class FakeEngine {
  readonly #processes: FakeProcesses;
  readonly #lists: Record<ListTopic, readonly Row[]> = { processes: [], ports: [], connections: [], units: [] };
  readonly #sequences: Record<ListTopic, number> = { processes: 0, ports: 0, connections: 0, units: 0 };
  readonly #began: number;
  #at = 0;

  constructor(count: number, now: number) {
    this.#processes = new FakeProcesses(count, now);
    this.#began = now;
  }

  /** One more reading of what is watched. */
  *read(at: number, topics: Iterable<Topic>): Iterable<ListChanges> {
    this.#at = at;
    const processes = this.#processes.sample(at);
    const rows = {
      processes,
      ports: this.#ports(processes),
      connections: this.#connections(processes),
      units: units(processes),
    };
    Object.assign(this.#lists, rows);
    for (const topic of topics) {
      if (topic === 'metrics') continue;
      this.#sequences[topic] += 1;
      yield this.#whole(topic);
    }
  }

  answer(question: Question): Asked {
    const value = this.#valueOf(question);
    // The answer is of the question, which the compiler cannot see.
    return (value === undefined ? { ok: false, failure: 'not-found' } : { ok: true, value }) as Asked;
  }

  #valueOf(question: Question): unknown {
    switch (question.ask) {
      case 'device':
        return fakeDevice(this.#began);
      case 'list':
        return this.#whole(question.topic);
      case 'query':
        return this.#past(question.text, question.type);
      case 'page':
        return { rows: [] };
      case 'find':
        return { hits: this.#find(question.text) };
      case 'values':
        return [...new Set(this.#rows(question.type).map((row) => String(row[question.field] ?? '')))]
          .filter((value) => value.startsWith(question.prefix))
          .slice(0, 20);
      case 'end':
        return { outcome: this.#processes.end(question.key) ? 'asked' : 'gone' };
      case 'series':
        return series(question.figure, question.span, this.#at);
      case 'detail':
        return this.#detail(question.type, question.key);
      default:
        return undefined;
    }
  }

  #whole(topic: ListTopic): ListChanges {
    return {
      topic,
      at: this.#at,
      whole: true,
      changed: this.#lists[topic],
      gone: [],
      sequence: this.#sequences[topic],
    };
  }

  #rows(type: ObjectType): readonly Row[] {
    return type === 'device' ? [] : this.#lists[topicOf[type]];
  }

  #past(text: string, type: ObjectType): unknown {
    const { query } = parseQuery(text, type);
    if (!query) return undefined;
    const { columns, rows } = evaluate(query, this.#rows(query.type), { now: this.#at });
    const range = { from: this.#at - HOUR, to: this.#at };
    const gaps = [{ from: this.#at - HOUR / 2, to: this.#at - HOUR / 3, reason: 'off' }];
    return {
      id: 1,
      type: query.type,
      columns,
      total: rows.length,
      counted: true,
      cut: false,
      rows: rows.slice(0, 200),
      range,
      gaps,
      took: 3,
    };
  }

  #detail(type: ObjectType, key: string): Detail | null {
    const row = this.#rows(type).find((one) => one.key === key);
    if (!row) return null;
    const owner = type === 'process' ? key : row['process'];
    const process = this.#lists.processes.find((one) => one.key === owner);
    const chain: Row[] = [];
    for (let child = process; child; ) {
      const parent = this.#lists.processes.find((one) => one.key === child?.['parentKey']);
      if (parent) chain.push(parent);
      child = parent;
    }
    return {
      row,
      running: true,
      chain,
      children: [],
      ports: this.#lists.ports.filter((port) => port['process'] === key),
      connections: this.#lists.connections.filter((connection) => connection['process'] === key),
      threads:
        type === 'process' ? [{ id: Number(row['pid']), name: String(row['name']), cpu: Number(row['cpu']) }] : [],
      package: null,
      members: [],
    };
  }

  #find(text: string): readonly Hit[] {
    const wanted = text.toLowerCase();
    const ports = this.#lists.ports.flatMap((row): Hit[] =>
      String(row['port']) === text ? [{ type: 'port', row, query: `port:${text}`, by: 'port' }] : [],
    );
    const processes = this.#lists.processes.flatMap((row): Hit[] => {
      const byPid = String(row['pid']) === text;
      if (!byPid && !String(row['name']).toLowerCase().includes(wanted)) return [];
      return [{ type: 'process', row, query: `process pid:${row['pid']}`, by: byPid ? 'pid' : 'name' }];
    });
    const found = this.#lists.units.flatMap((row): Hit[] =>
      String(row['name']).toLowerCase().includes(wanted)
        ? [{ type: 'unit', row, query: `unit name:"${row['name']}"`, by: 'name' }]
        : [],
    );
    return [...ports, ...processes, ...found].slice(0, 50);
  }

  #ports(processes: readonly Row[]): readonly Row[] {
    return listeners.map(([port, program, user, address]) => {
      const owner = processes.find(({ name }) => name === program);
      return {
        key: `tcp.${address}.${port}`,
        protocol: 'tcp',
        port,
        address,
        process: owner?.key ?? null,
        pid: owner?.['pid'] ?? null,
        program: owner ? program : null,
        user,
        unit: owner?.['unit'] ?? '',
        since: this.#began - HOUR,
      };
    });
  }

  #connections(processes: readonly Row[]): readonly Row[] {
    return processes
      .filter(({ app }) => app === 'Firefox')
      .map((row, index) => ({
        key: `tcp.${index}`,
        protocol: 'tcp',
        address: '192.168.4.21',
        port: 40_000 + index,
        remoteAddress: `203.0.113.${index % 250}`,
        remotePort: 443,
        state: 'established',
        direction: 'out',
        process: row.key,
        pid: row['pid'] ?? null,
        program: row['name'] ?? null,
        user: row['user'] ?? '',
        unit: row['unit'] ?? '',
        since: this.#began - HOUR / 2,
      }));
  }
}

/** An hour, a day or a month of a figure, with a stretch in it of which nothing is known. */
function series(figure: 'cpu' | 'memory' | 'disk' | 'network', span: Span, now: number): Series {
  const count = 60;
  const step = spans[span] / count;
  const size = { cpu: 30, memory: 3e9, disk: 2e6, network: 4e5 }[figure];
  const values = Array.from({ length: count }, (_, index) =>
    index > 20 && index < 28 ? null : size * (1 + 0.6 * Math.sin(index / 3)),
  );
  return { from: now - spans[span], step, values };
}

/** What belongs together, with what it takes together. */
function units(processes: readonly Row[]): readonly Row[] {
  const byUnit = new Map<string, Row[]>();
  for (const row of processes) {
    const unit = String(row['unit']);
    if (unit !== '') byUnit.set(unit, [...(byUnit.get(unit) ?? []), row]);
  }
  const sum = (rows: readonly Row[], property: string) => rows.reduce((total, row) => total + Number(row[property]), 0);
  return [...byUnit].map(([unit, rows]) => ({
    key: `/system.slice/${unit}`,
    name: unit,
    kind: rows[0]?.['app'] ? 'app' : 'service',
    user: rows[0]?.['user'] ?? '',
    processes: rows.length,
    cpu: sum(rows, 'cpu'),
    memory: sum(rows, 'memory'),
    read: 0,
    written: 0,
    cpuPressure: 0,
    memoryPressure: 0,
    ioPressure: 0,
    since: Math.min(...rows.map((row) => Number(row['started']))),
  }));
}
