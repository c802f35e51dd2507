import type { SessionReports } from '../batch/batch.ts';
import type { CollectingLevel } from '../consent/levels.ts';
import type { CountedReport } from '../errors/error-counter.ts';
import { bucketOf, Histogram } from '../measures/histogram.ts';
import type { OperationColumns } from '../measures/operation-table.ts';
import type { Outcome } from '../measures/throughput.ts';
import type { Configuration, Context, UsageEvent } from '../registry/registry.ts';
import { type Condition, type ErrorFilter, hasHappened, type Rule } from './rules.ts';

/** What is known of one session, as the registry's groups have it. Nothing but the registry's words is in it. */
export interface SessionFacts extends Pick<SessionReports, 'operations' | 'counts' | 'errors'> {
  readonly level: CollectingLevel;
  readonly context: Context;
  /** In the order of use. */
  readonly usage: readonly Pick<UsageEvent, 'command'>[];
  /** Settings that differ from the default; `undefined` when they are not known, and no condition about one holds then. */
  readonly configuration: Configuration | undefined;
}

/** A rule that is met. */
export interface Met {
  readonly rule: Rule;
  /**
   * For each condition what was found, where it is a number: how often, or the milliseconds of a duration as the bucket
   * tells it. `undefined` for the others, and for what was so in a session before.
   */
  readonly found: readonly (number | undefined)[];
}

/**
 * The rules that a session meets, in their order. Its cost is bounded by the rules and the session alone: one pass over the
 * uses, and for each condition at most one over the errors.
 * @param before ids of rules that were met in an earlier session: of these what had happened then counts as having
 * happened, and what is about the present has to hold now.
 */
export function evaluate(rules: readonly Rule[], facts: SessionFacts, before: ReadonlySet<string> = new Set()): Met[] {
  const uses = countUses(rules, facts.usage);
  return rules.flatMap((rule) => {
    const found: (number | undefined)[] = [];
    for (const condition of rule.when) {
      const { holds, value } = look(condition, facts, uses);
      const isRemembered = !holds && before.has(rule.id) && hasHappened(condition);
      if (!holds && !isRemembered) return [];
      found.push(isRemembered ? undefined : value);
    }
    return [{ rule, found }];
  });
}

/** Uses by command, and by the three commands of a sequence; only of sequences that a rule asks for. */
type Uses = ReadonlyMap<string, number>;

/** No word has a space, so three with spaces between them are no fourth. */
const sequenceOf = (commands: readonly string[]) => commands.join(' ');

function countUses(rules: readonly Rule[], usage: SessionFacts['usage']): Uses {
  const asked = new Set<string>();
  for (const { when } of rules) {
    for (const condition of when) if (condition.field === 'usage.sequence') asked.add(sequenceOf(condition.of));
  }
  const uses = new Map<string, number>();
  const add = (key: string) => uses.set(key, (uses.get(key) ?? 0) + 1);
  for (const [index, { command }] of usage.entries()) {
    add(command);
    if (asked.size === 0 || index < 2) continue;
    const sequence = sequenceOf([usage[index - 2]?.command ?? '', usage[index - 1]?.command ?? '', command]);
    if (asked.has(sequence)) add(sequence);
  }
  return uses;
}

interface Look {
  readonly holds: boolean;
  readonly value?: number | undefined;
}

function look(condition: Condition, facts: SessionFacts, uses: Uses): Look {
  switch (condition.field) {
    case 'envelope.level':
      return { holds: condition.value.includes(facts.level) };
    case 'configuration': {
      if (!facts.configuration) return { holds: false };
      const { of, op } = condition;
      const value = Object.hasOwn(facts.configuration, of) ? facts.configuration[of] : undefined;
      return { holds: op === 'is' ? value !== undefined && condition.value.includes(value) : value === undefined };
    }
    case 'usage.command':
      return compared(condition, uses.get(condition.of) ?? 0);
    case 'usage.sequence':
      return compared(condition, uses.get(sequenceOf(condition.of)) ?? 0);
    case 'operations.duration': {
      const duration = histogramOf(facts.operations, condition.of, condition.outcome)?.quantile(condition.quantile);
      if (!duration) return { holds: false };
      // Both by their buckets, so that whoever holds histograms alone, such as a collector, decides the same.
      const holds = bucketOf(duration.estimate) >= bucketOf(condition.value * 1000);
      return { holds, value: duration.estimate / 1000 };
    }
    case 'operations.count':
      return compared(condition, histogramOf(facts.operations, condition.of, condition.outcome)?.count ?? 0);
    case 'counts':
      return compared(condition, Object.hasOwn(facts.counts, condition.of) ? (facts.counts[condition.of] ?? 0) : 0);
    case 'errors.count':
      return compared(condition, countErrors(facts.errors, condition.of));
    default:
      return { holds: holdsOfContext(condition, facts.context) };
  }
}

function compared({ op, value }: { readonly op: string; readonly value: number }, found: number): Look {
  return { holds: op === 'below' ? found < value : found >= value, value: found };
}

function holdsOfContext(
  condition: Extract<Condition, { readonly field: `context.${string}` }>,
  context: Context,
): boolean {
  const name = condition.field.slice('context.'.length) as keyof Context;
  const found = Object.hasOwn(context, name) ? context[name] : undefined;
  // A field that has expired is not known, and nothing holds of it.
  if (found === undefined) return false;
  const { op, value } = condition;
  if (typeof value === 'object') return (op === 'is') === value.some((one) => compareValues(found, one) === 0);
  return op === 'below' ? compareValues(found, value) < 0 : compareValues(found, value) >= 0;
}

/** Numbers and versions in their order; of other texts only whether they are the same. */
function compareValues(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (a === b) return 0;
  return /^[\d.]+$/.test(`${a}`) && /^[\d.]+$/.test(`${b}`) ? compareNumbers(`${a}`, `${b}`) : Number.NaN;
}

/** Compares dotted numbers, "1.10" above "1.9"; parts that one of them lacks count as 0. Negative, 0 or positive. */
function compareNumbers(a: string, b: string): number {
  const [ours, theirs] = [a.split('.').map(Number), b.split('.').map(Number)];
  const parts = Math.max(ours.length, theirs.length);
  for (let part = 0; part < parts; part++) {
    const difference = (ours[part] ?? 0) - (theirs[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function histogramOf(columns: OperationColumns, operation: string, outcome: Outcome): Histogram | undefined {
  let start = 0;
  for (const [row, size] of columns.buckets.entries()) {
    if (columns.operation[row] === operation && columns.outcome[row] === outcome) {
      const [bucket, count] = [columns.bucket, columns.count].map((all) => all.slice(start, start + size));
      return Histogram.decode({ bucket: bucket ?? [], count: count ?? [] });
    }
    start += size;
  }
  return undefined;
}

function countErrors(errors: readonly CountedReport[], filter: ErrorFilter): number {
  const { file, ...parts } = filter;
  const wanted = Object.entries(parts);
  let sum = 0;
  for (const { report, count } of errors) {
    const isMeant = wanted.every(([name, word]) => report[name as keyof typeof parts] === word);
    if (isMeant && (file === undefined || report.frames.some((frame) => frame.file === file))) sum += count;
  }
  return sum;
}
