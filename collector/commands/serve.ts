/** `candor-collector serve`: the collector as a service. */
import { SettingsError } from '../config/given.ts';
import type { ServiceOption, Settings } from '../config/options.ts';
import { unknownVariables } from '../config/settings.ts';
import type { Forwarder } from '../forwarding/forwarder.ts';
import type { TlsFiles } from '../http/tls.ts';
import { type Log, openLog, standardError } from '../log/log.ts';
import { messageOf } from '../message-of.ts';
import { listenOnLoopback } from '../metrics/loopback-listener.ts';
import { Metrics } from '../metrics/metrics.ts';
import manifest from '../package.json' with { type: 'json' };
import { startCollector } from '../start.ts';
import { clickhouseOf } from './clickhouse-options.ts';
import type { Run } from './command.ts';

/** Resolves when it runs, or cannot start. It ends in order on SIGTERM and SIGINT. */
export const runServe: Run<ServiceOption> = async ({ settings }) => {
  const { data: dataDir, host, port, 'public-url': publicUrl, k, unpackaged } = settings;
  const names = { publicUrl, alsoCalled: settings['also-called'], trustedProxies: settings['trusted-proxy'] };
  const clickhouse = clickhouseOf(settings);
  const output = standardError();
  const log = openLog({
    level: settings['log-level'],
    format: settings['log-format'],
    ...output,
    now: () => performance.now(),
  });
  for (const name of unknownVariables(process.env)) log.warn(`${name} is no setting of a collector`);
  if (k === 1) log.warn('figures of single installations are shown, because k is 1');
  const began = performance.now();
  const metrics = new Metrics(manifest.version);
  const forwarder = await forwarderOf(settings, metrics, log);
  const tls = tlsOf(settings['tls-cert'], settings['tls-key']);
  const loopback = await listenWhereAsked(metrics, settings['metrics-port']);
  try {
    const collector = await startCollector({
      tls,
      dataDir,
      storage: settings.storage,
      host,
      port,
      ...names,
      ...clickhouse,
      k,
      issueUrl: settings['issue-url'],
      unpackaged,
      log,
      metrics,
      forwarder,
    });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        log.info('stopping', { signal });
        void collector.close().then(() => {
          loopback?.close();
          log.info('stopped');
        });
      });
    }
    console.log(`collector: ${collector.url}`);
    console.log(`dashboard: ${publicUrl ?? collector.url}/`);
    console.log(`to log in: candor-collector login --data ${dataDir}`);
    if (!collector.hasStorage)
      log.warn('there is no storage: what is received stays in the journal, and there are no figures');
    if (loopback) console.log(`metrics: ${loopback.url}`);
    log.info('started', { version: manifest.version, milliseconds: Math.round(performance.now() - began) });
    return 0;
  } catch (error) {
    loopback?.close();
    throw cannotStart(error);
  }
};

/** @throws SettingsError when one of the two is missing. */
function tlsOf(cert: string | undefined, key: string | undefined): TlsFiles | undefined {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined) throw new SettingsError('--tls-cert and --tls-key go together');
  return { cert, key };
}

/** @throws SettingsError when it is not confirmed that people know of it. */
async function forwarderOf(
  settings: Pick<Settings, ServiceOption>,
  metrics: Metrics,
  log: Log,
): Promise<Forwarder | undefined> {
  const endpoint = settings['forward-otlp'];
  if (endpoint === undefined) return undefined;
  if (!settings['forward-notice-confirmed']) {
    throw new SettingsError(
      '--forward-otlp needs --forward-notice-confirmed: does the privacy notice say what is forwarded?',
    );
  }
  // Most forward nothing, and need not load its encoder.
  const { Forwarder } = await import('../forwarding/forwarder.ts');
  return new Forwarder({
    endpoint,
    headers: settings['forward-headers'] ?? {},
    fetch: globalThis.fetch,
    onForwarded: () => metrics.forwarded.inc(),
    onDropped: (reason) => metrics.notForwarded.inc({ reason }),
    onFault: log.warn,
  });
}

/** @throws when the port is taken. */
async function listenWhereAsked(metrics: Metrics, port: number | undefined) {
  if (port === undefined) return undefined;
  return await listenOnLoopback(metrics, port).catch((error: unknown) => {
    throw cannotStart(error);
  });
}

function cannotStart(error: unknown): Error {
  return new Error(`the collector cannot start: ${messageOf(error)}`, { cause: error });
}
