import { DIMENSIONS, type Dimension, SEPARATOR } from './tables.ts';

/** A cut through the cells: by one dimension, or none (''). */
export type Cut = Dimension | '';

export const CUTS: readonly Cut[] = ['', ...DIMENSIONS];

/** What a cube has figures of, as expressions over a row of `installation_days`. */
interface Kind {
  /** The items that the row contributes to, … */
  readonly items: string;
  /** … and how much to each, two lists of one length. */
  readonly counts: string;
  /** Whether an item may stand in the list several times, one next to the other. */
  readonly isRepeated?: boolean;
  /** Where an item is a part of another one, of which there are fewer to read than there are rows: the list of those, and the part. */
  readonly from?: string;
  readonly of?: (whole: string) => string;
  /** Cuts that have it; all of them unless it is said. By others it is told from `installation_days`. */
  readonly cuts?: readonly Cut[];
  /** The layout with which it joined (tables.ts). */
  readonly since: number;
}

/** What there are hundreds of in each segment is cut by what everybody asks for alone. */
const FEW_CUTS: readonly Cut[] = ['', 'version'];

const KINDS = {
  /** Sessions, of one item without a name. */
  sessions: { ...one("''", 'sessions'), since: 1 },
  /** Batches that were received. */
  batches: { ...one("''", 'batches'), since: 1 },
  /** Uses of a command. Its uses by source stand together: the list is made in the order of commands (installation-days.ts). */
  command: {
    items: `arrayMap(use -> ${commandOf('use')}, uses.item)`,
    counts: 'uses.n',
    isRepeated: true,
    from: 'uses.item',
    of: commandOf,
    since: 1,
  },
  /** Uses of a command by source. */
  use: { ...listed('uses'), since: 1 },
  /** Sessions by operating system, its version, distribution and architecture. */
  platform: { ...one(joined('os', 'osVersion', 'distribution', 'architecture'), 'sessions'), since: 1 },
  /** Sessions by product, version and runtime. */
  version: { ...one(joined('product', 'version', 'runtime'), 'sessions'), since: 1 },
  /** Events or batches that were lost before they were sent, by reason. */
  lost: { ...listed('lost'), since: 1 },
  /** Durations by operation and outcome. */
  operation: { ...listed('operations'), cuts: FEW_CUTS, since: 2 },
  /** Durations by operation, outcome and bucket. */
  duration: { ...listed('timings'), cuts: FEW_CUTS, since: 2 },
  /** The same, as parts of the one vote that an installation has each day. */
  vote: { ...listed('timings', 'share'), cuts: FEW_CUTS, since: 2 },
  /** Reports of errors by class, code and file. */
  error: { ...listed('errors'), cuts: FEW_CUTS, since: 3 },
  /** Sessions that have reports of an error, by the same. */
  erring: { ...listed('erring'), cuts: FEW_CUTS, since: 3 },
  /** Reports of errors by class, code, file, line and column: these are other ones in each version. */
  place: { ...listed('places'), cuts: ['version'], since: 3 },
  /** Uses of all commands, of one item without a name. */
  uses: { ...one("''", 'arraySum(uses.n)'), since: 4 },
  /** Sessions in which a process ended, of one item without a name. */
  crashed: { ...counted({ "''": 'crashed' }), since: 3 },
  /** What there was to receive, and the parts of sessions that were received: each an item. */
  expected: {
    items: "['sessions', 'parts', 'received parts']",
    counts: '[toUInt64(expected), toUInt64(expectedParts), toUInt64(parts)]',
    since: 7,
  },
  /** What of it was not received, nor made up for on the day by what came late, by the same. */
  missing: {
    ...counted({
      "'sessions-missing'": 'greatest(expected, sessions) - sessions',
      "'parts-missing'": 'greatest(expectedParts, parts) - parts',
    }),
    since: 7,
  },
  /** Flows by their three commands; those that are not kept by name are one. */
  flow: { ...listed('flows'), cuts: FEW_CUTS, since: 8 },
  /** Batches by the fields that arrived in them; those of a group of rows are one (arrived-fields.ts). */
  field: { ...listed('fields'), cuts: FEW_CUTS, since: 9 },
} as const satisfies Readonly<Record<string, Kind>>;

export type CubeKind = keyof typeof KINDS;

const kinds: Readonly<Record<CubeKind, Kind>> = KINDS;

const KIND_NAMES = Object.keys(KINDS) as CubeKind[];

export function kindOf(name: CubeKind): Kind {
  return kinds[name];
}

/** The layout with which all of these kinds were there: days that were closed by an earlier one do not have them. */
export function layoutOf(names: readonly CubeKind[]): number {
  return Math.max(...names.map((name) => kinds[name].since));
}

/** Whether cubes have all of these kinds by a cut. */
export function isCut(names: readonly CubeKind[], cut: Cut): boolean {
  return names.every((name) => kinds[name].cuts?.includes(cut) ?? true);
}

type Lists = Pick<Kind, 'items' | 'counts'>;

function one(item: string, n: string): Lists {
  return { items: `[${item}]`, counts: `[toUInt64(${n})]` };
}

function listed(list: string, n = 'n'): Lists {
  return { items: `${list}.item`, counts: `${list}.${n}` };
}

function commandOf(use: string): string {
  return `substringIndex(${use}, '${SEPARATOR}', 1)`;
}

/** Those that are more than 0. */
function counted(items: Readonly<Record<string, string>>): Lists {
  const counts = `[${Object.values(items)
    .map((n) => `toUInt64(${n})`)
    .join(', ')}]`;
  return {
    items: `arrayFilter((item, n) -> n > 0, [${Object.keys(items).join(', ')}], ${counts})`,
    counts: `arrayFilter(n -> n > 0, ${counts})`,
  };
}

function joined(...columns: readonly string[]): string {
  return `arrayStringConcat([${columns.map((column) => `toString(${column})`).join(', ')}], '${SEPARATOR}')`;
}

/** Kinds that the same cuts have. */
export const KIND_GROUPS: readonly (readonly CubeKind[])[] = [
  ...new Set(KIND_NAMES.map((name) => String(kinds[name].cuts))),
].map((cuts) => KIND_NAMES.filter((name) => String(kinds[name].cuts) === cuts));

/** What there is most of: a part of a cube by itself. */
const MANY: readonly CubeKind[] = ['duration', 'vote', 'flow'];

/** What one statement makes of a cube: some kinds by some cuts that all have them. */
export interface CubePart {
  readonly cuts: readonly Cut[];
  readonly kinds: readonly CubeKind[];
}

/** All of a cube. */
export const WHOLE_CUBE: readonly CubePart[] = KIND_GROUPS.map((names) => ({
  cuts: CUTS.filter((cut) => isCut(names, cut)),
  kinds: names,
}));

/**
 * Parts of a cube, small enough to be made one after the other with little memory.
 * @param cutsAtOnce how many cuts a part has at most: what takes most of the time is done once for all of them.
 */
export function cubeParts(cutsAtOnce: number): CubePart[] {
  return [
    ...KIND_GROUPS.map((names) => names.filter((name) => !MANY.includes(name))),
    ...MANY.map((name) => [name]),
  ].flatMap((names) => {
    const having = CUTS.filter((cut) => isCut(names, cut));
    const parts = Array.from({ length: Math.ceil(having.length / cutsAtOnce) }, (_, part) => part * cutsAtOnce);
    return parts.map((from) => ({ cuts: having.slice(from, from + cutsAtOnce), kinds: names }));
  });
}
