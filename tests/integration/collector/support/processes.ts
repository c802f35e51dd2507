import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { Tokens } from '../../../../collector/access/tokens.ts';
import { FileState } from '../../../../collector/state/file-state.ts';
import { serviceFlags } from '../../../support/service-flags.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));

export interface RunningCollector {
  readonly pid: number;
  readonly url: string;
  readonly token: string;
  /** Resolves to how it ended. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** What it has said on standard output. */
  output(): string;
  /** Everything that it has said on standard error. */
  errors(): string;
  /** What it has told of faults, one message each; that `k` is 1 is none. */
  faults(): string[];
  kill(signal: NodeJS.Signals): void;
}

/**
 * Runs a script that prints where a collector is, in a process of its own, until the test ends.
 * @param args the script, then `--data FOLDER` or the folder alone among its arguments.
 */
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
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const ended = new Promise<Awaited<RunningCollector['ended']>>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
  const url = await readUrl(child, () => errors);
  const token = await makeToken(args[Math.max(1, args.indexOf('--data') + 1)] ?? '');
  const kill = (signal: NodeJS.Signals) => void child.kill(signal);
  return {
    pid: child.pid ?? 0,
    url,
    token,
    ended,
    output: () => output,
    errors: () => errors,
    faults: () => faultsIn(errors),
    kill,
  };
}

const K_IS_1 = 'figures of single installations are shown, because k is 1';

/** Lines of the log from warnings on; what is no line of the log is a fault as well. */
function faultsIn(log: string): string[] {
  return log.split('\n').flatMap((line) => {
    if (line === '') return [];
    if (!line.startsWith('{')) return [line];
    const { level, msg } = JSON.parse(line) as { level: string; msg: string };
    return level === 'info' || level === 'debug' || msg === K_IS_1 ? [] : [msg];
  });
}

/** The collector as a service, `collector/cli.ts`, on any free port. */
export function runCli(dataDir: string, ...args: string[]): Promise<RunningCollector> {
  return runCollector([...serviceFlags(), 'collector/cli.ts', '--data', dataDir, '--port', '0', '--k', '1', ...args]);
}

/** A token for what is read in tests, made beside the running collector. */
async function makeToken(dataDir: string): Promise<string> {
  const state = new FileState({ directory: path.join(dataDir, 'state'), onFault: () => {} });
  const name = `test-${randomUUID()}`;
  return await new Tokens(state, Date.now).create({ name, role: 'administrator', use: 'bearer' });
}

function readUrl(child: ChildProcess, errors: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const url = /^collector: (\S+)\n/m.exec(output)?.[1];
      if (url) resolve(url);
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
