/** `candor-collector serve`: the collector as a service. */
import { unknownVariables } from '../config/settings.ts';
import { messageOf } from '../message-of.ts';
import { startCollector } from '../start.ts';
import type { Run } from './command.ts';

/** The same fault is told once in this time, in milliseconds: a full disk would otherwise fill a log as well. */
const REPEAT_MS = 10_000;

/** Resolves when it runs, or cannot start. It ends in order on SIGTERM and SIGINT. */
export const runServe: Run<
  'data' | 'host' | 'port' | 'public-url' | 'also-called' | 'trusted-proxy' | 'k' | 'unpackaged'
> = async ({ settings }) => {
  const { data: dataDir, host, port, 'public-url': publicUrl, k, unpackaged } = settings;
  const names = { publicUrl, alsoCalled: settings['also-called'], trustedProxies: settings['trusted-proxy'] };
  for (const name of unknownVariables(process.env)) tellFault(`${name} is no setting of a collector`);
  try {
    const collector = await startCollector({ dataDir, host, port, ...names, k, unpackaged, onFault: tellFault });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void collector.close());
    console.log(`collector: ${collector.url}`);
    console.log(`dashboard: ${publicUrl ?? collector.url}/`);
    console.log(`to log in: candor-collector login --data ${dataDir}`);
    return 0;
  } catch (error) {
    throw new Error(`the collector cannot start: ${messageOf(error)}`, { cause: error });
  }
};

const told = new Map<string, number>();

function tellFault(message: string): void {
  const now = performance.now();
  if (now - (told.get(message) ?? Number.NEGATIVE_INFINITY) < REPEAT_MS) return;
  told.set(message, now);
  console.error(`${new Date().toISOString()} ${message}`);
}
