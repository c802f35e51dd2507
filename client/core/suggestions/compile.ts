import { MAX_COUNT } from '../batch/limits.ts';
import { isRecord, isUpTo } from '../batch/shapes.ts';
import { languages } from '../texts/language.ts';
import { seenLine } from '../texts/seen-line.ts';
import { checkCondition, type RuleVocabulary } from './check-condition.ts';
import { day, fieldsOf, list, number, one, type RuleProblem, text, Wrong } from './reading.ts';
import { MAX_CONDITIONS, MAX_DAYS, MAX_RULES, RULE_ID, type Rule, type Suggestions } from './rules.ts';

export interface Compilation {
  /** With the rules that compile; `undefined` when not even the rest is as a document has it. */
  readonly document: Suggestions | undefined;
  /**
   * Empty when everything compiles. Whoever publishes wants none; an installation leaves out the rules that have some,
   * because a file for everybody may use words that its own version does not have yet.
   */
  readonly problems: readonly RuleProblem[];
}

/**
 * Compiles a document of rules by the words and the registry of a product: what is left is of the grammar of rules.ts and of known words
 * alone. Takes anything that JSON can say, and never throws.
 */
export function compileBy(value: unknown, product: RuleVocabulary): Compilation {
  const problems: RuleProblem[] = [];
  const seen = new Set<string>();
  const compiled = (rule: unknown, index: number): Rule[] => {
    const made = attempted(problems, () => {
      const at = `/rules/${index}`;
      const own = ruleOf(rule, at, product);
      if (seen.has(own.id)) throw new Wrong(`${at}/id`, 'an id that no rule before has', own.id);
      seen.add(own.id);
      return own;
    });
    return made ? [made] : [];
  };
  const document = attempted(problems, () => {
    const { rules, ...head } = headOf(value, product);
    return { ...head, rules: rules.flatMap(compiled) };
  });
  return { document, problems };
}

function attempted<T>(problems: RuleProblem[], make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    problems.push(error.problem);
    return undefined;
  }
}

function headOf(value: unknown, { id }: RuleVocabulary) {
  const document = fieldsOf(value, '', ['product', 'serial', 'issued', 'expires', 'rules']);
  const product = one(document['product'], '/product', [id], `the product ${id}`);
  const serial = number(document['serial'], '/serial', 1, MAX_COUNT);
  const issued = day(document['issued'], '/issued');
  const expires = day(document['expires'], '/expires');
  const days = (Date.parse(expires) - Date.parse(issued)) / 86_400_000;
  if (!isUpTo(days, MAX_DAYS)) throw new Wrong('/expires', `a day from ${issued} to ${MAX_DAYS} days later`, expires);
  const rules = list(document['rules'], '/rules', 0, MAX_RULES);
  return { product, serial, issued, expires, rules };
}

function ruleOf(value: unknown, at: string, product: RuleVocabulary): Rule {
  const rule = fieldsOf(value, at, ['id', 'when', 'text'], ['remedy']);
  const id = text(rule['id'], `${at}/id`, RULE_ID, 'an id of small letters, digits and dashes');
  for (const [index, condition] of list(rule['when'], `${at}/when`, 1, MAX_CONDITIONS).entries()) {
    checkCondition(condition, `${at}/when/${index}`, product);
  }
  checkSaid(rule['text'], `${at}/text`);
  if (Object.hasOwn(rule, 'remedy')) checkRemedy(rule['remedy'], `${at}/remedy`, product);
  // A name that every object has would be found where nothing was dismissed.
  if (id in Object.prototype) throw new Wrong(`${at}/id`, 'another id', id);
  return rule as unknown as Rule;
}

const SAID = seenLine(300);

function checkSaid(value: unknown, at: string): void {
  const said = fieldsOf(value, at, languages);
  for (const language of languages) {
    text(said[language], `${at}/${language}`, SAID, 'a text of 1 to 300 characters, in one line');
  }
}

function checkRemedy(value: unknown, at: string, { id, words }: RuleVocabulary): void {
  const kind = ['command', 'setting', 'version'].find((name) => isRecord(value) && Object.hasOwn(value, name));
  switch (kind) {
    case 'command': {
      const { command } = fieldsOf(value, at, ['command']);
      one(command, `${at}/command`, Object.keys(words.commands), `a command of ${id}`);
      break;
    }
    case 'setting': {
      const remedy = fieldsOf(value, at, ['setting', 'value']);
      const setting = one(remedy['setting'], `${at}/setting`, Object.keys(words.settings), `a setting of ${id}`);
      one(remedy['value'], `${at}/value`, words.settings[setting]?.values ?? [], `a value of ${setting}`);
      break;
    }
    case 'version': {
      const { version } = fieldsOf(value, at, ['version']);
      text(version, `${at}/version`, /^\d{1,5}\.\d{1,5}\.\d{1,5}$/, 'a version, "1.2.3"');
      break;
    }
    default:
      throw new Wrong(at, 'a command, a setting with its value, or a version', value);
  }
}
