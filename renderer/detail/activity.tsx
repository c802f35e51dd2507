import { useState } from 'react';
import type { Span } from '../../app/finder/history.ts';
import { t } from '../../app/messages/index.ts';
import { bytes, type Measure, percent, wholePercent } from '../../ui/format/format.ts';
import { type Course, extent, hasShape, scaleTop } from '../spark/course.ts';
import { SpanSwitch } from '../spark/span-switch.tsx';
import { Sparkline } from '../spark/sparkline.tsx';
import { courseOf, useReadings, useSeries } from '../spark/use-course.ts';
import { useModel } from '../state/model.ts';
import { Section } from './parts.tsx';

interface ActivityProps {
  readonly of: 'process' | 'unit';
  readonly objectKey: string;
  /** A thread of the kernel has no memory of its own. */
  readonly withMemory?: boolean;
}

/** What a process or a unit uses, over the hour, the day or the month. */
export function Activity({ of, objectKey, withMemory = true }: ActivityProps) {
  const [span, setSpan] = useState<Span>('hour');
  const cpu = useCourse({ of, objectKey, figure: 'cpu', span });
  const memory = useCourse({ of, objectKey, figure: 'memory', span });
  return (
    <Section title={t('detail.activity')}>
      <SpanSwitch span={span} onSpan={setSpan} />
      <Figure figure="cpu" course={cpu} />
      {withMemory && <Figure figure="memory" course={memory} />}
      {!known(cpu) && !(withMemory && known(memory)) && (
        <p className="detail-figure detail-aside">{t('detail.activity.none')}</p>
      )}
    </Section>
  );
}

const formats = { cpu: percent, memory: bytes } as const;

interface CourseProps extends ActivityProps {
  readonly figure: 'cpu' | 'memory';
  readonly span: Span;
}

function useCourse({ of, objectKey, figure, span }: CourseProps): Course | null {
  const { lists } = useModel();
  const series = useSeries({ of, key: objectKey, figure, span });
  const readings = useReadings(of === 'process' ? lists.processes : lists.units, objectKey, figure);
  return courseOf(series, readings, span);
}

const known = (course: Course | null) => course !== null && extent(course) !== null;

interface FigureProps {
  readonly figure: 'cpu' | 'memory';
  readonly course: Course | null;
}

function Figure({ figure, course }: FigureProps) {
  const found = course && extent(course);
  if (!course || !found) return null;
  const name = t(`column.process.${figure}`);
  const now: Measure = formats[figure](found.now);
  // One core is the least that is drawn, so that small figures look small.
  const top = figure === 'cpu' ? Math.max(100, scaleTop(found.high)) : scaleTop(found.high, 1024);
  return (
    <div className="detail-figure">
      <p className="detail-figure-head">
        <span className="detail-figure-name">{name}</span>
        <span className="detail-figure-value">
          {now.value}
          <span className="metric-unit">{now.unit}</span>
        </span>
      </p>
      {hasShape(course) && (
        <Sparkline
          name={name}
          course={course}
          top={top}
          format={formats[figure]}
          {...(figure === 'cpu' ? { formatTop: wholePercent } : {})}
        />
      )}
    </div>
  );
}
