import { useMemo } from 'react';
import type { QueryError } from '../../app/query/errors.ts';
import type { Parsed } from '../../app/query/parse.ts';
import type { ObjectType } from '../../app/query/query.ts';
import { useStore } from '../../ui/state/store.ts';
import { isBare, readIn } from '../state/default-type.ts';
import { useModel } from '../state/model.ts';
import { typeOfView } from '../state/navigation.ts';

/** What the text of the field says, and what of it is told now. */
export interface Reading extends Parsed {
  readonly text: string;
  /** What is meant when the text names no type. */
  readonly type: ObjectType;
  /** Words alone, of which the engine says what they may mean. */
  readonly bare: boolean;
  /** Errors to be told now: not of a piece that is still being typed. */
  readonly told: readonly QueryError[];
}

/** Reads a text, once for each. `caret` is where somebody types, or `null` when nobody does. */
export function useReading(text: string, caret: number | null): Reading {
  const { trail } = useModel();
  const type = useStore(trail, (now) => typeOfView(now.here.view));
  return useMemo(() => {
    const parsed = readIn(type, text);
    const bare = text.trim() !== '' && isBare(text, parsed);
    const told = parsed.errors.filter(({ from, to }) => !bare && (caret === null || caret < from || caret > to));
    return { ...parsed, text, type, bare, told };
  }, [text, type, caret]);
}
