import { MAX_QUERY } from '../../app/finder/asking.ts';
import { t } from '../../app/messages/index.ts';
import { errorText } from '../../app/query/words.ts';
import { count } from '../../ui/format/format.ts';
import type { Reading } from './reading.ts';
import type { FieldNote } from './use-search-field.ts';

interface FieldMessageProps {
  readonly id: string;
  readonly reading: Reading;
  readonly note: FieldNote | null;
  readonly onReplace: (text: string) => void;
}

/** What is wrong in the text with the way to mend it, or what was done to it. */
export function FieldMessage({ id, reading, note, onReplace }: FieldMessageProps) {
  const [wrong] = reading.told;
  const { rewritten } = reading;
  return (
    <div id={id} className="search-message" role="status">
      {note?.kind === 'too-long' && <p>{t('search.too-long', { max: count(MAX_QUERY) })}</p>}
      {note?.kind === 'rewritten' && note.text === reading.text && <p>{t('search.rewritten', { text: note.text })}</p>}
      {rewritten !== undefined && (
        <Mend text={t('search.rewritten', { text: rewritten })} onPress={() => onReplace(rewritten)} />
      )}
      {wrong && <p className="search-error">{errorText(wrong.message)}</p>}
      {wrong?.mend !== undefined && (
        <Mend text={t('search.mend', { text: wrong.mend })} onPress={() => onReplace(wrong.mend ?? '')} />
      )}
    </div>
  );
}

/** Enter does it too, so it is no stop of the Tab key: that leads out of the field. */
function Mend({ text, onPress }: { readonly text: string; readonly onPress: () => void }) {
  return (
    <button
      type="button"
      tabIndex={-1}
      className="search-mend"
      // The field keeps the focus.
      onPointerDown={(event) => event.preventDefault()}
      onClick={onPress}
    >
      {text}
      <kbd aria-hidden>↵</kbd>
    </button>
  );
}
