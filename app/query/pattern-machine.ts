import type { Assertion, LetterSet, PatternNode } from './pattern-reader.ts';

type Instruction =
  | { readonly kind: 'set'; readonly set: LetterSet; next: number }
  | { readonly kind: 'assert'; readonly what: Assertion; next: number }
  | { readonly kind: 'split'; next: number; other: number }
  | { readonly kind: 'found' };

/** The first instruction is where it begins. */
export type Program = readonly Instruction[];

/** Longest program: what stands for each letter of a text is at most so much work. */
const MAX_INSTRUCTIONS = 2000;
/** States kept; they are made anew when there were more. */
const MAX_STATES = 500;

/** `null` when the program would be too long. */
export function compileProgram(root: PatternNode): Program | null {
  const program: Instruction[] = [];
  let tooLong = false;

  function add<T extends Instruction>(instruction: T): T {
    if (program.length >= MAX_INSTRUCTIONS) tooLong = true;
    else program.push(instruction);
    return instruction;
  }

  function write(node: PatternNode): void {
    if (tooLong) return;
    switch (node.kind) {
      case 'set':
        add({ kind: 'set', set: node.set, next: program.length + 1 });
        return;
      case 'assert':
        add({ kind: 'assert', what: node.what, next: program.length + 1 });
        return;
      case 'sequence':
        for (const item of node.items) write(item);
        return;
      case 'either':
        writeOptions(node.options);
        return;
      case 'repeat':
        for (let time = 0; time < node.min && !tooLong; time += 1) write(node.item);
        if (node.max === Number.POSITIVE_INFINITY) writeLoop(node.item);
        else writeOptional(node.item, node.max - node.min);
    }
  }

  function writeOptions(options: readonly PatternNode[]): void {
    const ends: { next: number }[] = [];
    for (const [index, option] of options.entries()) {
      if (index === options.length - 1) {
        write(option);
        break;
      }
      const split = add({ kind: 'split', next: program.length + 1, other: 0 });
      write(option);
      ends.push(add({ kind: 'split', next: 0, other: 0 }));
      split.other = program.length;
    }
    for (const end of ends) Object.assign(end, { next: program.length, other: program.length });
  }

  function writeLoop(item: PatternNode): void {
    const split = add({ kind: 'split', next: program.length + 1, other: 0 });
    const start = program.length - 1;
    write(item);
    add({ kind: 'split', next: start, other: start });
    split.other = program.length;
  }

  function writeOptional(item: PatternNode, times: number): void {
    const splits: { other: number }[] = [];
    for (let time = 0; time < times && !tooLong; time += 1) {
      splits.push(add({ kind: 'split', next: program.length + 1, other: 0 }));
      write(item);
    }
    for (const split of splits) split.other = program.length;
  }

  write(root);
  add({ kind: 'found' });
  return tooLong ? null : program;
}

/** What stands at one side of a place: an ordinary letter, one of a word, or nothing. */
type Side = 0 | 1 | 2;
const OTHER: Side = 0;
const WORD: Side = 1;
const NOTHING: Side = 2;

interface State {
  /** Instructions reached, before assertions were looked at. */
  readonly reached: readonly number[];
  readonly before: Side;
  /** By code point, -1 for the end: the next state, or whether it is found. */
  readonly next: Map<number, State | boolean>;
}

/** Says of texts whether a program finds itself in them: states are made when they are first reached. */
export function machine(program: Program): (text: string) => boolean {
  let states = new Map<string, State>();

  function stateOf(reached: readonly number[], before: Side): State {
    const key = `${before}:${reached.join(',')}`;
    const known = states.get(key);
    if (known !== undefined) return known;
    if (states.size >= MAX_STATES) states = new Map();
    const state: State = { reached, before, next: new Map() };
    states.set(key, state);
    return state;
  }

  function step(state: State, code: number): State | boolean {
    const after = sideOf(code);
    const seen = new Set<number>();
    const waiting = [...state.reached];
    const reached = new Set<number>();
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      const instruction = program[at];
      if (instruction === undefined || instruction.kind === 'found') return true;
      if (instruction.kind === 'split') waiting.push(instruction.next, instruction.other);
      else if (instruction.kind === 'assert') {
        if (holds(instruction.what, state.before, after)) waiting.push(instruction.next);
      } else if (code >= 0 && inSet(instruction.set, code)) reached.add(instruction.next);
    }
    // It may begin at any letter.
    return code < 0
      ? false
      : stateOf(
          [...reached.add(0)].toSorted((one, other) => one - other),
          after,
        );
  }

  /** Whether nothing at all is found where no word is on either side. */
  const foundBetween = foundAt(OTHER, OTHER);

  function foundAt(before: Side, after: Side): boolean {
    const seen = new Set<number>();
    const waiting = [0];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      const instruction = program[at];
      if (instruction === undefined || instruction.kind === 'found') return true;
      if (seen.has(at) || instruction.kind === 'set') continue;
      seen.add(at);
      if (instruction.kind === 'split') waiting.push(instruction.next, instruction.other);
      else if (holds(instruction.what, before, after)) waiting.push(instruction.next);
    }
    return false;
  }

  return (text) => {
    let state = stateOf([0], NOTHING);
    let at = 0;
    while (at <= text.length) {
      const code = text.codePointAt(at) ?? -1;
      // RE2 looks between the bytes of a letter too, where it finds what needs no letter: \B.
      if (code > 0x7f && foundBetween) return true;
      let next = state.next.get(code);
      if (next === undefined) {
        next = step(state, code);
        state.next.set(code, next);
      }
      if (typeof next === 'boolean') return next;
      state = next;
      at += code > 0xffff ? 2 : 1;
    }
    return false;
  };
}

function sideOf(code: number): Side {
  if (code < 0) return NOTHING;
  const word = (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122);
  return word ? WORD : OTHER;
}

function holds(what: Assertion, before: Side, after: Side): boolean {
  if (what === 'begin') return before === NOTHING;
  if (what === 'end') return after === NOTHING;
  return ((before === WORD) !== (after === WORD)) === (what === 'boundary');
}

function inSet({ ranges, negated, folded }: LetterSet, code: number): boolean {
  const within = (wanted: number) => ranges.some(([first, last]) => wanted >= first && wanted <= last);
  return (within(code) || (folded && casesOf(code).some(within))) !== negated;
}

/** The other cases of a letter, where they are one letter. */
function casesOf(code: number): readonly number[] {
  const letter = String.fromCodePoint(code);
  const upper = letter.toUpperCase();
  return [letter.toLowerCase(), upper, upper.toLowerCase()].flatMap((text) => {
    const other = text.codePointAt(0) ?? code;
    return text.length === String.fromCodePoint(other).length ? [other] : [];
  });
}
