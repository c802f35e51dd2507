import type { Bucket } from '../asking/answer.ts';
import { formatDuration } from '../format.ts';
import { t } from '../messages/index.ts';
import { type Step, stepsOf, ticksBetween } from './histograms.ts';
import { SvgFigure } from './svg-figure.tsx';

interface HistogramChartProps {
  readonly title: string;
  readonly own: { readonly name: string; readonly histogram: readonly Bucket[] };
  /** Laid over it, as an outline. */
  readonly other?: { readonly name: string; readonly histogram: readonly Bucket[] } | undefined;
}

const HEIGHT = 180;
const FOOT = 22;

/** How long something takes, over a logarithmic axis, with another distribution laid over it. */
export function HistogramChart({ title, own, other }: HistogramChartProps) {
  const [steps, others] = [stepsOf(own.histogram), stepsOf(other?.histogram ?? [])];
  const all = [...steps, ...others];
  if (all.length === 0) return null;
  const [from, to] = [Math.min(...all.map((step) => step.from)), Math.max(...all.map((step) => step.to))];
  const highest = Math.max(...all.map(({ density }) => density));
  const y = (density: number) => HEIGHT - FOOT - ((HEIGHT - FOOT - 4) * density) / highest;
  const legend = (
    <ul className="svg-key">
      <li>
        <span className="swatch svg-filled" aria-hidden /> {own.name}
      </li>
      {other && (
        <li>
          <span className="swatch svg-outlined" aria-hidden /> {other.name}
        </li>
      )}
    </ul>
  );
  return (
    <SvgFigure title={title} about={t('chart.histogram-about', { title })} height={HEIGHT} legend={legend}>
      {(width) => {
        const x = (value: number) => (width * Math.log(value / from)) / Math.log(to / from);
        return (
          <>
            {ticksBetween(from, to).map((value) => (
              <g key={value}>
                <line className="svg-grid" x1={x(value)} x2={x(value)} y1={0} y2={HEIGHT - FOOT} />
                <text className="svg-label" x={x(value)} y={HEIGHT - 6} textAnchor={anchorOf(x(value), width)}>
                  {formatDuration(value)}
                </text>
              </g>
            ))}
            <path className="svg-area" d={`${outline(steps, x, y)} Z`} />
            {others.length > 0 && <path className="svg-outline" d={outline(others, x, y)} />}
            <line className="svg-axis" x1={0} x2={width} y1={HEIGHT - FOOT} y2={HEIGHT - FOOT} />
          </>
        );
      }}
    </SvgFigure>
  );
}

/** So that nothing of a label is outside. */
function anchorOf(x: number, width: number): 'start' | 'middle' | 'end' {
  if (x < 20) return 'start';
  return x > width - 20 ? 'end' : 'middle';
}

function outline(steps: readonly Step[], x: (value: number) => number, y: (density: number) => number): string {
  const [first] = steps;
  if (!first) return '';
  const moves = steps.map(({ from, to, density }) => `L${x(from)} ${y(density)} L${x(to)} ${y(density)}`);
  const last = steps.at(-1) ?? first;
  return `M${x(first.from)} ${y(0)} ${moves.join(' ')} L${x(last.to)} ${y(0)}`;
}
