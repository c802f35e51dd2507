import { useDashboard } from '../asking/dashboard-context.ts';
import { formatNumber } from '../format.ts';
import { t } from '../messages/index.ts';
import { type Flow, layOut } from './flows-of.ts';
import { SvgFigure } from './svg-figure.tsx';
import './flow-chart.css';

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
  const unit = HEIGHT / flows.reduce((sum, { uses }) => sum + uses, 0);
  const laid = layOut(flows, unit);
  return (
    <SvgFigure title={title} about={t('chart.flows-about', { title })} height={HEAD + laid.height}>
      {(width) => <Drawing {...laid} width={width} />}
    </SvgFigure>
  );
}

function Drawing({
  nodes,
  bands,
  width,
}: Pick<ReturnType<typeof layOut>, 'nodes' | 'bands'> & { readonly width: number }) {
  const { names } = useDashboard();
  const last = width - NODE;
  const x = (step: 0 | 1 | 2) => (step * last) / 2;
  const room = Math.floor((last / 2 - NODE - 12) / LETTER);
  const nameOf = (flow: Flow) => [flow.first, flow.second, flow.third].map(names.command).join(' → ');
  return (
    <>
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
    </>
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
