import { MAX_COUNT } from '../batch/limits.ts';
import { isRecord, isText } from '../batch/shapes.ts';
import { collectingLevels } from '../consent/levels.ts';
import { errorWords, goneReasons, handledBy, processKinds } from '../errors/vocabulary.ts';
import { measureWords } from '../measures/operation-table.ts';
import { outcomes } from '../measures/throughput.ts';
import { type FieldType, textRule, wordsOfType } from '../registry/field-types.ts';
import type { ProductVocabulary, Registry } from '../registry/registry.ts';
import { fieldsOf, list, number, one, text, values, Wrong } from './reading.ts';
import { MAX_RULE_DURATION_MS, MAX_RULE_VALUES, quantiles } from './rules.ts';

/** What rules may be about: a product's words, and the context of its registry. */
export interface RuleVocabulary extends ProductVocabulary {
  readonly registry: Pick<Registry, 'context'>;
}

/** Looks at one part of a condition. @throws Wrong when it is not what it has to be. */
type Part = (value: unknown, at: string) => void;

/** What a condition about a field may say. */
interface Grammar {
  readonly ops: readonly string[];
  /** Its parts beside `field` and `op`. */
  readonly parts: (op: string, condition: Readonly<Record<string, unknown>>) => Readonly<Record<string, Part>>;
}

const comparisons = ['at-least', 'below'] as const;

/**
 * Checks that a condition is of the grammar of rules.ts and names words of the product and of the registry alone.
 * @throws Wrong that says where it is not.
 */
export function checkCondition(value: unknown, at: string, product: RuleVocabulary): void {
  const condition = isRecord(value) ? value : fieldsOf(value, at, ['field', 'op']);
  const field = Object.hasOwn(condition, 'field') ? condition['field'] : undefined;
  const grammar = isText(field) ? grammarOf(field, product) : undefined;
  if (!grammar) throw new Wrong(`${at}/field`, 'a field of the grammar', field);
  const { ops } = grammar;
  const op = Object.hasOwn(condition, 'op') ? condition['op'] : undefined;
  const parts = grammar.parts(
    one(op, `${at}/op`, ops, ops.map((name) => `"${name}"`).join(' or ')) as string,
    condition,
  );
  fieldsOf(condition, at, ['field', 'op', ...Object.keys(parts)]);
  for (const [name, check] of Object.entries(parts)) check(condition[name], `${at}/${name}`);
}

function grammarOf(field: string, product: RuleVocabulary): Grammar | undefined {
  const { id, words } = product;
  const command = word(Object.keys(words.commands), `a command of ${id}`);
  const operation = word(measureWords(words).operations, `an operation of ${id}`);
  const outcome = word(outcomes, '"ok" or "failed"');
  const count = upTo(MAX_COUNT);
  switch (field) {
    case 'envelope.level':
      return { ops: ['is'], parts: () => ({ value: some(collectingLevels, 'a level') }) };
    case 'configuration':
      return { ops: ['is', 'unchanged'], parts: (op, { of }) => configurationParts(op, of, product) };
    case 'usage.command':
      return { ops: comparisons, parts: () => ({ of: command, value: count }) };
    case 'usage.sequence':
      return { ops: ['at-least'], parts: () => ({ of: each(3, 3, command), value: count }) };
    case 'operations.duration': {
      const quantile = word(quantiles, quantiles.join(', '));
      return {
        ops: ['at-least'],
        parts: () => ({ of: operation, outcome, quantile, value: upTo(MAX_RULE_DURATION_MS) }),
      };
    }
    case 'operations.count':
      return { ops: comparisons, parts: () => ({ of: operation, outcome, value: count }) };
    case 'counts':
      return {
        ops: comparisons,
        parts: () => ({ of: word(measureWords(words).counts, `a count of ${id}`), value: count }),
      };
    case 'errors.count':
      return { ops: comparisons, parts: () => ({ of: errorFilter(product), value: count }) };
    default:
      return contextGrammar(field, product);
  }
}

/** A product's own id stands in the document already, so that its field is none that a condition has. */
function contextGrammar(field: string, product: RuleVocabulary): Grammar | undefined {
  const { fields } = product.registry.context;
  const name = field.startsWith('context.') ? field.slice('context.'.length) : 'product';
  if (name === 'product' || !Object.hasOwn(fields, name)) return undefined;
  const type: FieldType = fields[name as keyof typeof fields].type;
  if (type.kind === 'enum') {
    const value = some(wordsOfType(type), `a value of ${name}`);
    return { ops: ['is', 'is-not'], parts: () => ({ value }) };
  }
  if (type.kind === 'uint') return { ops: comparisons, parts: () => ({ value: upTo(type.max) }) };
  const form = new RegExp(textRule(type)?.pattern ?? '^$');
  const version: Part = (value, at) => text(value, at, form, 'a version, "1.2.3"');
  return {
    ops: ['is', 'is-not', ...comparisons],
    parts: (op) => ({ value: op.startsWith('is') ? each(1, MAX_RULE_VALUES, version) : version }),
  };
}

function configurationParts(op: string, of: unknown, { id, words }: RuleVocabulary): Readonly<Record<string, Part>> {
  const setting = word(Object.keys(words.settings), `a setting of ${id}`);
  if (op === 'unchanged') return { of: setting };
  const known = isText(of) && Object.hasOwn(words.settings, of) ? words.settings[of] : undefined;
  return { of: setting, value: some(known?.values ?? [], 'a value of this setting') };
}

function errorFilter({ id, words }: RuleVocabulary): Part {
  const { classes, codes, files } = errorWords(words);
  const lists: Readonly<Record<string, readonly string[]>> = {
    class: classes,
    code: codes,
    process: processKinds,
    handledBy,
    reason: goneReasons,
    file: files,
  };
  const names = Object.keys(lists);
  return (value, at) => {
    const parts = Object.entries(fieldsOf(value, at, [], names));
    if (parts.length === 0) throw new Wrong(at, `one of ${names.join(', ')}`, value);
    for (const [name, said] of parts) one(said, `${at}/${name}`, lists[name] ?? [], `a ${name} of ${id}`);
  };
}

const word =
  (among: readonly unknown[], expected: string): Part =>
  (value, at) =>
    one(value, at, among, expected);

const some =
  (among: readonly string[], expected: string): Part =>
  (value, at) =>
    values(value, at, among, expected);

const upTo =
  (max: number): Part =>
  (value, at) =>
    number(value, at, 1, max);

const each =
  (min: number, max: number, part: Part): Part =>
  (value, at) => {
    for (const [index, item] of list(value, at, min, max).entries()) part(item, `${at}/${index}`);
  };
