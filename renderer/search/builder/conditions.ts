import { t } from '../../../app/messages/index.ts';
import type { BuilderCondition } from '../../../app/query/builder.ts';
import { type Field, fields, findField, flagsOf } from '../../../app/query/fields.ts';
import { operatorsOf } from '../../../app/query/operand.ts';
import type { ObjectType, Operator } from '../../../app/query/query.ts';
import { fieldTitle, operatorTitle } from '../../../app/query/words.ts';

type FieldCondition = Extract<BuilderCondition, { readonly kind: 'field' }>;

/** What a condition is about, as a value of a list: words, a flag, a field, or several of which one has to fit. */
export function subjectOf(condition: BuilderCondition): string {
  switch (condition.kind) {
    case 'words':
      return 'words';
    case 'flag':
      return `is:${condition.flag}`;
    case 'field':
      return condition.field;
    case 'alternatives':
      return 'alternatives';
  }
}

/** All that a condition can be about; `nested` is one within alternatives, which holds no further ones. */
export function subjects(type: ObjectType, nested: boolean) {
  const list: readonly Field[] = fields[type];
  return [
    { value: 'words', label: t('builder.words') },
    ...list.map(({ id }) => ({ value: id, label: fieldTitle(type, id) })),
    ...flagsOf[type].map((flag) => ({ value: `is:${flag}`, label: t(`flag.${flag}`) })),
    ...(nested ? [] : [{ value: 'alternatives', label: t('builder.alternatives') }]),
  ];
}

/** A condition about something, that has nothing to compare with yet; it keeps whether it must not fit. */
export function conditionAbout(type: ObjectType, subject: string, negated = false): BuilderCondition {
  if (subject === 'alternatives') {
    const words = conditionAbout(type, 'words');
    return { kind: 'alternatives', negated, alternatives: [[words], [words]] };
  }
  const flag = flagsOf[type].find((known) => subject === `is:${known}`);
  if (flag) return { kind: 'flag', negated, flag };
  const field = findField(type, subject);
  if (!field) return { kind: 'words', negated, text: '', phrase: false };
  const values = [field.choices?.[0] ?? ''];
  return { kind: 'field', negated, field: field.id, operator: usualOperator(field), values, range: false };
}

function usualOperator({ kind }: Field): Operator {
  return kind === 'text' || kind === 'choice' || kind === 'yes-no' || kind === 'integer' ? ':' : '>';
}

/** How a field can be compared, as values of a list; `..` is between two values, which `:` stands for. */
export function comparisons(field: Field) {
  const between = field.kind === 'text' || field.kind === 'choice' || field.kind === 'yes-no';
  return [
    ...operatorsOf(field).map((operator) => ({ value: operator as string, label: operatorTitle(field, operator) })),
    ...(between ? [] : [{ value: '..', label: t('builder.between') }]),
  ];
}

export function comparisonOf({ operator, range }: FieldCondition): string {
  return range ? '..' : operator;
}

/** The condition with another comparison; what it is compared with stays. */
export function compared(condition: FieldCondition, comparison: string, field: Field): FieldCondition {
  const [first = '', second = ''] = condition.values;
  if (comparison === '..') return { ...condition, operator: ':', range: true, values: [first, second] };
  const operator = operatorsOf(field).find((known) => known === comparison) ?? ':';
  return { ...condition, operator, range: false, values: condition.range ? [first] : condition.values };
}

/** Values as one text and back. A comma within a value is written with a backslash before it. */
export function valuesText(values: readonly string[]): string {
  return values.map((value) => value.replaceAll(/[\\,]/g, '\\$&')).join(', ');
}

export function readValues(text: string): readonly string[] {
  const values: string[] = [];
  let value = '';
  for (const [, escaped, other] of text.matchAll(/\\([\\,])|([\s\S])/g)) {
    if (other === ',') {
      values.push(value);
      value = '';
    } else value += escaped ?? other ?? '';
  }
  // The first letter of a further value stands behind the blank that is written before it.
  return [...values, value].map((one, index) => (index === 0 ? one : one.trimStart()));
}
