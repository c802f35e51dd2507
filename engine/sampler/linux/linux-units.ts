import type { Clock } from 'candor-client/node';
import type { Process } from '../../../app/finder/process.ts';
import type { Unit } from '../../../app/finder/unit.ts';
import { MIN_SHARE_MS } from '../../limits.ts';
import { appGroups, sumsOf } from '../app-groups.ts';
import { roundRate } from '../round-rate.ts';
import type { Moment } from '../source.ts';
import { createSteadyRows, steadySize } from '../steady.ts';
import type { KnownProcess } from './known-process.ts';
import { createAccounts, type SystemFiles } from './system-files.ts';
import { createUnitCounters, type UnitCounters } from './unit-counters.ts';
import type { UnitName } from './unit-name.ts';

interface LinuxUnitsParts {
  readonly files: SystemFiles;
  readonly clock: Clock;
  readonly known: () => ReadonlyMap<number, KnownProcess>;
  readonly processors: number;
}

/** What a unit had counted at a moment. */
interface Reading {
  readonly at: number;
  readonly counters: UnitCounters;
  /** As they were told. */
  readonly rates: Pick<Unit, 'cpu' | 'read' | 'written'>;
}

interface Members {
  readonly name: UnitName;
  readonly title: string;
  readonly rows: Process[];
}

/**
 * Services, apps, sessions and containers with what their control groups count; what these do not tell is summed up over
 * the processes that run now. Processes in no unit are put together by the app or program that people know, and so are
 * the apps of a session whose desktop gives them no group of their own.
 */
export function createLinuxUnits(parts: LinuxUnitsParts): (moment: Moment) => readonly Unit[] {
  const { files, clock, known, processors } = parts;
  const account = createAccounts(files, clock);
  const countersOf = createUnitCounters(files, clock);
  const steady = createSteadyRows<Unit>();
  let before = new Map<string, Reading>();
  let memories = new Map<string, number>();

  function unitRow({ name, title, rows }: Members, moment: Moment, next: Map<string, Reading>): Unit {
    const sums = sumsOf(rows);
    const counters = countersOf(name.key);
    const last = before.get(name.key);
    const rates = ratesOf(last, counters, moment, processors * 100) ?? {
      // Its group is new, or the computer slept: what its processes did is the best that is known.
      cpu: last?.rates.cpu ?? sums.cpu,
      read: last?.rates.read ?? sums.read,
      written: last?.rates.written ?? sums.written,
    };
    const fresh = !last || !moment.continuous || moment.monotonic - last.at >= MIN_SHARE_MS;
    next.set(name.key, fresh ? { at: moment.monotonic, counters, rates } : last);
    return {
      key: name.key,
      name: title,
      kind: name.kind,
      user: name.userId === null ? sums.user : account(name.userId),
      processes: sums.processes,
      cpu: counters.used === null ? sums.cpu : rates.cpu,
      memory: counters.memory ?? sums.memory,
      read: counters.read === null ? sums.read : rates.read,
      written: counters.written === null ? sums.written : rates.written,
      cpuPressure: oneDecimal(counters.cpuPressure),
      memoryPressure: oneDecimal(counters.memoryPressure),
      ioPressure: oneDecimal(counters.ioPressure),
      since: sums.since,
    };
  }

  return (moment) => {
    const { units, rest } = membersOf(known().values());
    const next = new Map<string, Reading>();
    const rows = [...units.map((members) => unitRow(members, moment, next)), ...appGroups(rest)].map((row) => {
      const shown = memories.get(row.key);
      return shown === undefined || row.memory === null ? row : { ...row, memory: steadySize(shown, row.memory) };
    });
    before = next;
    memories = new Map(rows.map(({ key, memory }) => [key, memory ?? 0]));
    return steady(rows);
  };
}

function membersOf(all: Iterable<KnownProcess>): { units: Members[]; rest: Process[] } {
  const units = new Map<string, Members>();
  const rest: Process[] = [];
  for (const { row, kernel, app, details } of all) {
    const name = details.details.unitName;
    if (!row || kernel) continue;
    if (name === null || (name.kind === 'session' && app !== '')) rest.push(row);
    if (name === null) continue;
    const members = units.get(name.key);
    if (members) members.rows.push(row);
    else units.set(name.key, { name, title: (name.kind === 'app' && app) || name.name, rows: [row] });
  }
  return { units: [...units.values()], rest };
}

/** Rates since the reading before; `undefined` when there is none to compare with, or too short ago. */
function ratesOf(
  before: Reading | undefined,
  { used, read, written }: UnitCounters,
  { monotonic, continuous }: Moment,
  most: number,
): Reading['rates'] | undefined {
  if (!before || !continuous) return undefined;
  const elapsed = monotonic - before.at;
  if (elapsed < MIN_SHARE_MS) return undefined;
  const since = (now: number | null, then: number | null) => (now === null || then === null ? null : now - then);
  const microseconds = since(used, before.counters.used);
  const share = microseconds === null ? null : microseconds / 10 / elapsed;
  const rate = (bytes: number | null) => (bytes === null ? null : roundRate((bytes * 1000) / elapsed));
  return {
    cpu: share === null ? null : oneDecimal(Math.min(Math.max(0, share), most)),
    read: rate(since(read, before.counters.read)),
    written: rate(since(written, before.counters.written)),
  };
}

function oneDecimal<T extends number | null>(value: T): T {
  return (value === null ? null : Math.round(value * 10) / 10) as T;
}
