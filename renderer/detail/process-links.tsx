import type { Process } from '../../app/finder/process.ts';
import { processKey } from '../../app/finder/process-key.ts';
import { TextLink } from '../../ui/design/controls.tsx';
import type { Measure } from '../../ui/format/format.ts';
import { useShowProcess } from './use-process.ts';

interface ProcessLinksProps {
  readonly title: string;
  readonly processes: readonly Process[];
  readonly figure: (process: Process) => Measure;
}

/** Some processes with one figure each; a name leads to the process in the list. */
export function ProcessLinks({ title, processes, figure }: ProcessLinksProps) {
  const show = useShowProcess();
  return (
    <section className="detail-section">
      <h3 className="detail-heading">{title}</h3>
      <ul className="process-links">
        {processes.map((process) => {
          const { value, unit } = figure(process);
          return (
            <li key={processKey(process)} className="process-link">
              <TextLink onPress={() => show(processKey(process))}>{process.name}</TextLink>
              <span className="process-link-figure">
                {value}
                <span className="metric-unit">{unit}</span>
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
