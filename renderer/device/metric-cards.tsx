import type { Metrics } from '../../app/finder/device.ts';
import { SAMPLE_INTERVAL_SECONDS } from '../../app/finder/sampling.ts';
import { t } from '../../app/messages/index.ts';
import { byteRate, bytes, type Measure, measureText, span, wholePercent } from '../../ui/format/format.ts';
import { useStore } from '../../ui/state/store.ts';
import { Sparkline } from '../spark/sparkline.tsx';
import { useModel } from '../state/model.ts';

interface Card {
  readonly id: 'cpu' | 'memory' | 'disk' | 'network';
  readonly of: (metrics: Metrics) => number;
  readonly format: (value: number) => Measure;
  /** Value at the top of the sparkline, when there is a natural one. */
  readonly top?: number;
  readonly caption: (metrics: Metrics) => string;
}

const rate = (value: number) => measureText(byteRate(value));

const cards: readonly Card[] = [
  {
    id: 'cpu',
    of: ({ cpu }) => cpu,
    format: wholePercent,
    top: 100,
    caption: () => t('device.cpu.caption'),
  },
  {
    id: 'memory',
    of: ({ memoryUsed, memoryTotal }) => (memoryTotal > 0 ? (100 * memoryUsed) / memoryTotal : 0),
    format: wholePercent,
    top: 100,
    caption: ({ memoryUsed, memoryTotal }) =>
      t('device.memory.caption', { used: measureText(bytes(memoryUsed)), total: measureText(bytes(memoryTotal)) }),
  },
  {
    id: 'disk',
    of: ({ diskRead, diskWrite }) => diskRead + diskWrite,
    format: byteRate,
    caption: ({ diskRead, diskWrite }) => t('device.disk.caption', { read: rate(diskRead), written: rate(diskWrite) }),
  },
  {
    id: 'network',
    of: ({ networkReceived, networkSent }) => networkReceived + networkSent,
    format: byteRate,
    caption: ({ networkReceived, networkSent }) =>
      t('device.network.caption', { received: rate(networkReceived), sent: rate(networkSent) }),
  },
];

/** Four figures with their course over the last minutes. */
export function MetricCards() {
  const { live } = useModel().feed;
  const samples = useStore(live, (now) => now.metrics);
  const failed = useStore(live, (now) => now.metricsFailed || now.engineFailed);
  return (
    <ul className="metric-cards" aria-label={t('device.cards')}>
      {cards.map((card) => (
        <MetricCard key={card.id} card={card} samples={samples} failed={failed} />
      ))}
    </ul>
  );
}

interface MetricCardProps {
  readonly card: Card;
  readonly samples: readonly Metrics[];
  readonly failed: boolean;
}

function MetricCard({ card, samples, failed }: MetricCardProps) {
  const newest = samples.at(-1);
  const values = samples.map(card.of);
  const now = card.format(values.at(-1) ?? 0);
  return (
    <li className="metric-card">
      <h2 className="metric-name">{t(`device.${card.id}`)}</h2>
      {newest ? (
        <>
          <p className="metric-value">
            {now.value}
            <span className="metric-unit">{now.unit}</span>
          </p>
          <p className="metric-caption">{card.caption(newest)}</p>
          <Sparkline
            values={values}
            {...(card.top ? { top: card.top } : {})}
            label={inWords(t(`device.${card.id}`), values, card.format)}
          />
        </>
      ) : (
        <p className="metric-caption ui-loading">{t(failed ? 'device.metrics.none' : 'device.metrics.waiting')}</p>
      )}
    </li>
  );
}

/** What a sparkline shows, for those who do not see it. */
export function inWords(name: string, values: readonly number[], format: (value: number) => Measure): string {
  const text = (value: number) => measureText(format(value));
  const now = text(values.at(-1) ?? 0);
  if (values.length < 2) return t('device.spark.first', { name, now });
  return t('device.spark', {
    name,
    now,
    low: text(Math.min(...values)),
    high: text(Math.max(...values)),
    span: span((values.length - 1) * SAMPLE_INTERVAL_SECONDS * 1000),
  });
}
