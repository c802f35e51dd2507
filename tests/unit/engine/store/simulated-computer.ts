import type { Process } from '../../../../app/finder/process.ts';
import type { Connection, Port } from '../../../../app/finder/socket.ts';
import type { Unit } from '../../../../app/finder/unit.ts';
import type { Observation, SystemFigures } from '../../../../engine/store/observation.ts';
import { FakeTime } from '../../../support/fakes.ts';

/** Noon of a day of UTC, so that a test that is not about midnight is far from it. */
export const NOON = Date.UTC(2026, 10, 20, 12);

export const SECOND = 1000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;

export const figures: SystemFigures = {
  cpu: 10,
  memoryUsed: 4 * 1024 ** 3,
  memoryTotal: 16 * 1024 ** 3,
  diskRead: 1000,
  diskWrite: 2000,
  networkReceived: 3000,
  networkSent: 4000,
};

/** A computer on which processes are started and ended by hand, and read every two seconds of a clock moved by hand. */
export class SimulatedComputer {
  readonly time: FakeTime;
  readonly processes = new Map<string, Process>();
  ports: readonly Port[] | undefined;
  connections: readonly Connection[] | undefined;
  units: readonly Unit[] | undefined;
  metrics: SystemFigures | null = figures;
  boot = 'b00t0001';
  cadence = 2 * SECOND;
  /** Milliseconds asleep, which the clock of the boot counts and the monotonic one does not. */
  slept = 0;
  #pid = 100;

  constructor(start = NOON) {
    this.time = new FakeTime(start);
  }

  start(name: string, given: Partial<Process> = {}): Process {
    const pid = given.pid ?? ++this.#pid;
    const process = {
      key: `${this.boot}.${pid}.${Math.round(this.time.monotonic() / 10)}`,
      pid,
      parentPid: 1,
      parentKey: null,
      parentName: '',
      name,
      user: 'ada',
      mine: true,
      kernel: false,
      cpu: 0,
      memory: 8 * 1024 ** 2,
      threads: 1,
      state: 'sleeping',
      started: this.time.now(),
      path: `/usr/bin/${name}`,
      deleted: false,
      commandLine: `/usr/bin/${name} --serve`,
      unit: '',
      app: '',
      read: 0,
      written: 0,
      exit: null,
      ...given,
    } as Process;
    this.processes.set(process.key, process);
    return process;
  }

  change(process: Process, to: Partial<Process>): void {
    const now = this.processes.get(process.key);
    if (now) this.processes.set(process.key, { ...now, ...to } as Process);
  }

  end(process: Process): void {
    this.processes.delete(process.key);
  }

  /** The wall clock goes on while nothing else does. */
  sleep(milliseconds: number): void {
    this.slept += milliseconds;
    this.time.setClock(this.time.now() + milliseconds);
  }

  read(): Observation {
    return {
      at: this.time.now(),
      monotonic: this.time.monotonic(),
      sinceBoot: this.time.monotonic() + this.slept,
      bootId: this.boot,
      cadence: this.cadence,
      processes: [...this.processes.values()],
      metrics: this.metrics,
      ...(this.ports ? { ports: this.ports } : {}),
      ...(this.connections ? { connections: this.connections } : {}),
      ...(this.units ? { units: this.units } : {}),
    };
  }

  /** Reads at the cadence for so long, the first time after one cadence. */
  run(milliseconds: number, observe: (observation: Observation) => void): void {
    for (let left = milliseconds; left > 0; left -= this.cadence) {
      this.time.advance(Math.min(left, this.cadence));
      observe(this.read());
    }
  }
}
