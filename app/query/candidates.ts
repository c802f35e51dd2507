import { fold } from './characters.ts';
import { type Field, fields } from './fields.ts';
import type { ObjectType } from './query.ts';

export type CompletionKind = 'type' | 'field' | 'operator' | 'value' | 'flag' | 'time' | 'step' | 'aggregate' | 'word';

/** Something that could stand at the caret. */
export interface Completion {
  readonly kind: CompletionKind;
  /** The characters that it takes the place of: from the first to before the second. */
  readonly from: number;
  readonly to: number;
  readonly insert: string;
  /** The word itself. */
  readonly label: string;
  /** What it is, in the language of the app; empty when the word says it. */
  readonly title: string;
}

export const MAX_COMPLETIONS = 50;

interface Candidate {
  readonly completion: Completion;
  readonly rank: number;
}

interface Details {
  readonly aliases?: readonly string[];
  /** When it is another text than the label. */
  readonly insert?: string;
  /** Not proposed where nothing was written yet. */
  readonly onlyWhenBegun?: boolean;
}

/** Gathers what fits the word before the caret, and puts the likeliest first. */
export class Candidates {
  readonly #written: string;
  readonly #from: number;
  readonly #to: number;
  readonly #found: Candidate[] = [];
  /** A sign of comparison follows already. */
  readonly isCompared: boolean;

  /** @param from where the word begins that is being written; it may go on behind the caret */
  constructor(text: string, caret: number, from: number) {
    this.#written = fold(text.slice(from, caret).replace(/^["“”„‟＂]/, ''));
    this.#from = from;
    this.#to = caret + (from === caret ? 0 : (/^[\p{L}\p{N}_-]*/u.exec(text.slice(caret))?.[0].length ?? 0));
    this.isCompared = /^[:=<>~!]/.test(text.slice(this.#to));
  }

  add(kind: CompletionKind, label: string, title: string, details: Details = {}): void {
    if (details.onlyWhenBegun === true && this.#written === '') return;
    const rank = this.#rank(label, title, details.aliases ?? []);
    if (rank === null) return;
    const completion = { kind, from: this.#from, to: this.#to, insert: details.insert ?? label, label, title };
    this.#found.push({ completion, rank });
  }

  addFields(type: ObjectType, insert: (field: Field) => string, title: (field: Field) => string): void {
    const list: readonly Field[] = fields[type];
    for (const field of list)
      this.add('field', field.id, title(field), { aliases: field.aliases ?? [], insert: insert(field) });
  }

  best(): readonly Completion[] {
    const ordered = this.#found.toSorted((one, other) => one.rank - other.rank);
    return ordered.slice(0, MAX_COMPLETIONS).map(({ completion }) => completion);
  }

  /** 0 the word begins so, 1 another word for it, 2 a word of its title, 3 a part of it; 4 it is inside. */
  #rank(label: string, title: string, aliases: readonly string[]): number | null {
    const written = this.#written;
    const small = fold(label);
    if (written === '' || small.startsWith(written)) return 0;
    if (aliases.some((alias) => alias.startsWith(written))) return 1;
    if (
      fold(title)
        .split(/[\s’]+/)
        .some((word) => word.startsWith(written))
    )
      return 2;
    if (small.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(written))) return 3;
    return small.includes(written) && written.length > 1 ? 4 : null;
  }
}
