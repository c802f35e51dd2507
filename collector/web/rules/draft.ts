import { compileSuggestions, type Manifest, type RuleProblem, wordsOf } from 'candor-client/core';
import type { Part, PartName, RuleField } from './fields.ts';

/** A condition as it is being written: texts of its controls, by part, and by part of the part where that has several. */
export interface Draft {
  /** Tells conditions apart, whatever is taken away between them. */
  readonly key: number;
  readonly field: RuleField['field'];
  readonly op: string;
  readonly texts: Readonly<Record<string, string>>;
}

/** The rest of a rule, as it is being written. */
export interface RuleTexts {
  readonly id: string;
  readonly en: string;
  readonly it: string;
  /** A command; empty for none. */
  readonly remedy: string;
}

/** A condition about a field that says nothing yet: the first of what can be chosen. */
export function draftOf(field: RuleField, key: number): Draft {
  return { key, field: field.field, op: field.ops[0] ?? 'is', texts: {} };
}

/** The name of a control's text: of a part, or of a step or filter of it. */
export const textName = (part: PartName, at?: string | number): string => (at === undefined ? part : `${part}/${at}`);

/** What is chosen of some choices: the first unless it is said. */
export const chosenOf = (draft: Draft, name: string, first: string | undefined): string =>
  draft.texts[name] ?? first ?? '';

/** The condition that a draft says, as JSON has it; whether it compiles, the grammar says. */
export function conditionOf({ field, parts }: RuleField, draft: Draft): Record<string, unknown> {
  const { op } = draft;
  const values = Object.entries(parts(op)).map(([name, part]) => [name, saidOf(part, name as PartName, draft)]);
  return { field, op, ...Object.fromEntries(values) };
}

function saidOf(part: Part, name: PartName, draft: Draft): unknown {
  switch (part.kind) {
    case 'choice': {
      const chosen = chosenOf(draft, name, part.choices[0]?.id);
      return name === 'quantile' ? Number(chosen) : chosen;
    }
    case 'steps':
      return [0, 1, 2].map((step) => chosenOf(draft, textName(name, step), part.choices[0]?.id));
    case 'filter':
      return Object.fromEntries(
        Object.keys(part.lists).flatMap((list) => {
          const chosen = draft.texts[textName(name, list)];
          return chosen ? [[list, chosen]] : [];
        }),
      );
    case 'list':
      return (draft.texts[name] ?? '')
        .split(',')
        .map((word) => word.trim())
        .filter((word) => word !== '');
    case 'number': {
      const text = (draft.texts[name] ?? '').trim();
      return /^\d{1,12}$/.test(text) ? Number(text) : text;
    }
    case 'version':
      return (draft.texts[name] ?? '').trim();
  }
}

/** A rule, as a file has it. */
export function ruleOf(when: readonly unknown[], { id, en, it, remedy }: RuleTexts) {
  return { id, when, text: { en, it }, ...(remedy === '' ? {} : { remedy: { command: remedy } }) };
}

/** The first thing that keeps a rule from compiling, and where in it: "/when/1/of"; `undefined` when nothing does. */
export function problemOf(rule: unknown, manifest: Manifest): RuleProblem | undefined {
  const product = { id: manifest.product, words: wordsOf(manifest) };
  const day = '2026-01-01';
  const head = { product: product.id, serial: 1, issued: day, expires: day };
  const [problem] = compileSuggestions({ ...head, rules: [rule] }, product).problems;
  return problem && { ...problem, at: problem.at.replace(/^\/rules\/0/, '') };
}
