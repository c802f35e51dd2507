import type { Process } from '../../../app/finder/process.ts';

/** Numbers that look random and are the same in every run. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

const programs = [
  ['systemd', 'root', '/usr/lib/systemd/systemd', 14],
  ['kworker/u8:2-events_unbound', 'root', null, 0],
  ['rcu_preempt', 'root', null, 0],
  ['Xorg', 'root', '/usr/lib/xorg/Xorg', 120],
  ['gnome-shell', 'marta', '/usr/bin/gnome-shell', 380],
  ['firefox-esr', 'marta', '/usr/lib/firefox-esr/firefox-esr', 720],
  ['Web Content', 'marta', '/usr/lib/firefox-esr/firefox-esr', 260],
  ['Isolated Web Co', 'marta', '/usr/lib/firefox-esr/firefox-esr', 190],
  ['code', 'marta', '/usr/share/code/code', 310],
  ['node', 'marta', '/home/marta/.nvm/versions/node/v24.1.0/bin/node', 140],
  ['postgres', 'postgres', '/usr/lib/postgresql/15/bin/postgres', 28],
  ['dbus-daemon', 'messagebus', '/usr/bin/dbus-daemon', 5],
  ['pipewire', 'marta', '/usr/bin/pipewire', 18],
  ['NetworkManager', 'root', '/usr/sbin/NetworkManager', 21],
  ['sshd', 'root', '/usr/sbin/sshd', 9],
  ['bash', 'marta', '/usr/bin/bash', 6],
  ['containerd-shim', 'root', '/usr/bin/containerd-shim-runc-v2', 13],
  ['python3', 'marta', '/usr/bin/python3.11', 75],
] as const;

const apps: Readonly<Record<string, string>> = {
  'firefox-esr': 'Firefox',
  'Web Content': 'Firefox',
  'Isolated Web Co': 'Firefox',
  code: 'Visual Studio Code',
};

const DAY = 86_400_000;

/** A computer whose processes go on from sample to sample. */
export class FakeProcesses {
  readonly #random: () => number;
  #processes: Process[] = [];
  #nextPid: number;

  constructor(count: number, now: number, seed = 7) {
    this.#random = seeded(seed);
    this.#nextPid = 1;
    this.#processes = [this.#start(0, now - 3 * DAY)];
    for (let index = 1; index < count; index += 1) {
      this.#processes.push(this.#start(index, now - this.#random() * 3 * DAY));
    }
  }

  #start(index: number, started: number): Process {
    const [name, user, path, megabytes] = programs[index === 0 ? 0 : index % programs.length] ?? programs[0];
    const pid = this.#nextPid;
    this.#nextPid += 1 + Math.floor(this.#random() * 9);
    const kernel = path === null;
    return {
      key: `5c0fa1c6.${pid}.${Math.round(started / 10)}`,
      pid,
      parentPid: pid === 1 ? 0 : 1,
      parentKey: pid === 1 ? null : (this.#processes[0]?.key ?? null),
      parentName: pid === 1 ? '' : 'systemd',
      name,
      user,
      mine: user === 'marta',
      kernel,
      deleted: false,
      unit: kernel ? '' : `${name.split(' ')[0]}.service`,
      app: apps[name] ?? '',
      read: kernel ? null : 0,
      written: kernel ? null : 0,
      exit: null,
      cpu: 0,
      memory: Math.round(megabytes * (0.4 + this.#random()) * 1024 * 1024),
      threads: 1 + Math.floor(this.#random() * (megabytes / 8)),
      state: kernel ? 'idle' : 'sleeping',
      started: Math.round(started),
      path,
      commandLine: kernel ? '' : `${path} --profile /home/marta/.config/${name} --listen 192.168.4.21:8080`,
    };
  }

  /** Ends a process, all but one that takes no notice; `false` when it is not there. */
  end(key: string): boolean {
    const found = this.#processes.some((process) => process.key === key);
    this.#processes = this.#processes.filter((process) => process.key !== key || process.name === 'postgres');
    return found;
  }

  /** One more sample: a few are busy, a few end, a few begin. */
  sample(at: number): readonly Process[] {
    const random = this.#random;
    const alive = this.#processes.filter((process, index) => index < 10 || process.pid < 40 || random() > 0.004);
    const ended = this.#processes.length - alive.length;
    const started = Array.from({ length: ended }, () => this.#start(Math.floor(random() * programs.length), at));
    this.#processes = [...alive, ...started].map((process) => this.#step(process));
    return this.#processes;
  }

  #step(process: Process): Process {
    const random = this.#random;
    // One in eight works; what works goes on working, more or less.
    const load = process.pid % 8 === 0 && process.path !== null ? 0.2 + (process.pid % 97) / 4 : 0;
    if (load === 0 && process.cpu === 0 && random() > 0.02) return process;
    const cpu = Math.round(load * (0.7 + random() * 0.6) * 10) / 10;
    const memory = Math.max(0, Math.round(process.memory * (0.98 + random() * 0.04)));
    return { ...process, cpu, memory, state: cpu > 5 ? 'running' : 'sleeping' };
  }
}
