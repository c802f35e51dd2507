import { sparkPath } from './spark-path.ts';
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
