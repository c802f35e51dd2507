import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { mustRun, run } from './machine.ts';

const NAME = 'candor-installer-test';

export interface Process {
  readonly pid: number;
  /** Words separated by spaces. */
  readonly command: string;
  /** Mode of its system call filter: 0 none, 2 a filter, as /proc/PID/status has it. */
  readonly seccomp: number;
}

/** A person's account on this computer, without any rights, made for a test. */
export class OrdinaryUser {
  readonly home: string;
  readonly #name: string;
  readonly #id: string;
  readonly #group: string;

  private constructor(name: string) {
    const [, , id = '', group = '', , home = ''] = mustRun('getent', ['passwd', name]).trim().split(':');
    this.#name = name;
    this.#id = id;
    this.#group = group;
    this.home = home;
  }

  /**
   * Somebody who has never started the app: whoever had the account before is gone, with their home.
   * @param who tells people of one test apart, in lower case.
   */
  static create(who?: string): OrdinaryUser {
    const name = who === undefined ? NAME : `${NAME}-${who}`;
    if (run('getent', ['passwd', name]).code === 0) new OrdinaryUser(name).remove();
    mustRun('useradd', ['--create-home', '--shell', '/bin/sh', name]);
    return new OrdinaryUser(name);
  }

  /** Starts a program as this user, with nothing of our own environment. */
  start(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
    const identity = ['--reuid', this.#id, '--regid', this.#group, '--init-groups', '--'];
    return spawn('setpriv', [...identity, command, ...args], {
      cwd: this.home,
      env: { HOME: this.home, USER: this.#name, PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** Everything that this user runs now. */
  processes(): Process[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => this.#look(Number(name)) ?? []);
  }

  /** Ends what still runs, and removes the account with its home. */
  remove(): void {
    for (const { pid } of this.processes()) process.kill(pid, 'SIGKILL');
    mustRun('userdel', ['--remove', '--force', this.#name]);
  }

  #look(pid: number): Process | undefined {
    try {
      if (String(statSync(`/proc/${pid}`).uid) !== this.#id) return undefined;
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      // A zombie has ended, and waits for its parent to notice.
      if (/^State:\s+Z/m.test(status)) return undefined;
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      return { pid, command, seccomp: Number(/^Seccomp:\s+(\d)/m.exec(status)?.[1]) };
    } catch {
      // It has ended since.
      return undefined;
    }
  }
}
