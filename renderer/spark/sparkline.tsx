import { useId } from 'react';
import { t } from '../../app/messages/index.ts';
import { type Measure, measureText, span } from '../../ui/format/format.ts';
import { type Course, courseShape, extent, partsOf } from './course.ts';
import './sparkline.css';

/** The drawing's own coordinates; it is stretched to whatever room it gets. */
const WIDTH = 240;
const HEIGHT = 48;

interface SparklineProps {
  /** What the figure is called. */
  readonly name: string;
  readonly course: Course;
  /** Value at the top of the drawing. */
  readonly top: number;
  readonly format: (value: number) => Measure;
  /** Format of the top, when that is not the same. */
  readonly formatTop?: (value: number) => Measure;
}

/** The course of a figure with its scale and its span; stretches of which nothing is known are hatched. */
export function Sparkline({ name, course, top, format, formatTop = format }: SparklineProps) {
  const hatch = useId();
  const { line, area, blanks } = courseShape(course, { top, width: WIDTH, height: HEIGHT });
  return (
    <figure className="sparkline">
      <svg
        className="sparkline-drawing"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={courseInWords(name, course, format)}
      >
        {blanks.length > 0 && (
          <defs>
            <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <line className="sparkline-hatch" x1="0" y1="0" x2="0" y2="6" />
            </pattern>
          </defs>
        )}
        {blanks.map((blank) => (
          <rect key={blank.x} x={blank.x} y="0" width={blank.width} height={HEIGHT} fill={`url(#${hatch})`} />
        ))}
        <path className="sparkline-area" d={area} />
        <path className="sparkline-line" d={line} vectorEffect="non-scaling-stroke" />
      </svg>
      <figcaption className="sparkline-scale" aria-hidden>
        <span>{t('spark.last', { span: span(course.to - course.from) })}</span>
        <span>{top > 0 && t('spark.top', { top: measureText(formatTop(top)) })}</span>
      </figcaption>
    </figure>
  );
}

/** What a sparkline shows, for those who do not see it; with the true interval between the newest readings. */
export function courseInWords(name: string, course: Course, format: (value: number) => Measure): string {
  const found = extent(course);
  if (!found) return t('spark.label.none', { name });
  const text = (value: number) => measureText(format(value));
  const blank = partsOf(course).blanks.reduce((sum, { from, to }) => sum + to - from, 0);
  return [
    t('spark.label', {
      name,
      now: text(found.now),
      low: text(found.low),
      high: text(found.high),
      span: span(course.to - course.from),
    }),
    ...(course.interval === null ? [] : [t('spark.label.interval', { interval: span(course.interval) })]),
    ...(blank > 0 ? [t('spark.label.blank', { span: span(blank) })] : []),
  ].join(' ');
}
