import { useId } from 'react';
import { useDashboard } from '../asking/dashboard-context.ts';
import { formatNumber } from '../format.ts';
import { t } from '../messages/index.ts';
import { useWidth } from '../parts/use-width.ts';
import { type Flow, layOut } from './flows-of.ts';
import './flow-chart.css';
import './svg-chart.css';

/** Height of all flows together, without the gaps between commands. */
const HEIGHT = 240;
const HEAD = 24;
const NODE = 8;
/** Of a letter of the labels, on average. */
const LETTER = 6.3;

interface FlowChartProps {
  readonly title: string;
  /** The most frequent ones first. */
  readonly flows: readonly Flow[];
}

/** What follows what, drawn: three columns of commands, and for each flow a band from one to the next, as wide as it is frequent. */
export function FlowChart({ title, flows }: FlowChartProps) {
  const id = useId();
  const { names } = useDashboard();
  const [holder, width] = useWidth<HTMLDivElement>();
  const unit = HEIGHT / flows.reduce((sum, { uses }) => sum + uses, 0);
  const { nodes, bands, height } = layOut(flows, unit);
  const last = width - NODE;
  const x = (step: 0 | 1 | 2) => (step * last) / 2;
  const room = Math.floor((last / 2 - NODE - 12) / LETTER);
  const nameOf = (flow: Flow) => [flow.first, flow.second, flow.third].map(names.command).join(' → ');
  return (
    <figure className="panel" aria-labelledby={id}>
      <figcaption>
        <h2 id={id}>{title}</h2>
      </figcaption>
      <div ref={holder}>
        {width > 0 && (
          <svg
            className="svg-chart"
            width={width}
            height={HEAD + height}
            role="img"
            aria-label={t('chart.flows-about', { title })}
          >
            {([0, 1, 2] as const).map((step) => (
              <text key={step} className="svg-label" x={labelX(step)} y={12} textAnchor={anchorOf(step)}>
                {t(`flows.step-${step}`)}
              </text>
            ))}
            <g transform={`translate(0 ${HEAD})`}>
              {bands.map(({ flow, ys, width: wide }) => (
                <path key={nameOf(flow)} className="flow-band" strokeWidth={wide} d={bandPath(ys)}>
                  <title>{`${nameOf(flow)}: ${formatNumber(flow.uses)}`}</title>
                </path>
              ))}
              {nodes.map(({ step, command, uses, y, height: tall }) => (
                <g key={`${step} ${command}`}>
                  <title>{`${names.command(command)}: ${formatNumber(uses)}`}</title>
                  <rect className="flow-node" x={x(step)} y={y} width={NODE} height={tall} rx={2} />
                  <text
                    className="svg-label svg-strong flow-label"
                    x={labelX(step)}
                    y={y + tall / 2 + 4}
                    textAnchor={anchorOf(step)}
                  >
                    {shortened(names.command(command), room)}
                  </text>
                </g>
              ))}
            </g>
          </svg>
        )}
      </div>
    </figure>
  );

  function labelX(step: 0 | 1 | 2): number {
    return step === 2 ? x(step) - 6 : x(step) + NODE + 6;
  }

  function bandPath([a, b, c]: readonly [number, number, number]): string {
    const bend = last / 4;
    const [left, middle, right] = [NODE, x(1), x(2)];
    return `M${left} ${a} C${left + bend} ${a} ${middle - bend} ${b} ${middle} ${b} L${middle + NODE} ${b} C${middle + NODE + bend} ${b} ${right - bend} ${c} ${right} ${c}`;
  }
}

const anchorOf = (step: 0 | 1 | 2) => (step === 2 ? 'end' : 'start');

const shortened = (name: string, room: number) =>
  name.length <= room ? name : `${name.slice(0, Math.max(3, room - 1))}…`;
