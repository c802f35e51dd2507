#!/usr/bin/env node
/** `node collector/cli.ts serve`: the collector as a service. Ends in order on SIGTERM and SIGINT. */
import { parseArgs } from 'node:util';
import { startCollector } from './start.ts';

const USAGE = `candor-collector serve --data FOLDER [--host ADDRESS] [--port NUMBER] [--k NUMBER] [--unpackaged]

  --data   folder for journal, storage and dashboard token; made when it is not there
  --host   address to listen on; 127.0.0.1 unless given
  --port   port to listen on; 7391 unless given, 0 for any free one
  --k      groups of fewer installations are not shown; 5 unless given
  --unpackaged
           count builds that are not packaged as well, such as those of developers`;

/** The same fault is told once in this time, in milliseconds: a full disk would otherwise fill a log as well. */
const REPEAT_MS = 10_000;

function readOptions() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '7391' },
      k: { type: 'string', default: '5' },
      unpackaged: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    process.exit(0);
  }
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

function tryReadOptions() {
  try {
    return readOptions();
  } catch (error) {
    console.error(`${messageOf(error)}\n\n${USAGE}`);
    process.exit(2);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

try {
  const collector = await startCollector({ ...tryReadOptions(), onFault: tellFault });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void collector.close());
  console.log(`collector: ${collector.url}`);
  console.log(`dashboard: ${collector.loginUrl}`);
} catch (error) {
  console.error(`the collector cannot start: ${messageOf(error)}`);
  process.exitCode = 1;
}
