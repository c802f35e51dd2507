import { type RefObject, useEffect, useRef, useState } from 'react';
import { t } from '../../../app/messages/index.ts';
import { type BuilderForm, fromBuilder, toBuilder } from '../../../app/query/builder.ts';
import { objectTypes } from '../../../app/query/query.ts';
import { errorText } from '../../../app/query/words.ts';
import { Button } from '../../../ui/design/controls.tsx';
import { useModel } from '../../state/model.ts';
import { typeQuery } from '../../state/navigation.ts';
import { openSearch } from '../open-search.ts';
import type { Reading } from '../reading.ts';
import { Part, Pick } from './controls.tsx';
import { Display } from './display.tsx';
import { Matching } from './matching.tsx';
import { When } from './when.tsx';
import './builder.css';

interface SearchBuilderProps {
  /** What it belongs to: a press beside it closes the builder. */
  readonly box: RefObject<HTMLElement | null>;
  readonly reading: Reading;
  readonly onClose: () => void;
}

/** What a form stands for, and the text that it was made of or has made. */
interface Draft {
  readonly form: BuilderForm;
  readonly text: string;
}

/** The search as a form below the field. Text and form follow each other while either is changed. */
export function SearchBuilder({ box, reading, onClose }: SearchBuilderProps) {
  const model = useModel();
  const panel = useRef<HTMLDivElement>(null);
  const [draft, setDraft] = useState(() => draftOf(reading, null));
  // The text was changed in the field, or by going elsewhere.
  if (reading.text !== draft.text) setDraft(draftOf(reading, draft));
  const { form } = draft;
  const [wrong] = reading.errors;

  useEffect(() => panel.current?.querySelector('select')?.focus(), []);
  useEffect(() => {
    const onPointerDown = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) onClose();
    };
    window.addEventListener('pointerdown', onPointerDown, { capture: true });
    return () => window.removeEventListener('pointerdown', onPointerDown, { capture: true });
  }, [box, onClose]);

  const change = (changed: Partial<BuilderForm>) => {
    const next = { ...form, ...changed };
    const { text } = fromBuilder(next);
    setDraft({ form: next, text });
    model.trail.update((now) => typeQuery(now, text));
  };
  const leave = () => {
    onClose();
    model.search.focus();
  };
  const show = () => {
    leave();
    void openSearch(model, draft.text);
  };

  return (
    <div
      ref={panel}
      role="dialog"
      aria-label={t('builder.title')}
      className="search-popup builder"
      onKeyDown={(event) => {
        // Arrows are those of its own controls, not of the toolbar around it.
        event.stopPropagation();
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Escape') leave();
        else if (event.key === 'Enter' && event.target instanceof HTMLInputElement && !wrong) show();
        else return;
        event.preventDefault();
      }}
    >
      <div className="builder-parts">
        <Part title={t('builder.retrieve')}>
          <div className="builder-line">
            <Pick
              label={t('builder.retrieve')}
              value={form.retrieve}
              options={objectTypes.map((type) => ({ value: type, label: t(`object.${type}.other`) }))}
              onChange={(chosen) => {
                const retrieve = objectTypes.find((type) => type === chosen) ?? form.retrieve;
                // Fields of one type are not those of another.
                change({ ...emptyForm, retrieve, when: form.when });
              }}
            />
          </div>
        </Part>
        <Part title={t('builder.matching')}>
          <Matching type={form.retrieve} conditions={form.matching} onChange={(matching) => change({ matching })} />
        </Part>
        <Part title={t('builder.when')}>
          <When when={form.when} invalid={wrong !== undefined} onChange={(when) => change({ when })} />
        </Part>
        <Part title={t('builder.display')}>
          <Display type={form.retrieve} display={form.display} onChange={(display) => change({ display })} />
        </Part>
      </div>
      <div className="builder-foot">
        <p className={wrong ? 'search-error' : 'ui-mono builder-text'} role="status">
          {wrong ? errorText(wrong.message) : draft.text}
        </p>
        <Button onPress={leave}>{t('common.close')}</Button>
        <Button variant="primary" isDisabled={wrong !== undefined} onPress={show}>
          {t('builder.run')}
        </Button>
      </div>
    </div>
  );
}

const emptyForm: BuilderForm = {
  retrieve: 'process',
  matching: [],
  when: { kind: 'now' },
  display: { group: [], show: [], sort: [], limit: null, columns: [] },
};

/** The form of a text; of one with errors it is that from before they came in. */
function draftOf({ text, query, type }: Reading, before: Draft | null): Draft {
  // On This Device an empty search is no question about rows yet, and processes are asked about most.
  if (text.trim() === '') return { form: { ...emptyForm, retrieve: type === 'device' ? 'process' : type }, text };
  return { form: query ? toBuilder(query) : (before?.form ?? emptyForm), text };
}
