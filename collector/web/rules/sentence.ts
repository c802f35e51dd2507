import { type Condition, chooseLanguage, commonRegistry, currentLocale, type Remedy } from 'candor-client/core';
import { formatList, formatNumber, formatShare } from '../format.ts';
import { t } from '../messages/index.ts';
import type { Names } from '../names.ts';

/** The conditions of a rule as a sentence. */
export function sentenceOf(when: readonly Condition[], names: Names): string {
  return t('rule.sentence', { conditions: formatList(when.map((condition) => phraseOf(condition, names))) });
}

/** What helps, as a sentence. */
export function remedyText(remedy: Remedy, names: Names): string {
  if ('command' in remedy) return t('findings.remedy-command', { command: names.command(remedy.command) });
  if ('setting' in remedy) return t('findings.remedy-setting', remedy);
  return t('findings.remedy-version', remedy);
}

/** What a field of the context is called. */
export function contextTitle(field: string): string {
  const { fields } = commonRegistry.context;
  const name = field.slice('context.'.length) as keyof typeof fields;
  return fields[name].texts[chooseLanguage([currentLocale()])][0];
}

function phraseOf(condition: Condition, names: Names): string {
  const what = subjectOf(condition, names);
  switch (condition.op) {
    case 'unchanged':
      return t('rule.unchanged', { what });
    case 'is':
      return t('rule.is', { what, values: condition.value.join(', ') });
    case 'is-not':
      return t('rule.is-not', { what, values: condition.value.join(', ') });
    default:
      return comparisonOf(what, condition);
  }
}

type Compared = Extract<Condition, { readonly op: 'at-least' | 'below' }>;

function comparisonOf(what: string, { field, op, value }: Compared): string {
  if (typeof value === 'string') return t(op === 'below' ? 'rule.before' : 'rule.later', { what, value });
  if (op === 'below' && value === 1) return t('rule.never', { what });
  const number = formatNumber(value);
  return t(op === 'below' ? 'rule.below' : 'rule.at-least', {
    what,
    value: field === 'operations.duration' ? t('rule.milliseconds', { count: number }) : number,
  });
}

const outcomeName = (outcome: string) => t(outcome === 'ok' ? 'outcome.ok' : 'outcome.failed');

function subjectOf(condition: Condition, names: Names): string {
  switch (condition.field) {
    case 'envelope.level':
      return t('rule.level');
    case 'configuration':
      return t('rule.setting', { name: condition.of });
    case 'usage.command':
      return t('rule.uses', { name: names.command(condition.of) });
    case 'usage.sequence':
      return t('rule.sequence', { steps: formatList(condition.of.map((step) => names.command(step))) });
    case 'operations.duration':
      return t('rule.duration', {
        share: formatShare(condition.quantile),
        name: names.operation(condition.of),
        outcome: outcomeName(condition.outcome),
      });
    case 'operations.count':
      return t('rule.times', { name: names.operation(condition.of), outcome: outcomeName(condition.outcome) });
    case 'counts':
      return t('rule.count', { name: condition.of });
    case 'errors.count':
      return t('rule.errors', { filter: Object.values(condition.of).join(', ') });
    default:
      return contextTitle(condition.field);
  }
}
