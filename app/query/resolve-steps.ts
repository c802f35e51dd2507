import { excerpt } from './characters.ts';
import type { Faults, QueryErrorId } from './errors.ts';
import { MAX_LIMIT } from './limits.ts';
import { nearest } from './nearest.ts';
import { type Aggregate, aggregates, type Shown, type Step } from './query.ts';
import { type Resolution, resolveField } from './resolve.ts';
import { aggregateFits, shownText } from './shown.ts';
import type { StepItem, StepSyntax } from './syntax-tree.ts';

export const stepWords = ['by', 'show', 'sort', 'limit', 'columns'] as const;
export type StepWord = (typeof stepWords)[number];

/** Words of other languages for the same. */
const foreignSteps: Readonly<Record<string, StepWord>> = {
  group: 'by',
  summarize: 'show',
  stats: 'show',
  order: 'sort',
  take: 'limit',
  head: 'limit',
  top: 'limit',
  select: 'columns',
  project: 'columns',
  table: 'columns',
  fields: 'columns',
  list: 'columns',
};

/**
 * Says what the steps of a query mean for its type. Each is there once at most and they come in the order in which they
 * work, in whatever order they were written: group, show, sort, limit, columns.
 */
export function resolveSteps(steps: readonly StepSyntax[], resolution: Resolution): readonly Step[] {
  return new StepResolver(resolution).resolve(steps);
}

class StepResolver {
  readonly #resolution: Resolution;
  readonly #faults: Faults;
  #by: readonly string[] = [];
  #shown: readonly Shown[] = [];
  #grouped = false;
  #showWritten = false;
  /** Where a step that shows could be put in. */
  #showAt = 0;

  constructor(resolution: Resolution) {
    this.#resolution = resolution;
    this.#faults = resolution.faults;
  }

  resolve(steps: readonly StepSyntax[]): readonly Step[] {
    const written = this.#sorted(steps);
    const by = written.get('by');
    const show = written.get('show');
    const sort = written.get('sort');
    const limit = written.get('limit');
    const columns = written.get('columns');
    this.#grouped = by !== undefined || show !== undefined;
    this.#showWritten = show !== undefined;
    this.#showAt = (show ?? by)?.token.to ?? 0;
    const resolved: (Step | null)[] = [];
    if (by !== undefined) resolved.push(this.#resolveBy(by));
    if (show !== undefined) resolved.push(this.#resolveShow(show));
    if (this.#grouped && show === undefined) this.#shown = [{ aggregate: 'count', field: null }];
    if (sort !== undefined) resolved.push(this.#resolveSort(sort));
    if (limit !== undefined) resolved.push(this.#resolveLimit(limit));
    if (columns !== undefined) resolved.push(this.#resolveColumns(columns));
    return resolved.filter((step) => step !== null);
  }

  /** The steps by their words; unknown ones and those there twice are told. */
  #sorted(steps: readonly StepSyntax[]): ReadonlyMap<StepWord, StepSyntax> {
    const known = new Map<StepWord, StepSyntax>();
    for (const step of steps) {
      const { keyword, token, items } = step;
      const small = keyword.text.toLowerCase();
      const word = stepWords.find((candidate) => candidate === small);
      if (word === undefined) {
        const meant = Object.hasOwn(foreignSteps, small) ? foreignSteps[small] : nearest(small, stepWords);
        token.kind = 'error';
        const mend = meant === null || meant === undefined ? null : this.#faults.with(keyword.from, keyword.to, meant);
        this.#faults.add(keyword.from, keyword.to, 'step-unknown', { step: excerpt(keyword.text) }, mend);
      } else if (known.has(word)) {
        token.kind = 'error';
        this.#faults.add(
          token.from,
          token.to,
          'step-twice',
          { step: word },
          this.#faults.with(token.from, token.to, ''),
        );
      } else {
        known.set(word, step);
        if (items.length === 0 && token.kind !== 'error') {
          token.kind = 'error';
          this.#faults.add(token.from, token.to, 'step-empty', { step: word });
        }
      }
    }
    return known;
  }

  #fail(
    step: StepSyntax,
    item: StepItem,
    id: QueryErrorId,
    values: Record<string, string> = {},
    mend: string | null = null,
  ) {
    step.token.kind = 'error';
    this.#faults.add(item.from, item.to, id, { text: excerpt(item.text), ...values }, mend);
    return null;
  }

  /** A field alone, without an aggregate or a direction. */
  #fieldOf(step: StepSyntax, item: StepItem): string | null {
    if (item.name === null || item.aggregate !== null || item.descending) return this.#fail(step, item, 'step-unclear');
    const field = resolveField(this.#resolution, item.name);
    if (field === null) step.token.kind = 'error';
    return field?.id ?? null;
  }

  #resolveBy(step: StepSyntax): Step | null {
    this.#by = unique(step.items.map((item) => this.#fieldOf(step, item)).filter((field) => field !== null));
    return this.#by.length === 0 ? null : { kind: 'by', fields: this.#by };
  }

  #resolveShow(step: StepSyntax): Step | null {
    const shown = step.items.map((item) => this.#shownOf(step, item)).filter((one) => one !== null);
    this.#shown = shown.filter(
      (one, index) => shown.findIndex((other) => shownText(other) === shownText(one)) === index,
    );
    return this.#shown.length === 0 ? null : { kind: 'show', shown: this.#shown };
  }

  #shownOf(step: StepSyntax, item: StepItem): Shown | null {
    const { aggregate, name, descending } = item;
    if (descending) return this.#fail(step, item, 'step-unclear');
    if (aggregate === null) {
      if (name?.text.toLowerCase() === 'count') return { aggregate: 'count', field: null };
      const mend = this.#faults.with(item.from, item.to, `max(${item.text})`);
      return this.#fail(step, item, 'aggregate-field', { aggregates: aggregates.join(', ') }, mend);
    }
    const word = aggregates.find((known) => known === aggregate.text.toLowerCase());
    if (word === undefined) {
      const meant = foreignAggregate(aggregate.text) ?? nearest(aggregate.text, aggregates);
      const mend = meant === null ? null : this.#faults.with(aggregate.from, aggregate.to, meant);
      return this.#fail(step, item, 'aggregate-unknown', { aggregates: aggregates.join(', ') }, mend);
    }
    if (name === null) {
      if (word === 'count') return { aggregate: 'count', field: null };
      return this.#fail(step, item, 'aggregate-field', { aggregates: aggregates.join(', ') });
    }
    const field = resolveField(this.#resolution, name);
    if (field === null) {
      step.token.kind = 'error';
      return null;
    }
    if (aggregateFits(word, field)) return { aggregate: word, field: field.id };
    const mend = this.#faults.with(aggregate.from, aggregate.to, 'last');
    return this.#fail(step, item, 'aggregate-unfit', { aggregate: word, field: field.id }, mend);
  }

  /** A column to sort by or to show: of groups one of theirs, else a field. */
  #columnOf(step: StepSyntax, item: StepItem): string | null {
    if (!this.#grouped) return this.#fieldColumn(step, item);
    const { aggregate, name } = item;
    const isCount = name === null || (aggregate === null && name.text.toLowerCase() === 'count');
    const field = isCount ? null : resolveField(this.#resolution, name);
    if (!isCount && field === null) {
      step.token.kind = 'error';
      return null;
    }
    const wanted = aggregate?.text.toLowerCase() ?? null;
    if (wanted === null && field !== null && this.#by.includes(field.id)) return field.id;
    const shown = this.#shown.find(
      (one) => one.field === (field?.id ?? null) && (wanted === null || one.aggregate === wanted),
    );
    if (shown !== undefined) return shownText(shown);
    return this.#fail(step, item, 'sort-unshown', {}, this.#withShown(wanted, field === null ? null : field.id));
  }

  /** The text with what is missing shown. */
  #withShown(wanted: string | null, field: string | null): string | null {
    const known = aggregates.find((aggregate) => aggregate === wanted) ?? (field === null ? 'count' : 'max');
    const used = this.#resolution.uses.findLast((use) => use.field.id === field);
    if (used !== undefined && !aggregateFits(known, used.field)) return null;
    const text = `${known}(${field ?? ''})`;
    const already = this.#shown.map(shownText).join(', ');
    return this.#faults.with(
      this.#showAt,
      this.#showAt,
      this.#showWritten ? `, ${text}` : ` | show ${already}, ${text}`,
    );
  }

  #fieldColumn(step: StepSyntax, item: StepItem): string | null {
    const { aggregate, name } = item;
    if (aggregate !== null) {
      const mend = name === null ? null : this.#faults.with(aggregate.from, item.to, name.text);
      return this.#fail(step, item, 'not-grouped', {}, mend);
    }
    const field = name === null ? null : resolveField(this.#resolution, name);
    if (field === null) step.token.kind = 'error';
    return field?.id ?? null;
  }

  /** `sort -cpu`, as other languages write the largest first, is told with what it is here. */
  #turnedRound(step: StepSyntax, item: StepItem): boolean {
    const { name, aggregate } = item;
    if (name === null || aggregate !== null || !/^-[\p{L}]/u.test(name.text)) return false;
    const mend = this.#faults.with(name.from, item.to, `${name.text.slice(1)} desc`);
    this.#fail(step, item, 'step-unclear', { text: excerpt(name.text) }, mend);
    return true;
  }

  #resolveSort(step: StepSyntax): Step | null {
    const by = step.items.flatMap((item) => {
      const field = this.#turnedRound(step, item) ? null : this.#columnOf(step, item);
      return field === null ? [] : [{ field, descending: item.descending }];
    });
    const once = by.filter(({ field }, index) => by.findIndex((other) => other.field === field) === index);
    return once.length === 0 ? null : { kind: 'sort', by: once };
  }

  #resolveColumns(step: StepSyntax): Step | null {
    const fields = step.items.map((item) =>
      item.descending ? this.#fail(step, item, 'step-unclear') : this.#columnOf(step, item),
    );
    const known = unique(fields.filter((field) => field !== null));
    return known.length === 0 ? null : { kind: 'columns', fields: known };
  }

  #resolveLimit(step: StepSyntax): Step | null {
    const [item] = step.items;
    if (item === undefined) return null;
    const text = step.items.length === 1 && item.aggregate === null && !item.descending ? item.text : '';
    const count = /^\d{1,9}$/.test(text) ? Number(text) : 0;
    if (count >= 1 && count <= MAX_LIMIT) return { kind: 'limit', count };
    const mend = count > MAX_LIMIT ? this.#faults.with(item.from, item.to, String(MAX_LIMIT)) : null;
    return this.#fail(step, item, 'limit-number', { most: String(MAX_LIMIT) }, mend);
  }
}

const foreignAggregates: Readonly<Record<string, Aggregate>> = {
  average: 'avg',
  mean: 'avg',
  median: 'p50',
  maximum: 'max',
  minimum: 'min',
  total: 'sum',
};

function foreignAggregate(word: string): Aggregate | undefined {
  const small = word.toLowerCase();
  return Object.hasOwn(foreignAggregates, small) ? foreignAggregates[small] : undefined;
}

function unique(fields: readonly string[]): readonly string[] {
  return [...new Set(fields)];
}
