import { type ChangeEvent, type CompositionEvent, type KeyboardEvent, type RefObject, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { MAX_QUERY } from '../../app/finder/asking.ts';
import { useStore } from '../../ui/state/store.ts';
import { useModel } from '../state/model.ts';
import { go, goToQuery, settle, typeQuery } from '../state/navigation.ts';
import { pillBefore, typeInto, valueAt } from './edit-text.ts';
import { fieldAction, stepped } from './field-keys.ts';
import { leadToRows } from './lead-to-rows.ts';
import { openHit, openSearch } from './open-search.ts';
import { type Reading, useReading } from './reading.ts';
import type { Suggestion, SuggestionGroup } from './suggestion.ts';
import { useSuggestions } from './use-suggestions.ts';

/** What is said below the field of what was done to the text. */
export type FieldNote = { readonly kind: 'too-long' } | { readonly kind: 'rewritten'; readonly text: string };

export interface SearchField {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly text: string;
  readonly reading: Reading;
  readonly groups: readonly SuggestionGroup[];
  readonly focused: boolean;
  /** The list below the field is shown. */
  readonly open: boolean;
  /** Line that the arrows have chosen. */
  readonly active: string | null;
  readonly note: FieldNote | null;
  readonly hover: (id: string) => void;
  readonly choose: (suggestion: Suggestion) => void;
  /** Puts another text in the place of the one that is there. */
  readonly replace: (text: string) => void;
  readonly clear: () => void;
  readonly input: {
    readonly onChange: (event: ChangeEvent<HTMLInputElement>) => void;
    readonly onSelect: () => void;
    readonly onCompositionStart: () => void;
    readonly onCompositionEnd: (event: CompositionEvent<HTMLInputElement>) => void;
    readonly onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => void;
    readonly onPointerDown: () => void;
    readonly onFocus: () => void;
    readonly onBlur: () => void;
  };
}

/** Keys that alone do nothing. */
const modifiers: ReadonlySet<string> = new Set(['Alt', 'AltGraph', 'Control', 'Meta', 'Shift']);

/** The search field's behaviour: what is typed, what is suggested for it, and what its keys do. */
export function useSearchField(): SearchField {
  const model = useModel();
  const { trail, settings, dispatch } = model;
  const query = useStore(trail, (now) => now.here.query);
  const field = useRef<HTMLInputElement>(null);
  /** What an input method has in the field before it is a text. */
  const [draft, setDraft] = useState<string | null>(null);
  const [caret, setCaret] = useState(0);
  const [focused, setFocused] = useState(false);
  const [wanted, setWanted] = useState(false);
  const [active, setActive] = useState<string | null>(null);
  const [note, setNote] = useState<FieldNote | null>(null);
  /** A text of which Enter was pressed: all that is wrong in it is told. */
  const [entered, setEntered] = useState<string | null>(null);
  const text = draft ?? query;
  const reading = useReading(text, focused && entered !== text ? caret : null);
  const groups = useSuggestions(reading, focused && draft === null, caret);
  const lines = groups.flatMap(({ suggestions }) => suggestions);
  const open = focused && wanted && lines.length > 0;

  // A line that is gone is chosen no longer.
  if (active !== null && !lines.some(({ id }) => id === active)) setActive(null);

  const show = (now: boolean) => {
    setWanted(now);
    setActive(null);
  };
  const type = (typed: string) => {
    setNote(typed.length > MAX_QUERY ? { kind: 'too-long' } : null);
    trail.update((now) => typeQuery(now, typed.slice(0, MAX_QUERY)));
    // An empty field shows what it has when it is asked to.
    show(typed !== '');
  };
  const replace = (other: string) => {
    const input = field.current;
    if (input) typeInto(input, { from: 0, to: input.value.length }, other);
  };
  const clear = () => {
    show(false);
    replace('');
  };
  const search = (searched: string) => {
    show(false);
    void openSearch(model, searched);
  };

  const enter = () => {
    const { rewritten, errors } = reading;
    const [wrong] = errors;
    if (wrong && !reading.bare) {
      // What is wrong is told first; once it is, Enter mends it.
      if (wrong.mend !== undefined && reading.told.includes(wrong)) {
        replace(wrong.mend);
        // Whoever has one mistake mended is told of the next one, wherever the caret stands.
        setEntered(wrong.mend);
      } else setEntered(text);
    } else if (rewritten !== undefined) {
      replace(rewritten);
      setNote({ kind: 'rewritten', text: rewritten });
      search(rewritten);
    } else if (text.trim() === '') {
      show(false);
      trail.update(settle);
      leadToRows(model);
    } else {
      search(text);
    }
  };

  const choose = ({ choice }: Suggestion) => {
    switch (choice.kind) {
      case 'edit': {
        if (field.current) typeInto(field.current, choice.span, choice.text);
        setActive(null);
        break;
      }
      case 'search':
        trail.update((now) => goToQuery(now, choice.text));
        search(choice.text);
        break;
      case 'open':
        show(false);
        openHit(model, choice.hit, text);
        break;
      case 'fact':
        show(false);
        trail.update((now) => go(settle(now), { view: 'this-device', query: choice.text, selection: [] }));
        break;
      case 'command':
        // The list must be gone before the command runs: it may open a dialog or move the focus.
        flushSync(() => show(false));
        dispatch(choice.command, 'palette');
        break;
      case 'forget':
        settings.change({ recentSearches: [] });
        show(false);
    }
  };

  const act = (event: KeyboardEvent<HTMLInputElement>) => {
    const input = event.currentTarget;
    const { isComposing } = event.nativeEvent;
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
    const state = { text, open, lines: lines.length, chosen: active !== null };
    const action = fieldAction({ key, ctrlKey, metaKey, altKey, shiftKey, isComposing }, state);
    const ids = lines.map(({ id }) => id);
    switch (action) {
      case null:
        return false;
      case 'next':
      case 'previous':
        setWanted(true);
        setActive(stepped(ids, active, action === 'next' ? 1 : -1));
        return true;
      case 'first':
      case 'last':
        setActive(ids.at(action === 'first' ? 0 : -1) ?? null);
        return true;
      case 'choose': {
        const line = lines.find(({ id }) => id === active);
        if (line) choose(line);
        return true;
      }
      case 'enter':
        enter();
        return true;
      case 'close':
        show(false);
        return true;
      case 'clear':
        clear();
        return true;
      case 'to-rows':
        trail.update(settle);
        leadToRows(model);
        return true;
      default: {
        const { selectionStart, selectionEnd } = input;
        if (selectionStart === null || selectionStart !== selectionEnd) return false;
        const { tokens } = reading;
        const span =
          action === 'mark-pill' ? pillBefore(text, selectionStart, tokens) : valueAt(selectionStart, tokens);
        if (span) input.setSelectionRange(span.from, span.to);
        return span !== null;
      }
    }
  };

  return {
    field,
    text,
    reading,
    groups,
    focused,
    open,
    active: open ? active : null,
    note,
    hover: setActive,
    choose,
    replace,
    clear,
    input: {
      onChange(event) {
        const { value, selectionStart } = event.currentTarget;
        // React tells of the caret when the key goes up: until then what is proposed would be for where it was.
        setCaret(selectionStart ?? value.length);
        if (draft === null) type(value);
        else setDraft(value);
      },
      onSelect() {
        setCaret(field.current?.selectionStart ?? 0);
      },
      onCompositionStart: () => setDraft(text),
      onCompositionEnd(event) {
        setDraft(null);
        type(event.currentTarget.value);
      },
      onKeyDown(event) {
        if (!modifiers.has(event.key)) model.search.stay();
        if (!act(event)) return;
        event.preventDefault();
        event.stopPropagation();
      },
      onPointerDown: () => model.search.stay(),
      onFocus: () => setFocused(true),
      onBlur() {
        setFocused(false);
        show(false);
        trail.update(settle);
      },
    },
  };
}
