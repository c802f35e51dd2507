import { t } from '../messages/index.ts';
import { Candidates, type Completion } from './candidates.ts';
import { type Field, findField } from './fields.ts';
import { aggregates, type ObjectType } from './query.ts';
import { stepWords } from './resolve-steps.ts';
import { aggregateFits } from './shown.ts';
import type { Token } from './tokens.ts';
import { fieldTitle } from './words.ts';

interface Place {
  readonly text: string;
  readonly caret: number;
  readonly type: ObjectType;
  /** The step in which the caret stands. */
  readonly step: Token;
  /** All tokens before the caret. */
  readonly tokens: readonly Token[];
}

/** What could stand in a step: its word, then the names that it takes. */
export function stepCompletions(place: Place): readonly Completion[] {
  const { text, caret, step } = place;
  const written = text.slice(step.from, caret);
  const [, word] = /^\|\s*([\p{L}_-]*)$/u.exec(written) ?? [];
  if (word !== undefined) return stepWordCompletions(place, caret - word.length);
  const keyword = /^\|\s*([\p{L}_-]+)/u.exec(written)?.[1]?.toLowerCase() ?? '';
  const begun = /[\p{L}\p{N}_-]*$/u.exec(written)?.[0] ?? '';
  const from = caret - begun.length;
  const before = text.slice(step.from, from).trimEnd();
  switch (keyword) {
    case 'by':
      return fieldCompletions(place, from);
    case 'show':
      return before.endsWith('(') ? figureFields(place, from, before) : aggregateCompletions(place, from);
    case 'columns':
      return columnCompletions(place, from);
    case 'sort':
      return /(?:,|\|\s*sort)$/i.test(before) ? columnCompletions(place, from) : directions(place, from);
    case 'limit':
      return limits(place, from);
    default:
      return [];
  }
}

function stepWordCompletions({ text, caret, tokens, step }: Place, from: number): readonly Completion[] {
  const candidates = new Candidates(text, caret, from);
  const used = tokens.flatMap((token) => (token === step ? [] : (token.parts[1]?.text.toLowerCase() ?? [])));
  for (const word of stepWords)
    if (!used.includes(word)) candidates.add('step', word, t(`complete.${word}`), { insert: `${word} ` });
  return candidates.best();
}

function fieldCompletions({ text, caret, type }: Place, from: number): readonly Completion[] {
  const candidates = new Candidates(text, caret, from);
  candidates.addFields(
    type,
    ({ id }) => id,
    ({ id }) => fieldTitle(type, id),
  );
  return candidates.best();
}

function aggregateCompletions({ text, caret }: Place, from: number): readonly Completion[] {
  const candidates = new Candidates(text, caret, from);
  for (const aggregate of aggregates) {
    const insert = aggregate === 'count' ? 'count()' : `${aggregate}(`;
    candidates.add('aggregate', aggregate, t(`aggregate.${aggregate}`), { insert });
  }
  return candidates.best();
}

/** The fields of which a figure can be reckoned. */
function figureFields(place: Place, from: number, before: string): readonly Completion[] {
  const word = /([\p{L}\p{N}]+)\s*\($/u.exec(before)?.[1]?.toLowerCase();
  const aggregate = aggregates.find((known) => known === word);
  const fits = ({ label }: Completion) => {
    const field: Field | undefined = findField(place.type, label);
    return field !== undefined && (aggregate === undefined || aggregateFits(aggregate, field));
  };
  return fieldCompletions(place, from)
    .filter(fits)
    .map((completion) => ({ ...completion, insert: `${completion.insert})` }));
}

/** What an answer has as columns: of groups what they are grouped by and their figures, else all fields. */
function columnCompletions(place: Place, from: number): readonly Completion[] {
  const { text, caret, tokens } = place;
  const step = (word: string) =>
    tokens.find(({ kind, parts }) => kind === 'step' && parts[1]?.text.toLowerCase() === word);
  const [by, show] = [step('by'), step('show')];
  if (by === undefined && show === undefined) return fieldCompletions(place, from);
  const candidates = new Candidates(text, caret, from);
  for (const [, figure = ''] of (show?.text ?? 'count()').matchAll(/(\w+\s*\([\w-]*\))/g))
    candidates.add('aggregate', figure, '');
  const grouped = by?.parts.flatMap((part) => findField(place.type, part.text)?.id ?? []) ?? [];
  const fieldsOfGroups = fieldCompletions(place, from).filter(({ label }) => grouped.includes(label));
  return [...candidates.best(), ...fieldsOfGroups];
}

function directions({ text, caret }: Place, from: number): readonly Completion[] {
  const candidates = new Candidates(text, caret, from);
  candidates.add('word', 'desc', t('complete.desc'));
  candidates.add('word', 'asc', t('complete.asc'));
  return candidates.best();
}

function limits({ text, caret }: Place, from: number): readonly Completion[] {
  const candidates = new Candidates(text, caret, from);
  for (const count of ['10', '20', '50', '100']) candidates.add('value', count, '');
  return candidates.best();
}
