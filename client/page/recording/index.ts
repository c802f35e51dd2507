import { swallowed } from '../../core/debug.ts';
import type { Catcher } from '../../core/errors/vocabulary.ts';
import type { ClientBridge as Bridge } from '../../core/ipc/contract.ts';
import type { clientCounts, clientOperations } from '../../core/product/client-words.ts';
import type { Product } from '../../core/product/product.ts';
import type { ProductWords } from '../../core/product/words.ts';
import { setOwnProduct } from '../own-product.ts';
import { pageTime } from './page-time.ts';
import { UsageRecorder } from './usage-recorder.ts';
import { WindowMeasures } from './window-measures.ts';

export { measuredBridge } from './measured-bridge.ts';
export type { UsageRecorder } from './usage-recorder.ts';
export type { WindowMeasures } from './window-measures.ts';

/** What a page records, once it may. */
export interface PageTelemetry<W extends ProductWords = ProductWords> {
  readonly usage: UsageRecorder<Extract<keyof W['commands'], string>>;
  readonly measures: WindowMeasures<
    Extract<keyof typeof clientOperations | keyof W['operations'], string>,
    Extract<keyof typeof clientCounts | keyof W['counts'], string>
  >;
  /** Whether the page began under the Yes that still holds. */
  readonly agreedAtStart: () => boolean;
}

/**
 * Joins a page to the program: its recorders, on this page's clock and timers, follow what main says of participation
 * and hand over what they hold when the page is hidden or left and when the app quits. Nothing is kept before a Yes is
 * known. To be called once, as early as the page can; its scripts lie in `assets/` beside it.
 * @param product whose words it records, and whose words its dialogs show.
 */
export function attachTelemetry<const W extends ProductWords>(bridge: Bridge, product: Product<W>): PageTelemetry<W> {
  setOwnProduct(product);
  const measures: PageTelemetry<W>['measures'] = new WindowMeasures(product.words, {
    ...pageTime,
    roots: [{ folder: pageFolder(), part: 'renderer' }],
  });
  const usage: PageTelemetry<W>['usage'] = new UsageRecorder({
    ...pageTime,
    send: (record) => bridge.invoke('usage.record', record),
    measures,
  });
  measures.onDue = () => usage.flush();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') usage.flush();
  });
  window.addEventListener('pagehide', () => usage.flush());
  return { usage, measures, agreedAtStart: followParticipation(bridge, usage) };
}

/** Lets the recorder follow what main says; returns whether the page began under the Yes that still holds. */
function followParticipation(bridge: Bridge, usage: Pick<UsageRecorder, 'setState' | 'handOver'>): () => boolean {
  let told = false;
  let agreedAtStart = false;
  bridge.on('program.changed', (status) => {
    told = true;
    agreedAtStart = false;
    usage.setState(status);
  });
  bridge.on('usage.flush', () => usage.handOver());
  bridge.invoke('program.status').then(
    (status) => {
      // A change that arrived meanwhile is newer than this answer.
      if (told) return;
      usage.setState(status);
      agreedAtStart = status.level !== 'off';
    },
    // Not known means off.
    (error: unknown) => swallowed('ipc', 'ask-status', error),
  );
  return () => agreedAtStart;
}

/** Where the page's scripts lie, as it stands in stacks. */
function pageFolder(): string {
  return new URL('./assets/', document.baseURI).href;
}

/** Takes whatever was thrown; never throws itself. */
type ReportError = (thrown: unknown, handledBy: Catcher) => void;

/** Reports what nothing in the page catches; the console still gets it as well. */
export function reportPageErrors(page: Pick<Window, 'addEventListener'>, report: ReportError): void {
  page.addEventListener('error', (event) => {
    // A warning of the browser's own, and nothing of ours has failed: a layout that was not done within one frame.
    if (event.error === undefined || event.error === null) return;
    report(event.error, 'uncaught');
  });
  page.addEventListener('unhandledrejection', ({ reason }) => report(reason, 'rejection'));
}
