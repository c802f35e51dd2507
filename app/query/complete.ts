import { t } from '../messages/index.ts';
import { Candidates, type Completion } from './candidates.ts';
import { stepCompletions } from './complete-steps.ts';
import { type Field, findField, flagsOf } from './fields.ts';
import { formatText } from './format.ts';
import { operatorsOf } from './operand.ts';
import { parseQuery, typeAsked } from './parse.ts';
import { type ObjectType, objectTypes } from './query.ts';
import type { Token } from './tokens.ts';
import { typeWords } from './type-words.ts';
import { unitsOf } from './units.ts';
import { fieldTitle, operatorTitle, timeTitle } from './words.ts';

export type { Completion } from './candidates.ts';

export interface CompletionContext {
  /** What is asked about when the text does not say so. */
  readonly defaultType?: ObjectType;
  /** Values that a field is known to have, those that begin with the prefix first; at most some dozens. */
  readonly values?: (type: ObjectType, field: string, prefix: string) => readonly string[];
}

/**
 * What could stand at the caret, the likeliest first: what begins with the word that is being written, by its word in
 * queries, by another word for it, or by its title; then what has such a word inside. At most 50.
 * @param caret where the caret stands, in UTF-16 units
 */
export function complete(text: string, caret: number, context: CompletionContext = {}): readonly Completion[] {
  const before = text.slice(0, caret);
  const type = typeAsked(text, context.defaultType);
  const { tokens, rewritten } = parseQuery(before, type);
  if (rewritten !== undefined) return [];
  const last = tokens.at(-1) ?? null;
  // A blank after a token ends it, but for what a step or a time still wants.
  const open = last !== null && (last.to === before.length || last.text.startsWith('|')) ? last : null;
  if (open?.text.startsWith('|') === true) return stepCompletions({ text, caret, type, step: open, tokens });
  const waiting = last !== null && isWaiting(last) ? last : open;
  const time = waiting?.parts[0]?.kind === 'keyword' ? waiting : null;
  if (time !== null) return timeCompletions(text, caret, time);
  if (waiting?.parts.some(({ kind }) => kind === 'operator'))
    return valueCompletions(text, caret, type, waiting, context);
  return wordCompletions(text, caret, type, tokens, open);
}

/** A comparison or a time whose value is missing takes it after a blank as well. */
function isWaiting({ kind, parts }: Token): boolean {
  return kind === 'error' && (parts.at(-1)?.kind === 'operator' || parts.at(-1)?.kind === 'keyword');
}

function timeCompletions(text: string, caret: number, { parts }: Token): readonly Completion[] {
  const keyword = parts[0]?.text.toLowerCase() ?? '';
  const candidates = new Candidates(text, caret, parts[1]?.from ?? caret);
  const titles = {
    now: t('complete.now'),
    boot: t('complete.boot'),
    today: t('complete.today'),
    yesterday: t('complete.yesterday'),
  };
  if (keyword === 'during')
    for (const [span, last] of [
      ['5m', 300_000],
      ['15m', 900_000],
      ['1h', 3_600_000],
      ['24h', 86_400_000],
      ['7d', 7 * 86_400_000],
    ] as const)
      candidates.add('time', span, timeTitle({ kind: 'during', last }));
  else for (const [moment, title] of Object.entries(titles)) candidates.add('time', moment, title);
  return candidates.best();
}

function valueCompletions(
  text: string,
  caret: number,
  type: ObjectType,
  { parts }: Token,
  context: CompletionContext,
): readonly Completion[] {
  const name = parts[0]?.text ?? '';
  const operator = parts.find(({ kind }) => kind === 'operator');
  const value = parts.findLast(({ kind }) => kind === 'value' || kind === 'flag');
  const begun = value !== undefined && value.to === caret && text[caret - 1] !== ',';
  const from = begun ? value.from : caret;
  const candidates = new Candidates(text, caret, from);
  if (name.toLowerCase() === 'is') {
    for (const flag of flagsOf[type]) candidates.add('flag', flag, t(`flag.${flag}`));
    return candidates.best();
  }
  const field = findField(type, name);
  if (field === undefined || operator === undefined) return [];
  const written = text.slice(from, caret).replace(/^["“”„‟＂]/, '');
  addValues(candidates, type, field, written, context);
  return candidates.best();
}

function addValues(
  candidates: Candidates,
  type: ObjectType,
  field: Field,
  written: string,
  context: CompletionContext,
): void {
  switch (field.kind) {
    case 'choice':
      for (const choice of field.choices ?? []) candidates.add('value', choice, '');
      return;
    case 'yes-no':
      for (const choice of ['yes', 'no']) candidates.add('value', choice, '');
      return;
    case 'moment':
      candidates.add('value', 'boot', t('complete.boot'));
      candidates.add('value', 'today', t('complete.today'));
      candidates.add('value', 'yesterday', t('complete.yesterday'));
      return;
    case 'percent':
    case 'bytes':
    case 'rate':
    case 'duration':
      if (/^\d+(?:\.\d+)?$/.test(written))
        for (const unit of unitsOf[field.kind]) candidates.add('value', written + unit, '');
      return;
    case 'text':
    case 'integer':
      for (const value of context.values?.(type, field.id, written) ?? [])
        candidates.add('value', value, '', { insert: formatText(value) });
  }
}

/** Fields, flags, times and types; after the whole name of a field its operators. */
function wordCompletions(
  text: string,
  caret: number,
  type: ObjectType,
  tokens: readonly Token[],
  open: Token | null,
): readonly Completion[] {
  if (open !== null && !['word', 'type', 'not', 'open', 'error'].includes(open.kind)) return [];
  const isWord = open?.kind === 'word' || open?.kind === 'type';
  const from = isWord ? open.from : caret;
  const candidates = new Candidates(text, caret, from);
  const isFirst = tokens.length === 0 || (tokens.length === 1 && isWord);
  const goesOn = /^[\p{L}\p{N}_-]/u.test(text.slice(caret));
  const whole = isWord && !goesOn ? findField(type, open.text) : undefined;
  if (whole !== undefined) {
    const behind = new Candidates(text, caret, caret);
    for (const operator of operatorsOf(whole)) behind.add('operator', operator, operatorTitle(whole, operator));
    return [
      ...behind.best(),
      ...proposed(candidates, type, tokens, isFirst)
        .best()
        .filter(({ label }) => label !== whole.id),
    ];
  }
  return proposed(candidates, type, tokens, isFirst).best();
}

function proposed(candidates: Candidates, type: ObjectType, tokens: readonly Token[], isFirst: boolean): Candidates {
  if (isFirst)
    for (const [word, named] of typeWords) {
      const plural = !objectTypes.some((candidate) => candidate === word);
      candidates.add('type', word, t(`object.${named}.other`), { onlyWhenBegun: plural, insert: `${word} ` });
    }
  candidates.addFields(
    type,
    (field) => field.id + (candidates.isCompared ? '' : standardOperator(field)),
    (field) => fieldTitle(type, field.id),
  );
  for (const flag of flagsOf[type]) candidates.add('flag', `is:${flag}`, t(`flag.${flag}`), { aliases: [flag] });
  if (!tokens.some(({ kind }) => kind === 'time'))
    for (const word of ['at', 'during', 'since'] as const)
      candidates.add('time', word, t(`complete.${word}`), { insert: `${word} ` });
  if (!isFirst) candidates.add('word', 'OR', t('complete.or'), { insert: 'OR ', onlyWhenBegun: true });
  return candidates;
}

/** What a field is compared with most often. */
function standardOperator({ kind }: Field): string {
  return kind === 'text' || kind === 'choice' || kind === 'yes-no' || kind === 'integer' ? ':' : '>';
}
