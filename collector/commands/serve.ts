/** `candor-collector serve`: the collector as a service. */
import { parseArgs } from 'node:util';
import { startCollector } from '../start.ts';
import { messageOf, readCall } from './usage.ts';

/** The same fault is told once in this time, in milliseconds: a full disk would otherwise fill a log as well. */
const REPEAT_MS = 10_000;

/** Resolves when it runs, or cannot start. It ends in order on SIGTERM and SIGINT. */
export async function runServe(args: readonly string[]): Promise<void> {
  const options = readCall(args, () => readOptions(args));
  try {
    const collector = await startCollector({ ...options, onFault: tellFault });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void collector.close());
    console.log(`collector: ${collector.url}`);
    console.log(`dashboard: ${collector.loginUrl}`);
  } catch (error) {
    console.error(`the collector cannot start: ${messageOf(error)}`);
    process.exitCode = 1;
  }
}

function readOptions(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '7391' },
      k: { type: 'string', default: '5' },
      unpackaged: { type: 'boolean', default: false },
    },
  });
  const [command = 'serve', ...more] = positionals;
  if (command !== 'serve' || more.length > 0) throw new Error(`${[command, ...more].join(' ')} is no command`);
  if (!values.data) throw new Error('--data is missing');
  return {
    dataDir: values.data,
    host: values.host,
    port: whole(values.port, 0, 65_535),
    k: whole(values.k, 1),
    unpackaged: values.unpackaged,
  };
}

function whole(text: string, least: number, most = Number.MAX_SAFE_INTEGER): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < least || number > most) throw new Error(`${text} is not a number from ${least}`);
  return number;
}

const told = new Map<string, number>();

function tellFault(message: string): void {
  const now = performance.now();
  if (now - (told.get(message) ?? Number.NEGATIVE_INFINITY) < REPEAT_MS) return;
  told.set(message, now);
  console.error(`${new Date().toISOString()} ${message}`);
}
