import type { Answer, FlowRow } from '../asking/answer.ts';

/** A flow of three commands. */
export type Flow = FlowRow & { readonly second: string; readonly third: string };

export const isFlow = (row: FlowRow): row is Flow => row.second !== null && row.third !== null;

/** Flows of both sides that begin with a command. */
export function beginningWith(first: string, { compared, ...answer }: Answer<FlowRow>): Answer<FlowRow> {
  const its = (rows: readonly FlowRow[]) => rows.filter((row) => isFlow(row) && row.first === first);
  return {
    ...answer,
    rows: its(answer.rows),
    ...(compared ? { compared: { ...compared, rows: its(compared.rows) } } : {}),
  };
}

/** A command in one of the three steps: where it stands, in pixels from the top. */
export interface FlowNode {
  readonly step: 0 | 1 | 2;
  readonly command: string;
  readonly uses: number;
  readonly y: number;
  readonly height: number;
}

/** A flow as it is drawn: the middles of its band at the three steps, and how wide it is. */
export interface FlowBand {
  readonly flow: Flow;
  readonly ys: readonly [number, number, number];
  readonly width: number;
}

const STEPS = [0, 1, 2] as const;
const GAP = 10;
/** What a name needs. */
const LEAST = 18;

const commandAt = ({ first, second, third }: Flow, step: (typeof STEPS)[number]) => [first, second, third][step] ?? '';

/** Lays flows out: in each step the commands from the most used down, in each command its flows in the same order. */
export function layOut(flows: readonly Flow[], unit: number): { nodes: FlowNode[]; bands: FlowBand[]; height: number } {
  const nodes: FlowNode[] = [];
  const middles = new Map<Flow, number[]>();
  let height = 0;
  for (const step of STEPS) {
    const uses = new Map<string, number>();
    for (const flow of flows) uses.set(commandAt(flow, step), (uses.get(commandAt(flow, step)) ?? 0) + flow.uses);
    let y = 0;
    for (const [command, its] of [...uses].sort(([, a], [, b]) => b - a)) {
      const tall = Math.max(LEAST, its * unit);
      nodes.push({ step, command, uses: its, y, height: tall });
      // Where the name needs more room than the bands, they lie in the middle of it.
      let at = y + (tall - its * unit) / 2;
      for (const flow of flows.filter((one) => commandAt(one, step) === command)) {
        middles.set(flow, [...(middles.get(flow) ?? []), at + (flow.uses * unit) / 2]);
        at += flow.uses * unit;
      }
      y += tall + GAP;
    }
    height = Math.max(height, y - GAP);
  }
  const bands = flows.map((flow) => {
    const [a = 0, b = 0, c = 0] = middles.get(flow) ?? [];
    return { flow, ys: [a, b, c] as const, width: Math.max(1, flow.uses * unit) };
  });
  return { nodes, bands, height };
}
