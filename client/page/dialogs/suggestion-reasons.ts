import { count as formatCount, inLocale } from '../../../ui/format/format.ts';
import type { ShownSuggestion } from '../../core/ipc/suggestions.ts';
import { clientCounts } from '../../core/product/client-words.ts';
import type { DescribedWord } from '../../core/product/words.ts';
import { type Condition, hasHappened, type Remedy } from '../../core/suggestions/rules.ts';
import { currentLanguage } from '../../core/texts/catalogues.ts';
import { t, textOf, tn } from '../../core/texts/index.ts';
import { ownProduct } from '../own-product.ts';
import { commandLabel, fieldLabel, operationLabel, unitOf, valueWords } from './field-texts.ts';
import { formatDuration, formatPercent } from './format.ts';

const and = inLocale((locale) => new Intl.ListFormat(locale, { type: 'conjunction' }));
const or = inLocale((locale) => new Intl.ListFormat(locale, { type: 'disjunction' }));

/** Why something is suggested, in one sentence made of the rule's conditions and what was found for them. */
export function reasonSentence({ rule, found }: Pick<ShownSuggestion, 'rule' | 'found'>): string {
  const reasons = rule.when.map((condition, index) => reasonOf(condition, found[index]));
  // Of several that happened before one is enough.
  return t('suggestions.because', { reasons: and().format([...new Set(reasons)]) });
}

/** What helps, where it is not a command, which a button names; `undefined` for that, and where nothing helps. */
export function remedySentence(remedy: Remedy | undefined): string | undefined {
  if (!remedy || 'command' in remedy) return undefined;
  if ('version' in remedy) return t('suggestions.update', { version: remedy.version });
  const { setting, value } = remedy;
  return t('suggestions.set', { setting: settingLabel(setting), value: settingValue(setting, value) });
}

/** @param found `undefined` also for what was so in a session before. */
function reasonOf(condition: Condition, found: number | undefined): string {
  if (hasHappened(condition) && found === undefined) return t('suggestions.reason.earlier');
  const count = found ?? 0;
  switch (condition.field) {
    case 'envelope.level':
      return listed('is', condition.field, condition.value);
    case 'configuration': {
      const field = settingLabel(condition.of);
      if (condition.op === 'unchanged') return t('suggestions.reason.unchanged', { field });
      const values = condition.value.map((value) => settingValue(condition.of, value));
      return t('suggestions.reason.is', { field, values: or().format(values) });
    }
    case 'usage.command': {
      const { op, value } = condition;
      const command = commandLabel(condition.of);
      if (op === 'at-least') return tn('suggestions.reason.used', count, { command });
      return value === 1
        ? t('suggestions.reason.not-used', { command })
        : t('suggestions.reason.used-less', { command, value });
    }
    case 'usage.sequence':
      return tn('suggestions.reason.sequence', count, {
        commands: and().format(condition.of.map((command) => quoted(commandLabel(command)))),
      });
    case 'operations.duration': {
      const said = { operation: operationLabel(condition.of), duration: formatDuration(count * 1000) };
      if (condition.quantile === 0.5) return t('suggestions.reason.slow-half', said);
      return t('suggestions.reason.slow-rarely', { ...said, share: formatPercent(1 - condition.quantile) });
    }
    case 'operations.count': {
      const { op, value, outcome } = condition;
      const operation = operationLabel(condition.of);
      const kind = outcome === 'ok' ? 'done' : 'failed';
      if (op === 'at-least') return tn(`suggestions.reason.${kind}`, count, { operation });
      return t(`suggestions.reason.${kind}-less`, { operation, value });
    }
    case 'counts': {
      const { op, value } = condition;
      const name = countLabel(condition.of);
      if (op === 'at-least') return t('suggestions.reason.counted', { name, count });
      return t('suggestions.reason.counted-less', { name, value });
    }
    case 'errors.count': {
      const { op, value } = condition;
      const kind = Object.values(condition.of).join(', ');
      if (op === 'at-least') return tn('suggestions.reason.errors', count, { kind });
      return t('suggestions.reason.errors-less', { kind, value });
    }
    default:
      return contextReason(condition);
  }
}

function contextReason(condition: Extract<Condition, { readonly field: `context.${string}` }>): string {
  const { field: path, value } = condition;
  if (typeof value === 'object') return listed(condition.op === 'is' ? 'is' : 'is-not', path, value);
  const field = fieldLabel(path);
  const isMore = condition.op === 'at-least';
  if (typeof value === 'number') {
    const amount = [formatCount(value), unitOf(path)].filter(Boolean).join('\u00a0');
    return t(`suggestions.reason.${isMore ? 'at-least' : 'below'}`, { field, value: amount });
  }
  return t(`suggestions.reason.${isMore ? 'from-version' : 'before-version'}`, { field, value });
}

function listed(how: 'is' | 'is-not', path: string, values: readonly string[]): string {
  const words = values.map((value) => valueWords(path, value));
  return t(`suggestions.reason.${how}`, { field: fieldLabel(path), values: or().format(words) });
}

const quoted = (text: string) => `“${text}”`;

/** What a setting is called; its word where this version does not have it. */
export function settingLabel(setting: string): string {
  const { settings } = ownProduct().product.words;
  return Object.hasOwn(settings, setting) ? (settings[setting]?.title[currentLanguage()] ?? setting) : setting;
}

/** A value of a setting as the product's texts have it (`setting.<word>.<value>`), else the word itself. */
export function settingValue(setting: string, value: string): string {
  return textOf(`setting.${setting}.${value}`) ?? value;
}

function countLabel(count: string): string {
  const known: Readonly<Record<string, DescribedWord>> = { ...clientCounts, ...ownProduct().product.words.counts };
  return Object.hasOwn(known, count) ? (known[count]?.title[currentLanguage()] ?? count) : count;
}
