/**
 * A collector that knows the corpus's product, for benchmarks: `collector-process.ts FOLDER`. It says where it is, and when
 * everything is loaded that it has received before it is asked.
 */

import { manifestOf } from '../../../client/core/product/manifest.ts';
import { startCollector } from '../../../collector/start.ts';
import { corpusProduct } from '../corpus/sixty-commands.ts';

/** To the benchmark. */
export type FromCollector =
  | { readonly kind: 'ready'; readonly url: string }
  | { readonly kind: 'settled' }
  | { readonly kind: 'token'; readonly token: string };
/** From the benchmark. */
export type ToCollector = 'settle' | 'token' | 'close';

const say = (message: FromCollector) => process.send?.(message);
const collector = await startCollector({
  dataDir: process.argv[2] ?? '',
  manifests: [manifestOf(corpusProduct)],
  onFault: (message) => console.error(message),
});
process.on('message', async (message: ToCollector) => {
  if (message === 'settle') {
    await collector.settled();
    say({ kind: 'settled' });
  } else if (message === 'token') {
    const token = await collector.tokens.create({ name: `bench-${process.pid}`, role: 'viewer', use: 'bearer' });
    say({ kind: 'token', token });
  } else {
    await collector.close();
    process.disconnect();
  }
});
say({ kind: 'ready', url: collector.url });
