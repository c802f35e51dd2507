import { useState } from 'react';
import type { Metrics } from '../../app/finder/device.ts';
import type { Span } from '../../app/finder/history.ts';
import type { SourceFailure, SourceId } from '../../app/finder/live.ts';
import { t } from '../../app/messages/index.ts';
import { byteRate, bytes, type Measure, measureText, wholePercent } from '../../ui/format/format.ts';
import { useStore } from '../../ui/state/store.ts';
import { type CoursePoint, extent, hasShape, scaleTop } from '../spark/course.ts';
import { SpanSwitch } from '../spark/span-switch.tsx';
import { Sparkline } from '../spark/sparkline.tsx';
import { courseOf, useSeries } from '../spark/use-course.ts';
import { useModel } from '../state/model.ts';

/** A figure of the device: how it is read off, and how it is drawn. */
export interface Card {
  readonly id: 'cpu' | 'memory' | 'disk' | 'network';
  /** What tells why it is missing. */
  readonly source: SourceId;
  /** What is drawn; `null` where it is not known. */
  readonly of: (metrics: Metrics) => number | null;
  /** What is read at a glance. */
  readonly value: (metrics: Metrics) => Measure | null;
  readonly caption: (metrics: Metrics) => string;
  /** Format of the drawn figure. */
  readonly format: (value: number) => Measure;
  /** Top of the drawing. */
  readonly top: (high: number, metrics: Metrics | undefined) => number;
}

const rateText = (value: number | null) => (value === null ? t('value.unknown') : measureText(byteRate(value)));
/** What is known of two figures together; nothing when neither is. */
const sum = (a: number | null, b: number | null) => (a === null && b === null ? null : (a ?? 0) + (b ?? 0));
const measured = (value: number | null, format: (value: number) => Measure) => (value === null ? null : format(value));

export const cards: readonly Card[] = [
  {
    id: 'cpu',
    source: 'cpu',
    of: ({ cpu }) => cpu,
    value: ({ cpu }) => measured(cpu, wholePercent),
    caption: () => t('device.cpu.caption'),
    format: wholePercent,
    top: () => 100,
  },
  {
    id: 'memory',
    source: 'memory',
    of: ({ memoryUsed }) => memoryUsed,
    value: ({ memoryUsed: used, memoryTotal: total }) =>
      used !== null && total !== null && total > 0 ? wholePercent((100 * used) / total) : measured(used, bytes),
    caption: ({ memoryUsed: used, memoryTotal: total }) =>
      used === null || total === null
        ? ''
        : t('device.memory.caption', { used: measureText(bytes(used)), total: measureText(bytes(total)) }),
    format: bytes,
    top: (high, metrics) => metrics?.memoryTotal ?? scaleTop(high, 1024),
  },
  {
    id: 'disk',
    source: 'disks',
    of: ({ diskRead, diskWrite }) => sum(diskRead, diskWrite),
    value: ({ diskRead, diskWrite }) => measured(sum(diskRead, diskWrite), byteRate),
    caption: ({ diskRead, diskWrite }) =>
      t('device.disk.caption', { read: rateText(diskRead), written: rateText(diskWrite) }),
    format: byteRate,
    top: (high) => scaleTop(high, 1024),
  },
  {
    id: 'network',
    source: 'network',
    of: ({ networkReceived, networkSent }) => sum(networkReceived, networkSent),
    value: ({ networkReceived, networkSent }) => measured(sum(networkReceived, networkSent), byteRate),
    caption: ({ networkReceived, networkSent }) =>
      t('device.network.caption', { received: rateText(networkReceived), sent: rateText(networkSent) }),
    format: byteRate,
    top: (high) => scaleTop(high, 1024),
  },
];

/** Four figures with their course; one that cannot be read costs its own card alone. */
export function MetricCards() {
  const [span, setSpan] = useState<Span>('hour');
  return (
    <section className="metrics" aria-label={t('device.cards')}>
      <div className="metrics-head">
        <h2>{t('device.cards')}</h2>
        <SpanSwitch span={span} onSpan={setSpan} />
      </div>
      <ul className="metric-cards">
        {cards.map((card) => (
          <MetricCard key={card.id} card={card} span={span} />
        ))}
      </ul>
    </section>
  );
}

function MetricCard({ card, span }: { readonly card: Card; readonly span: Span }) {
  const { live } = useModel();
  const metrics = useStore(live, (now) => now.metrics);
  const failure = useStore(
    live,
    ({ sources }) => sources.find(({ source }) => source === card.source)?.failure ?? null,
  );
  const stopped = useStore(live, ({ engine }) => engine === 'stopped');
  const series = useSeries({ of: 'device', key: '', figure: card.id, span });
  const readings = metrics.map(({ at, ...figures }): CoursePoint => ({ at, value: card.of({ at, ...figures }) }));
  const course = courseOf(series, readings, span);
  const high = course && (extent(course)?.high ?? null);
  const newest = metrics.at(-1);
  const value = newest && card.value(newest);
  const name = t(`device.${card.id}`);
  return (
    <li className="metric-card">
      <h3 className="metric-name">{name}</h3>
      {value && newest ? (
        <>
          <p className="metric-value">
            {value.value}
            <span className="metric-unit">{value.unit}</span>
          </p>
          <p className="metric-caption">{card.caption(newest)}</p>
        </>
      ) : (
        <p className="metric-missing" role="note">
          {missingReason({ seen: metrics.length, failure, stopped })}
        </p>
      )}
      {course && high !== null && hasShape(course) && (
        <Sparkline name={name} course={course} top={card.top(high, newest)} format={card.format} />
      )}
    </li>
  );
}

interface Missing {
  /** Readings that there were. */
  readonly seen: number;
  readonly failure: SourceFailure | null;
  readonly stopped: boolean;
}

/** Why a card has no figure. Rates need a reading before, so that the first one gives none. */
export function missingReason({ seen, failure, stopped }: Missing): string {
  if (stopped) return t('device.figure.engine');
  if (failure) return t(`device.figure.${failure}`);
  return t(seen < 2 ? 'device.metrics.waiting' : 'device.figure.none');
}
