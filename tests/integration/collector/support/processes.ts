import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const root = fileURLToPath(new URL('../../../..', import.meta.url));

export interface RunningCollector {
  readonly pid: number;
  readonly url: string;
  readonly token: string;
  /** Resolves to how it ended. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Everything that it has said on standard error. */
  errors(): string;
  kill(signal: NodeJS.Signals): void;
}

/** Runs a script that prints a collector's two lines, in a process of its own, until the test ends. */
export async function runCollector(
  args: readonly string[],
  wrapper: readonly string[] = [],
): Promise<RunningCollector> {
  const [command = process.execPath, ...rest] = [...wrapper, process.execPath, ...args];
  const child = spawn(command, rest, {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const ended = new Promise<Awaited<RunningCollector['ended']>>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
  const { url, token } = await readLines(child, () => errors);
  const kill = (signal: NodeJS.Signals) => void child.kill(signal);
  return { pid: child.pid ?? 0, url, token, ended, errors: () => errors, kill };
}

/** The collector as a service, `collector/cli.ts`, on any free port. */
export function runCli(dataDir: string, ...args: string[]): Promise<RunningCollector> {
  return runCollector(['collector/cli.ts', '--data', dataDir, '--port', '0', '--k', '1', ...args]);
}

function readLines(child: ChildProcess, errors: () => string): Promise<{ url: string; token: string }> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const match = /^collector: (\S+)\ndashboard: \S+\/login\?token=(\S+)\n/m.exec(output);
      if (match?.[1] && match[2]) resolve({ url: match[1], token: match[2] });
    });
    child.on('close', (code, signal) => reject(new Error(`the collector ended with ${signal ?? code}: ${errors()}`)));
  });
}

/** Ids of the storage processes that a process has started. */
export function storageProcesses(parent = process.pid): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isStorageProcess(pid, parent));
}

function isStorageProcess(pid: number, parent: number): boolean {
  try {
    const status = readFileSync(path.join('/proc', String(pid), 'stat'), 'utf8');
    const commandLine = readFileSync(path.join('/proc', String(pid), 'cmdline'), 'utf8');
    const [state, parentId] = status.slice(status.lastIndexOf(')') + 2).split(' ');
    return state !== 'Z' && Number(parentId) === parent && commandLine.includes('chdb-process');
  } catch {
    return false;
  }
}

/** The most memory that a process has had so far, in MiB. */
export function peakMemory(pid: number): number {
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

/** Figures of a collector in another process, over its API. */
export async function fetchOverview<T>({ url, token }: RunningCollector): Promise<T> {
  const response = await fetch(`${url}/v1/overview`, { headers: { authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Error(`no overview but ${response.status}`);
  return (await response.json()) as T;
}
