import {
  type Condition,
  chooseLanguage,
  clientCounts,
  commonRegistry,
  currentLocale,
  errorWords,
  type FieldType,
  type Manifest,
  measureWords,
  quantiles,
  wordsOf,
  wordsOfType,
} from 'candor-client/core';
import { formatShare } from '../format.ts';
import { type PlainKey, t } from '../messages/index.ts';
import type { Names } from '../names.ts';
import { contextTitle } from './sentence.ts';

/** What can be chosen for a part of a condition. */
export interface Choice {
  readonly id: string;
  readonly label: string;
}

/**
 * How a part of a condition is written: chosen from words, or as text. `list`: several, with commas; `steps`: three choices; `filter`:
 * choices of which each may be left open, by the name of the part.
 */
export type Part =
  | { readonly kind: 'choice'; readonly choices: readonly Choice[] }
  | { readonly kind: 'number'; readonly isDuration?: boolean }
  | { readonly kind: 'version' }
  | { readonly kind: 'list'; readonly words: readonly string[] }
  | { readonly kind: 'steps'; readonly choices: readonly Choice[] }
  | { readonly kind: 'filter'; readonly lists: Readonly<Record<string, readonly string[]>> };

export type PartName = 'of' | 'outcome' | 'quantile' | 'value';

/** A field that a condition can be about, and what is said of it. */
export interface RuleField {
  readonly field: Condition['field'];
  readonly title: string;
  readonly isContext: boolean;
  readonly ops: readonly Condition['op'][];
  /** With an op, in their order. */
  readonly parts: (op: string) => Readonly<Partial<Record<PartName, Part>>>;
}

const COMPARED = ['at-least', 'below'] as const;
const NUMBER: Part = { kind: 'number' };

/** The grammar of rules (candor-client), as controls, with the words of a product. What they make is compiled by it. */
export function ruleFields(manifest: Manifest, names: Names): readonly RuleField[] {
  const words = wordsOf(manifest);
  const { operations, counts } = measureWords(words);
  const { classes, codes, files } = errorWords(words);
  const language = chooseLanguage([currentLocale()]);
  const titles = new Map([
    ...Object.entries(clientCounts).map(([id, { title }]) => [id, title[language]] as const),
    ...manifest.counts.map(({ id, title }) => [id, title[language]] as const),
  ]);
  const choices = (ids: readonly string[], label: (id: string) => string = (id) => id) => {
    const made = ids.map((id): Choice => ({ id, label: label(id) }));
    return made.sort((a, b) => a.label.localeCompare(b.label, language));
  };
  const choice = (ids: readonly string[], label?: (id: string) => string): Part => ({
    kind: 'choice',
    choices: choices(ids, label),
  });
  const commands = manifest.commands.map(({ id }) => id);
  const command = choice(commands, names.command);
  const operation = choice(operations, names.operation);
  const outcome = choice(['ok', 'failed'], (id) => t(id === 'ok' ? 'outcome.ok' : 'outcome.failed'));
  const own = (
    field: Condition['field'],
    title: PlainKey,
    ops: RuleField['ops'],
    parts: RuleField['parts'],
  ): RuleField => ({ field, title: t(title), isContext: false, ops, parts });
  return [
    own('usage.command', 'editor.field-uses', COMPARED, () => ({ of: command, value: NUMBER })),
    own('usage.sequence', 'editor.field-sequence', ['at-least'], () => ({
      of: { kind: 'steps', choices: choices(commands, names.command) },
      value: NUMBER,
    })),
    own('operations.duration', 'editor.field-duration', ['at-least'], () => ({
      of: operation,
      outcome,
      quantile: { kind: 'choice', choices: quantiles.map((q) => ({ id: `${q}`, label: formatShare(q) })) },
      value: { kind: 'number', isDuration: true },
    })),
    own('operations.count', 'editor.field-times', COMPARED, () => ({ of: operation, outcome, value: NUMBER })),
    own('counts', 'editor.field-count', COMPARED, () => ({
      of: choice(counts, (id) => titles.get(id) ?? id),
      value: NUMBER,
    })),
    own('errors.count', 'editor.field-errors', COMPARED, () => ({
      of: { kind: 'filter', lists: { class: classes, code: codes, file: files, ...handlings() } },
      value: NUMBER,
    })),
    own('envelope.level', 'editor.field-level', ['is'], () => ({ value: { kind: 'list', words: LEVELS } })),
    ...(manifest.settings.length > 0
      ? [
          own('configuration', 'editor.field-setting', ['is', 'unchanged'], (op) => ({
            of: choice(
              manifest.settings.map(({ id }) => id),
              (id) => manifest.settings.find((its) => its.id === id)?.title[language] ?? id,
            ),
            ...(op === 'is' ? { value: { kind: 'list', words: [] } as const } : {}),
          })),
        ]
      : []),
    ...contextFields(),
  ];
}

const LEVELS = wordsOfType(commonRegistry.envelope.fields.level.type);

/** Lists of an error's parts that all products have. */
function handlings(): Readonly<Record<string, readonly string[]>> {
  const { process, handledBy, reason } = commonRegistry.errors.fields;
  return Object.fromEntries(
    Object.entries({ process, handledBy, reason }).map(([name, { type }]) => [name, wordsOfType(type)]),
  );
}

function contextFields(): RuleField[] {
  return Object.entries(commonRegistry.context.fields).flatMap(([name, spec]) => {
    const type: FieldType = spec.type;
    const field = `context.${name}` as Condition['field'];
    // The product stands in the file already.
    if (name === 'product') return [];
    const { ops, parts } = ofType(type);
    return [{ field, title: contextTitle(field), isContext: true, ops, parts }];
  });
}

function ofType(type: FieldType): Pick<RuleField, 'ops' | 'parts'> {
  if (type.kind === 'uint') return { ops: COMPARED, parts: () => ({ value: NUMBER }) };
  const list: Part = { kind: 'list', words: type.kind === 'enum' ? wordsOfType(type) : [] };
  if (type.kind === 'enum') return { ops: ['is', 'is-not'], parts: () => ({ value: list }) };
  return {
    ops: ['at-least', 'below', 'is', 'is-not'],
    parts: (op) => ({ value: op.startsWith('is') ? list : { kind: 'version' } }),
  };
}
