import { excerpt, quoted } from './characters.ts';
import type { Faults } from './errors.ts';
import { type Field, fields, findField, flagsOf } from './fields.ts';
import { nearest } from './nearest.ts';
import { readOperand } from './operand.ts';
import { type Flag, flags, type ObjectType, objectTypes, type Term } from './query.ts';
import type { FieldSyntax, Syntax, TermSyntax } from './syntax-tree.ts';
import type { Piece } from './tokens.ts';

/** A field that a query uses, and where. */
export interface FieldUse {
  readonly field: Field;
  readonly at: Piece;
}

/** What the parts of one query are resolved with. */
export interface Resolution {
  readonly text: string;
  readonly type: ObjectType;
  readonly faults: Faults;
  /** Fields used, as they are found. */
  readonly uses: FieldUse[];
  /** The text about another type, when that one knows all that this one does not. */
  readonly elsewhere: string | null;
}

/** All words that name a field of a type. */
export function fieldWords(type: ObjectType): readonly string[] {
  const list: readonly Field[] = fields[type];
  return [...list.map(({ id }) => id), ...list.flatMap(({ aliases }) => aliases ?? [])];
}

/**
 * The type that a query without a head is about: the one given, or when its fields and flags are not all known there
 * the first that has them all, or else the one given.
 */
export function impliedType(syntax: Syntax, given: ObjectType): ObjectType {
  const conditions: FieldSyntax[] = [];
  const names: string[] = syntax.steps.flatMap(({ items }) =>
    items.flatMap(({ name }) => (name === null || /^\d/.test(name.text) ? [] : [name.text])),
  );
  const collect = (term: TermSyntax): void => {
    if (term.kind === 'field') conditions.push(term);
    else if (term.kind === 'not') collect(term.term);
    else if (term.kind === 'group') for (const part of term.alternatives.flat()) collect(part);
  };
  for (const term of syntax.alternatives.flat()) collect(term);
  const knows = (type: ObjectType) =>
    names.every((name) => name.toLowerCase() === 'count' || findField(type, name) !== undefined) &&
    conditions.every(({ name, values }) =>
      name.text.toLowerCase() === 'is'
        ? values.every(
            ({ text }) => !isFlag(text.toLowerCase()) || flagsOf[type].some((flag) => flag === text.toLowerCase()),
          )
        : findField(type, name.text) !== undefined,
    );
  return [given, ...objectTypes].find(knows) ?? given;
}

function isFlag(word: string): word is Flag {
  return flags.some((flag) => flag === word);
}

/** The field of a name in a query; what is not known is told, with what was probably meant. */
export function resolveField(resolution: Resolution, name: Piece): Field | null {
  const field = findField(resolution.type, name.text);
  if (field === undefined) refuseField(resolution, name, null);
  else resolution.uses.push({ field, at: name });
  return field ?? null;
}

/** @param otherwise the text to propose when no field is near */
function refuseField({ type, faults, elsewhere }: Resolution, name: Piece, otherwise: string | null): void {
  const other = objectTypes.find((candidate) => findField(candidate, name.text) !== undefined);
  const meant = nearest(name.text, fieldWords(type));
  const filled = { field: excerpt(name.text), type };
  const mend = meant === null ? otherwise : faults.with(name.from, name.to, meant);
  if (other === undefined) faults.add(name.from, name.to, 'field-unknown', filled, mend);
  else faults.add(name.from, name.to, 'field-of-other', { ...filled, other }, elsewhere ?? mend);
}

/** Says what the terms of a query mean for its type. */
export class TermResolver {
  readonly #resolution: Resolution;
  readonly #type: ObjectType;
  readonly #faults: Faults;

  constructor(resolution: Resolution) {
    this.#resolution = resolution;
    this.#type = resolution.type;
    this.#faults = resolution.faults;
  }

  /** Alternatives of one are its terms. */
  alternatives(alternatives: readonly (readonly TermSyntax[])[]): readonly Term[] {
    const read = alternatives.map((terms) => terms.flatMap((term) => this.#terms(term)));
    const [only] = read;
    if (read.length === 1 && only !== undefined) return only;
    return [{ kind: 'or', alternatives: read }];
  }

  #terms(syntax: TermSyntax): readonly Term[] {
    switch (syntax.kind) {
      case 'word':
        return [{ kind: 'word', text: syntax.text, phrase: syntax.phrase }];
      case 'group':
        return this.alternatives(syntax.alternatives);
      case 'not':
        return this.#not(syntax.term);
      case 'field':
        return syntax.name.text.toLowerCase() === 'is' ? this.#flags(syntax) : this.#field(syntax);
    }
  }

  #not(syntax: TermSyntax): readonly Term[] {
    const inside = this.#terms(syntax);
    const [term] = inside;
    if (term === undefined) return [];
    if (inside.length > 1) return [{ kind: 'not', term: { kind: 'or', alternatives: [inside] } }];
    if (term.kind !== 'not') return [{ kind: 'not', term }];
    // Of a group that is denied twice what is in it stays, as if it stood there alone.
    const { term: affirmed } = term;
    const [only, ...others] = affirmed.kind === 'or' ? affirmed.alternatives : [];
    return only && others.length === 0 ? only : [affirmed];
  }

  #field(syntax: FieldSyntax): readonly Term[] {
    const { name, operator, token } = syntax;
    const field = findField(this.#type, name.text);
    if (field === undefined) {
      token.kind = 'error';
      // When no field is near it is a text with a sign in it, as "12:30" or "x=1".
      const written = quoted(this.#resolution.text.slice(token.from, token.to).replaceAll('"', ''));
      refuseField(this.#resolution, name, this.#faults.with(token.from, token.to, written));
      return [];
    }
    this.#resolution.uses.push({ field, at: name });
    const operand = readOperand(field, syntax, this.#faults);
    if (operand === null) {
      token.kind = 'error';
      return [];
    }
    return [{ kind: 'field', field: field.id, operator, operand }];
  }

  #flags({ operator, operatorAt, values, token }: FieldSyntax): readonly Term[] {
    if (operator !== ':' && operator !== '=' && operator !== '!=') {
      token.kind = 'error';
      const mend = this.#faults.with(operatorAt.from, operatorAt.to, ':');
      this.#faults.add(operatorAt.from, operatorAt.to, 'operator-unfit', { operator, field: 'is' }, mend);
      return [];
    }
    const known: readonly Flag[] = flagsOf[this.#type];
    const terms = values.flatMap((value): Term[] => {
      const flag = value.text.toLowerCase();
      if (isFlag(flag) && known.includes(flag)) return [{ kind: 'is', flag }];
      token.kind = 'error';
      const meant = nearest(flag, known);
      const near = meant === null ? null : this.#faults.with(value.from, value.to, meant);
      const mend = isFlag(flag) ? (this.#resolution.elsewhere ?? near) : near;
      const filled = { flag: excerpt(value.text), type: this.#type, flags: known.join(', ') };
      this.#faults.add(value.from, value.to, isFlag(flag) ? 'flag-unfit' : 'flag-unknown', filled, mend);
      return [];
    });
    const [first] = terms;
    if (first === undefined) return [];
    const term: Term = terms.length === 1 ? first : { kind: 'or', alternatives: terms.map((one) => [one]) };
    return [operator === '!=' ? { kind: 'not', term } : term];
  }
}
