/** What figures can be filtered by, as the collector's answers name it. */
export const dimensions = ['version', 'os', 'distribution', 'country', 'language', 'level', 'organisation'] as const;
export type Dimension = (typeof dimensions)[number];

/** A part of what is asked about: what has a value in a dimension. */
export interface Segment {
  readonly dimension: Dimension;
  readonly segment: string;
}

/** What the figures of every page are about. It stands in the address, so that a link shows what its sender saw. */
export interface Scope {
  /** UTC days of receipt, "2026-03-09", both included; the newest four weeks when they are not given. */
  readonly from?: string;
  readonly to?: string;
  /** Id of one product; all of them together when it is not given. */
  readonly product?: string;
  readonly filters: readonly Segment[];
  /** Whether everything counts that happened, or each installation alike. */
  readonly votes: 'events' | 'installation';
  /** Another segment, to see beside. */
  readonly compare?: Segment;
}

/** UTC days, both included. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

/** Days that are shown when none are asked for. */
export const DEFAULT_DAYS = 28;

const isDimension = (word: string): word is Dimension => (dimensions as readonly string[]).includes(word);

/** What an address asks for, "?from=2026-03-01&version=1.2.0"; what of it is not understood is left out. */
export function scopeOf(search: string): Scope {
  const given = new URLSearchParams(search);
  const day = (name: string) => (DAY.test(given.get(name) ?? '') ? (given.get(name) ?? undefined) : undefined);
  const [from, to, product] = [day('from'), day('to'), given.get('product') ?? undefined];
  const filters = dimensions.flatMap((dimension) => {
    const segment = given.get(dimension);
    return segment ? [{ dimension, segment }] : [];
  });
  const compare = segmentOf(given.get('compare') ?? '');
  return {
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(product ? { product } : {}),
    filters,
    votes: given.get('votes') === 'installation' ? 'installation' : 'events',
    ...(compare ? { compare } : {}),
  };
}

/** A dimension and its segment, with a colon between them; `undefined` when it is none. */
export function segmentOf(text: string): Segment | undefined {
  const at = text.indexOf(':');
  const [dimension, segment] = [text.slice(0, at), text.slice(at + 1)];
  return at > 0 && segment && isDimension(dimension) ? { dimension, segment } : undefined;
}

export const segmentText = ({ dimension, segment }: Segment): string => `${dimension}:${segment}`;

/** The parameters of a scope, in the same order each time; empty when it is of everything. */
export function parametersOf({ from, to, product, filters, votes, compare }: Scope): URLSearchParams {
  const parameters = new URLSearchParams();
  if (from) parameters.set('from', from);
  if (to) parameters.set('to', to);
  if (product) parameters.set('product', product);
  for (const { dimension, segment } of filters) parameters.set(dimension, segment);
  if (votes === 'installation') parameters.set('votes', votes);
  if (compare) parameters.set('compare', segmentText(compare));
  return parameters;
}

/** Where a page is, with what it is about. @param more parameters of the page's own; an empty one is left out. */
export function addressOf(path: string, scope: Scope, more: Readonly<Record<string, string>> = {}): string {
  const parameters = parametersOf(scope);
  for (const [name, value] of Object.entries(more)) if (value) parameters.set(name, value);
  return parameters.size === 0 ? path : `${path}?${parameters}`;
}

/** Parameters of an address that belong to its page alone, such as the operation that is shown. */
export function ownParametersOf(search: string): Record<string, string> {
  return Object.fromEntries([...new URLSearchParams(search)].filter(([name]) => !SCOPE_PARAMETERS.has(name)));
}

const SCOPE_PARAMETERS: ReadonlySet<string> = new Set(['from', 'to', 'product', 'votes', 'compare', ...dimensions]);

/** The scope with a filter in place of that of the same dimension; without one when `segment` is not given. */
export function withFilter(scope: Scope, dimension: Dimension, segment: string | undefined): Scope {
  const others = scope.filters.filter((filter) => filter.dimension !== dimension);
  const filters = segment === undefined ? others : [...others, { dimension, segment }];
  filters.sort((a, b) => dimensions.indexOf(a.dimension) - dimensions.indexOf(b.dimension));
  return { ...scope, filters };
}

/** The scope with other days, or with the newest four weeks. */
export function withDays({ from: _from, to: _to, ...scope }: Scope, days: Partial<Days>): Scope {
  return { ...scope, ...days };
}

/** A day that is so many days after another one. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

const laterOf = (a: string, b: string) => [a, b].sort()[1] ?? b;

/** How many days there are, both ends included. */
export function countDays({ from, to }: Days): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
}

/** The last so many of the closed days. */
export function lastDays({ from, to }: Days, count: number): Days {
  const first = dayAfter(to, 1 - count);
  return { from: laterOf(first, from), to };
}

/** The days that a scope is about. They end by the newest closed one, but where they begin after it: of those none has closed. */
export function daysOf({ from, to }: Scope, closed: Days): Days {
  const last = to === undefined || to > closed.to ? closed.to : to;
  const first = from ?? dayAfter(last, 1 - DEFAULT_DAYS);
  return { from: laterOf(first, closed.from), to: laterOf(first, last) };
}
