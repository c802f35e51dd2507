import type { ShownLine } from '../../core/ipc/program.ts';
import { clientOperations } from '../../core/product/client-words.ts';
import type { DescribedWord } from '../../core/product/words.ts';
import type { FieldSpec } from '../../core/registry/declaration.ts';
import { type FieldType, wordsOfType } from '../../core/registry/field-types.ts';
import { systemName } from '../../core/registry/system-names.ts';
import { currentLanguage, currentLocale } from '../../core/texts/catalogues.ts';
import { t, textOf, tn } from '../../core/texts/index.ts';
import { createTranslate } from '../../core/texts/translate.ts';
import { ownProduct } from '../own-product.ts';
import { countryName, languageName } from './format.ts';
import { type FieldInfo, ownRegistry } from './shown-model.ts';

/** Values listed for a field; longer vocabularies show these and their size. */
const LISTED_VALUES = 8;

/** A number's bound up to this says how large it can be; one above it only keeps the format small. */
const TELLING_BOUND = 2000;

/** The name of a field for people; its path when it has none. */
export function fieldLabel(path: string): string {
  return specOf(path)?.texts[currentLanguage()][0] ?? path;
}

/** Why a field is collected, or `undefined` for one that the event registry does not know. */
export function fieldPurpose(path: string): string | undefined {
  return specOf(path)?.texts[currentLanguage()][1];
}

/** What a group is called; one that this version does not know stands under "Other". */
export function groupTitle(group: string): string {
  return ownRegistry()[group]?.about.title[currentLanguage()] ?? t('shared.group.other');
}

/** What the registry says of "group.field"; names of fields may hold points too. */
function specOf(path: string): FieldSpec | undefined {
  const point = path.indexOf('.');
  return ownRegistry()[path.slice(0, point)]?.fields[path.slice(point + 1)];
}

/** The unit of a field's numbers as people say it, where it says more than the field's name. */
export function unitOf(path: string): string | undefined {
  const type = specOf(path)?.type;
  return type?.kind === 'uint' ? visibleUnit(type.unit) : undefined;
}

/** The name of a command for people; its id when it has none here, because another version sent it. */
export function commandLabel(command: string): string {
  const { commands } = ownProduct().product.words;
  return Object.hasOwn(commands, command) ? (commands[command]?.[currentLanguage()] ?? command) : command;
}

/** How a command was reached, in words. */
export function sourceLabel(source: string): string {
  return textOf(`source.${source}`) ?? source;
}

/** What an operation is, in words. */
export function operationLabel(operation: string): string {
  const known: Readonly<Record<string, DescribedWord>> = {
    ...clientOperations,
    ...ownProduct().product.words.operations,
  };
  return Object.hasOwn(known, operation) ? (known[operation]?.title[currentLanguage()] ?? operation) : operation;
}

/** A value of a closed list in words; the value itself when there are none for it. */
export function said(list: 'process' | 'handled' | 'error' | 'reason' | 'log', value: string): string {
  // A text whose key ended in ".other" would count as the plural of another.
  return textOf(value === 'other' ? `said.${list}-other` : `said.${list}.${value}`) ?? value;
}

/** A line of the product log as a sentence; its code and values as they are when this version does not know it. */
export function logSentence({ code, values }: ShownLine): string {
  const lines = ownRegistry()['logs']?.lines ?? {};
  const known = Object.hasOwn(lines, code) ? lines[code] : undefined;
  const names = Object.keys(known?.parameters ?? {});
  const words = values.map((value) => (typeof value === 'string' ? said('log', value) : value));
  const parameters = Object.fromEntries(names.map((name, index) => [name, words[index] ?? '']));
  if (!known || names.length !== values.length) return [code, ...values].join(' ');
  const { t: say } = createTranslate(
    { line: known.title[currentLanguage()] } as Record<'line', string>,
    currentLocale(),
  );
  return (say as (key: 'line', parameters: object) => string)('line', parameters);
}

/** Unit of a number, or what a code stands for. The value itself is shown as it is sent. */
export function valueNote(path: string, value: string, info: FieldInfo | undefined): string | undefined {
  if (path === 'context.country') return countryName(value);
  if (path === 'context.language') return languageName(value);
  return info?.type.kind === 'uint' ? visibleUnit(info.type.unit) : undefined;
}

/** Whether a value of an example stands for a random number that only a Yes makes. */
export function isNotMadeYet(value: string): boolean {
  return /^[0-]{36,}$/.test(value);
}

/** What a field can hold at all, in words: bounds that only guard the format would tell people nothing. */
export function possibleValues(path: string, type: FieldType): string {
  const inWords = textOf(`shared.value.of.${path}`);
  if (inWords) return inWords;
  switch (type.kind) {
    case 'enum': {
      const values = wordsOfType(type).map((value) => valueWords(path, value));
      return values.length <= LISTED_VALUES
        ? t('shared.value.one-of', { values: values.join(', ') })
        : t('shared.value.one-of-many', { count: values.length, values: sample(values) });
    }
    case 'uint': {
      const unit = visibleUnit(type.unit);
      if (!unit) return t('shared.value.number');
      return type.max <= TELLING_BOUND
        ? t('shared.value.number-of-at-most', { max: type.max, unit })
        : t('shared.value.number-of', { unit });
    }
    default:
      return t(`shared.value.${type.kind}`);
  }
}

/** A value of a closed list as people say it; the value itself where it says the same. */
export function valueWords(path: string, value: string): string {
  switch (path) {
    case 'envelope.level':
      return textOf(`level.${value}`) ?? value;
    case 'usage.command':
      return commandLabel(value);
    case 'usage.source':
      return sourceLabel(value);
    case 'operations.operation':
      return operationLabel(value);
    case 'errors.process':
      return said('process', value);
    case 'errors.handledBy':
      return said('handled', value);
    case 'context.os':
      return systemName(value);
    case 'context.country':
      return countryName(value) ?? value;
    case 'context.language':
      return languageName(value) ?? value;
    default:
      return value;
  }
}

export function keptFor(days: number): string {
  return tn('shared.days', days);
}

/** The registry's words for a bare number, which say nothing beside the name of the field. */
const bareUnits: ReadonlySet<string> = new Set(['count', 'version', 'bucket', 'line', 'lines', 'column', 'value']);

function visibleUnit(unit: string): string | undefined {
  return bareUnits.has(unit) ? undefined : (textOf(`shared.unit.${unit}`) ?? unit);
}

/** Three values from across the list, so that an alphabetical one does not show its first letter only. */
function sample(values: readonly string[]): string {
  const third = Math.floor(values.length / 3);
  return [values[0], values[third], values[2 * third]].join(', ');
}
