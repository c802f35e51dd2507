import { useEffect, useId, useRef, useState } from 'react';
import uPlot from 'uplot';
import { formatShortDay } from '../format.ts';
import { t } from '../messages/index.ts';
import { useWidth } from '../parts/use-width.ts';
import { colourOf, type MOST_LINES, useColours } from './colours.ts';
import { type Line, SeriesTable } from './series-table.tsx';
import 'uplot/dist/uPlot.min.css';
import './series-chart.css';

/** Something that happened on a day: a version that was first seen. */
export interface Marker {
  readonly day: string;
  readonly text: string;
}

interface SeriesChartProps {
  readonly title: string;
  /** First days of the periods, "2026-03-09", oldest first. */
  readonly days: readonly string[];
  /** At most {@link MOST_LINES}; more could not be told apart. */
  readonly lines: readonly Line[];
  readonly markers?: readonly Marker[];
  readonly format: (value: number) => string;
  /** Where the periods were asked for. */
  readonly address: string | undefined;
}

/** Dashes of the lines in their order, so that nobody needs to see colours. */
const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 2], [10, 3, 2, 3], [14, 4]];

const HEIGHT = 240;

/** Figures of days, weeks or months as lines, with hairlines where something happened. The table beneath has the same figures. */
export function SeriesChart({ title, days, lines, markers = [], format, address }: SeriesChartProps) {
  const id = useId();
  const [holder, width] = useWidth<HTMLDivElement>();
  const [at, setAt] = useState<number | null>(null);
  const colours = useColours();
  const drawn = useRef({ format, markers });
  drawn.current = { format, markers };
  // With the days as they are written: the language may be changed.
  const data = JSON.stringify([days, days.map(formatShortDay), lines, markers]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `data` and `colours` say when it has to be drawn anew
  useEffect(() => {
    if (!holder.current || width === 0 || days.length === 0) return;
    const plot = new uPlot(
      {
        width,
        height: HEIGHT,
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false } },
        padding: [18, 24, 0, 0],
        scales: { x: { time: true }, y: { range: (_plot, _low, high) => [0, (high || 1) * 1.05] } },
        axes: [
          {
            stroke: colourOf('--muted'),
            font: fontOf(),
            grid: { show: false },
            ticks: { stroke: colourOf('--border'), size: 4 },
            size: 30,
            incrs: [1, 2, 7, 14, 28, 91, 182, 364].map((count) => count * 86_400),
            values: (_plot, splits) => splits.map((seconds) => formatShortDay(isoDay(seconds))),
          },
          {
            stroke: colourOf('--muted'),
            font: fontOf(),
            grid: { stroke: colourOf('--grid'), width: 1 },
            ticks: { show: false },
            size: 56,
            values: (_plot, splits) => splits.map((value) => drawn.current.format(value)),
          },
        ],
        series: [
          {},
          ...lines.map(({ name }, index) => ({
            label: name,
            stroke: colourOf(`--series-${index + 1}`),
            width: 2,
            dash: [...(DASHES[index] ?? [])],
            points: { show: days.length < 15, size: 5 },
            spanGaps: false,
          })),
        ],
        hooks: {
          draw: [(its) => drawMarkers(its, drawn.current.markers)],
          setCursor: [(its) => setAt(its.cursor.idx ?? null)],
        },
      },
      [days.map((day) => Date.parse(day) / 1000), ...lines.map(({ values }) => [...values])],
      holder.current,
    );
    return () => plot.destroy();
  }, [data, width, colours]);
  const day = at === null ? undefined : days[at];
  return (
    <figure className="panel series" aria-labelledby={id}>
      <figcaption>
        <h2 id={id}>{title}</h2>
      </figcaption>
      <ul className="series-key">
        {lines.map(({ name, values }, index) => (
          <li key={name}>
            <Swatch index={index} /> {name}{' '}
            {at !== null && <span className="series-value">{valueText(values[at], format)}</span>}
          </li>
        ))}
        {day && <li className="series-day">{formatShortDay(day)}</li>}
      </ul>
      <div ref={holder} className="series-plot" role="img" aria-label={t('chart.series-about', { title })} />
      <SeriesTable
        title={title}
        days={days}
        lines={lines}
        text={(value) => valueText(value, format)}
        address={address}
      />
    </figure>
  );
}

const valueText = (value: number | null | undefined, format: (value: number) => string) =>
  value === null || value === undefined ? t('table.none-short') : format(value);

const isoDay = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 10);

const fontOf = () => `11px ${getComputedStyle(document.body).fontFamily}`;

function Swatch({ index }: { index: number }) {
  return (
    <svg className="series-swatch" viewBox="0 0 24 8" aria-hidden="true">
      <line
        x1="0"
        x2="24"
        y1="4"
        y2="4"
        style={{ stroke: `var(--series-${index + 1})` }}
        strokeWidth="2.5"
        strokeDasharray={DASHES[index]?.join(' ')}
      />
    </svg>
  );
}

/** Hairlines with their texts on top; a text that would cover the one before is left out. */
function drawMarkers({ ctx, bbox, valToPos }: uPlot, markers: readonly Marker[]): void {
  const scale = devicePixelRatio;
  let free = bbox.left;
  ctx.save();
  ctx.strokeStyle = colourOf('--muted');
  ctx.fillStyle = colourOf('--text');
  ctx.font = `${11 * scale}px ${getComputedStyle(document.body).fontFamily}`;
  ctx.lineWidth = scale;
  ctx.setLineDash([3 * scale, 3 * scale]);
  for (const { day, text } of markers) {
    const x = Math.round(valToPos(Date.parse(day) / 1000, 'x', true));
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    const width = ctx.measureText(text).width;
    const left = Math.min(x, bbox.left + bbox.width - width);
    if (left < free) continue;
    ctx.fillText(text, left, bbox.top - 5 * scale);
    free = left + width + 6 * scale;
  }
  ctx.restore();
}
