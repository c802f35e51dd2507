import './sparkline.css';

/** The drawing's own coordinates; it is stretched to whatever room it gets. */
const WIDTH = 120;
const HEIGHT = 32;

/** A course of fewer samples does not fill the width; with more, the width holds all of them. */
const LEAST_SAMPLES = 24;

interface SparklineProps {
  /** Oldest first; the newest stands at the right edge. */
  readonly values: readonly number[];
  /** Value at the top; without it the highest of the values. */
  readonly top?: number;
  /** What the line shows, in words. */
  readonly label: string;
}

/** The course of a figure, without axes: its shape is what counts. */
export function Sparkline({ values, top, label }: SparklineProps) {
  const samples = Math.max(LEAST_SAMPLES, values.length);
  const { line, area } = sparkPath(values, { samples, top, width: WIDTH, height: HEIGHT });
  return (
    <svg
      className="sparkline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <path className="sparkline-area" d={area} />
      <path className="sparkline-line" d={line} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}

interface Frame {
  readonly samples: number;
  readonly top?: number | undefined;
  readonly width: number;
  readonly height: number;
}

/** SVG paths of a sparkline and of the area under it; empty for fewer than two values. */
export function sparkPath(values: readonly number[], frame: Frame): { readonly line: string; readonly area: string } {
  if (values.length < 2) return { line: '', area: '' };
  const { samples, width, height } = frame;
  // A flat line at nothing lies on the ground instead of being divided by zero.
  const top = Math.max(frame.top ?? Math.max(...values), Number.MIN_VALUE);
  const step = width / (samples - 1);
  const left = width - step * (values.length - 1);
  // Half the stroke stays inside at both edges.
  const inset = 1;
  const points = values.map((value, index) => {
    const share = Math.min(1, Math.max(0, value / top));
    return `${round(left + index * step)} ${round(height - inset - share * (height - 2 * inset))}`;
  });
  const line = `M${points.join('L')}`;
  return { line, area: `${line}L${width} ${height}L${round(left)} ${height}Z` };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
