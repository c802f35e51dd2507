import { Search, SlidersHorizontal, X } from 'lucide-react';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { findCommand } from '../../app/commands/catalogue.ts';
import { formatShortcut } from '../../app/commands/shortcut.ts';
import { t, tn } from '../../app/messages/index.ts';
import { IconButton } from '../../ui/design/controls.tsx';
import { useStore } from '../../ui/state/store.ts';
import { useShown } from '../object/shown.ts';
import { shownQuery } from '../object/shown-query.ts';
import { useModel } from '../state/model.ts';
import { SearchBuilder } from './builder/search-builder.tsx';
import { FieldMessage } from './field-message.tsx';
import { Pills } from './pills.tsx';
import { lineId, SuggestionList } from './suggestion-list.tsx';
import { type SearchField, useSearchField } from './use-search-field.ts';
import './search.css';

/** The one search over everything: a field with its pills, what it suggests, and the builder. */
export function SearchBox() {
  const { search, results, dispatch, platform } = useModel();
  const field = useSearchField();
  const { text, reading, groups, open, active, note, focused } = field;
  const [building, setBuilding] = useState(false);
  const id = useId();
  const listId = `${id}-list`;
  const messageId = `${id}-message`;
  const pills = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLElement>(null);
  const wrong = useStore(results, ({ errors }) => errors.length > 0);
  const lines = groups.flatMap(({ suggestions }) => suggestions);
  const first =
    reading.bare && active === null ? (lines.find(({ choice }) => choice.kind === 'open')?.id ?? null) : null;
  const told = focused && (reading.told.length > 0 || note !== null || reading.rewritten !== undefined);
  const shortcut = (command: 'go.search' | 'go.builder') => {
    const keys = findCommand(command)?.shortcut;
    return keys && formatShortcut(keys, platform);
  };

  useEffect(() => {
    search.field = {
      focus() {
        setBuilding(false);
        field.field.current?.focus();
        field.field.current?.select();
      },
      build: () => setBuilding((now) => !now),
    };
    return () => {
      search.field = null;
    };
  }, [search, field.field]);

  // Whoever works on a search has its very text; to all others it is shown as names and lists are.
  const shown = useShown();
  const value = focused ? text : shownQuery(text, reading.type, shown);
  const plain = value === text;
  const wasPlain = useRef(true);
  useLayoutEffect(() => {
    // The text that comes in place of the shown one is marked whole, as it was meant to be.
    if (focused && !wasPlain.current) field.field.current?.select();
    wasPlain.current = plain;
  }, [focused, plain, field.field]);

  /** A text that is longer than the field moves under it, and its pills with it. */
  const follow = () => {
    if (pills.current && field.field.current) pills.current.scrollLeft = field.field.current.scrollLeft;
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: typing moves the text without a scroll event of its own
  useEffect(follow, [text]);

  return (
    <search ref={box} className="search-box">
      <div className="search-field" data-empty={text === ''} data-invalid={wrong}>
        <Search className="ui-icon" aria-hidden />
        <div className="search-text">
          <Pills
            ref={pills}
            text={value}
            tokens={plain && reading.rewritten === undefined ? reading.tokens : []}
            errors={plain ? marked(field) : []}
          />
          <input
            ref={field.field}
            type="text"
            role="combobox"
            aria-label={t('search.field')}
            aria-autocomplete="list"
            aria-expanded={open}
            aria-controls={listId}
            aria-activedescendant={active === null ? undefined : lineId(listId, active)}
            aria-invalid={told && reading.told.length > 0}
            aria-describedby={told ? messageId : undefined}
            autoComplete="off"
            autoCorrect="off"
            autoCapitalize="off"
            spellCheck={false}
            enterKeyHint="search"
            className="search-input"
            placeholder={t('search.placeholder')}
            value={value}
            onScroll={follow}
            {...field.input}
          />
        </div>
        {text === '' && (
          <kbd className="search-shortcut" aria-hidden>
            {shortcut('go.search')}
          </kbd>
        )}
        {text !== '' && (
          <IconButton icon={X} label={t('search.clear')} shortcut={t('common.key-escape')} onPress={field.clear} />
        )}
        <IconButton
          icon={SlidersHorizontal}
          label={t('command.go.builder')}
          shortcut={shortcut('go.builder')}
          aria-expanded={building}
          onPress={() => dispatch('go.builder', 'button')}
        />
      </div>
      <p role="status" className="ui-visually-hidden">
        {open && tn('search.count', lines.length)}
      </p>
      {!building && (open || told) && (
        <div className="search-popup">
          {told && <FieldMessage id={messageId} reading={reading} note={note} onReplace={field.replace} />}
          {open && (
            <SuggestionList
              id={listId}
              groups={groups}
              active={active}
              first={first}
              onHover={field.hover}
              onChoose={field.choose}
            />
          )}
        </div>
      )}
      {building && <SearchBuilder box={box} reading={reading} onClose={() => setBuilding(false)} />}
    </search>
  );
}

/** Errors that are underlined: while nobody types, all of them. */
function marked({ reading, focused }: SearchField) {
  if (reading.rewritten !== undefined) return [];
  return focused ? reading.told : reading.errors;
}
