/** One client in a process of its own, told what to do by its parent. */
import { setTimeout as delay } from 'node:timers/promises';
import { benchCorpus, type CorpusSize } from '../corpus/corpus.ts';
import { generateCorpus } from '../corpus/generate.ts';
import { type ClientName, loadClient } from './client.ts';

/** What the parent asks for. */
export type ClientOrder =
  /** Records a corpus and flushes. */
  | { readonly kind: 'session'; readonly size: CorpusSize }
  /** Ends the measurement of a session: everything has arrived. */
  | { readonly kind: 'stop' }
  /** Records events and does not flush. */
  | { readonly kind: 'record'; readonly count: number }
  | { readonly kind: 'flush' }
  | { readonly kind: 'exit' };

export type ClientNews =
  | { readonly kind: 'ready' }
  | { readonly kind: 'flushed' }
  /** CPU time of the session, user and system, in microseconds. */
  | { readonly kind: 'stopped'; readonly cpu: number }
  | { readonly kind: 'recorded' };

/**
 * Events come in groups of this many with a pause between, so that every client can send as it is used to: with fewer
 * pauses some overrun their own queues. The pauses cost CPU too, 2 to 3 µs per event, which is in every client's figure.
 */
const GROUP = 64;
const PAUSE_MS = 4;

const [name, url = '', directory = ''] = process.argv.slice(2);
const module = await loadClient(name as ClientName);
const client = await module.open({ url, directory });
let began = process.cpuUsage();

process.on('message', (order: ClientOrder) => void obey(order));
tell({ kind: 'ready' });

async function obey(order: ClientOrder): Promise<void> {
  if (order.kind === 'session') {
    const events = benchCorpus(order.size);
    began = process.cpuUsage();
    for (const [index, event] of events.entries()) {
      client.record(event);
      if (index % GROUP === GROUP - 1) await delay(PAUSE_MS);
    }
    await client.flush();
    tell({ kind: 'flushed' });
  } else if (order.kind === 'stop') {
    const { user, system } = process.cpuUsage(began);
    tell({ kind: 'stopped', cpu: user + system });
  } else if (order.kind === 'record') {
    for (const event of generateCorpus(1, order.count)) client.record(event);
    await client.settle?.();
    tell({ kind: 'recorded' });
  } else if (order.kind === 'flush') {
    await client.flush().catch(() => {});
    tell({ kind: 'flushed' });
  } else process.exit();
}

function tell(news: ClientNews): void {
  process.send?.(news);
}
