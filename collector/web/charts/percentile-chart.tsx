import type { OperationRow } from '../asking/answer.ts';
import { formatDuration, formatNumber } from '../format.ts';
import { t } from '../messages/index.ts';
import { ticksBetween } from './histograms.ts';
import { SvgFigure } from './svg-figure.tsx';

const HEIGHT = 260;
const LEFT = 56;
const RIGHT = 36;
const TOP = 8;
const BASE = 176;
const VOLUME_TOP = 192;
const VOLUME_BASE = 236;

const QUANTILES = ['p50', 'p95', 'p99'] as const;

interface PercentileChartProps {
  readonly title: string;
  /** One a version, oldest first. */
  readonly rows: readonly OperationRow[];
}

/** How long something takes in each version: half, all but a twentieth, all but a hundredth of the times; beneath, how often it was done. */
export function PercentileChart({ title, rows }: PercentileChartProps) {
  const values = rows.flatMap((row) => QUANTILES.flatMap((quantile) => row[quantile] ?? []));
  if (values.length === 0) return null;
  return (
    <SvgFigure title={title} about={t('chart.percentiles-about', { title })} height={HEIGHT}>
      {(width) => <Drawing rows={rows} values={values} width={width} />}
    </SvgFigure>
  );
}

function Drawing({
  rows,
  values,
  width,
}: Pick<PercentileChartProps, 'rows'> & { readonly values: readonly number[]; readonly width: number }) {
  const [low, high] = [Math.min(...values) / 1.2, Math.max(...values) * 1.2];
  const most = Math.max(...rows.map(({ uses }) => uses), 1);
  const room = (width - LEFT - RIGHT) / rows.length;
  const x = (index: number) => LEFT + room * (index + 0.5);
  const y = (value: number) => BASE - ((BASE - TOP) * Math.log(value / low)) / Math.log(high / low);
  const bar = Math.min(40, room * 0.6);
  return (
    <>
      {ticksBetween(low, high).map((value) => (
        <g key={value}>
          <line className="svg-grid" x1={LEFT} x2={width - RIGHT} y1={y(value)} y2={y(value)} />
          <text className="svg-label" x={LEFT - 6} y={y(value) + 4} textAnchor="end">
            {formatDuration(value)}
          </text>
        </g>
      ))}
      {QUANTILES.map((quantile, order) => (
        <Quantile key={quantile} quantile={quantile} order={order} rows={rows} x={x} y={y} />
      ))}
      <text className="svg-label" x={LEFT - 6} y={VOLUME_TOP + 10} textAnchor="end">
        {formatNumber(most)}
      </text>
      {rows.map(({ version, uses }, index) => {
        const height = ((VOLUME_BASE - VOLUME_TOP) * uses) / most;
        return (
          <g key={version}>
            <rect className="svg-volume" x={x(index) - bar / 2} width={bar} y={VOLUME_BASE - height} height={height} />
            <text className="svg-label svg-strong" x={x(index)} y={HEIGHT - 8} textAnchor="middle">
              {version}
            </text>
          </g>
        );
      })}
    </>
  );
}

interface QuantileProps {
  readonly quantile: (typeof QUANTILES)[number];
  readonly order: number;
  readonly rows: readonly OperationRow[];
  readonly x: (index: number) => number;
  readonly y: (value: number) => number;
}

/** A line with its name at its end. */
function Quantile({ quantile, order, rows, x, y }: QuantileProps) {
  const points = rows.flatMap((row, index) => {
    const value = row[quantile];
    return value === null ? [] : [{ version: row.version, value, x: x(index), y: y(value) }];
  });
  const last = points.at(-1);
  if (!last) return null;
  return (
    <g>
      <polyline
        className={`svg-line series-${order}-of-3`}
        points={points.map((point) => `${point.x},${point.y}`).join(' ')}
      />
      {points.map((point) => (
        <circle key={point.version} className="svg-dot" cx={point.x} cy={point.y} r={3.5}>
          <title>{`${point.version}: ${quantile} ${formatDuration(point.value)}`}</title>
        </circle>
      ))}
      <text className="svg-label svg-strong" x={last.x + 8} y={last.y + 4}>
        {quantile}
      </text>
    </g>
  );
}
