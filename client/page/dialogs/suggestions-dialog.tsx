import { useEffect, useRef, useState } from 'react';
import { Button, DialogFrame, Disclosure, Note } from '../../../ui/design/index.ts';
import { createStore } from '../../../ui/state/store.ts';
import { swallowed } from '../../core/debug.ts';
import type { ShownSuggestion, SuggestionsAnswer } from '../../core/ipc/suggestions.ts';
import { currentLanguage } from '../../core/texts/catalogues.ts';
import { t, tn } from '../../core/texts/index.ts';
import { bridge } from '../bridge.ts';
import { Failure, Loading, useAnswer } from './answer.tsx';
import { commandLabel } from './field-texts.ts';
import { SettingRemedyPart, type SuggestedSettings } from './setting-remedy.tsx';
import { reasonSentence, remedySentence } from './suggestion-reasons.ts';

/** How many suggestions are new, by what main said last; a product marks with it what opens them. */
export const freshSuggestions = createStore(0);

const ask = () => bridge().invoke('program.suggestions');

interface SuggestionsDialogProps {
  readonly onClose: () => void;
  readonly onProgram: () => void;
  /** Runs a command that is suggested, once the dialog is closed. */
  readonly onCommand: (command: string) => void;
  /** What a suggestion can set; without it a setting is said in words alone. */
  readonly settings?: SuggestedSettings | undefined;
}

/** Help > Suggestions: what is suggested, why, and what helps. It opens when it is asked for, and never by itself. */
export function SuggestionsDialog({ onClose, onProgram, onCommand, settings }: SuggestionsDialogProps) {
  const { answer, reload } = useAnswer(ask);
  const isOff = answer.state === 'ready' && answer.value.state === 'off';
  return (
    <DialogFrame
      title={t('suggestions.title')}
      onClose={onClose}
      foot={isOff && <Button onPress={onProgram}>{t('suggestions.program')}</Button>}
    >
      {answer.state === 'loading' && <Loading />}
      {answer.state === 'failed' && <Failure text={t('suggestions.failed')} retry={reload} />}
      {answer.state === 'ready' && (
        <Loaded answer={answer.value} reload={reload} onCommand={onCommand} settings={settings} />
      )}
    </DialogFrame>
  );
}

interface LoadedProps extends Pick<SuggestionsDialogProps, 'onCommand' | 'settings'> {
  readonly answer: SuggestionsAnswer;
  readonly reload: () => void;
}

function Loaded({ answer, reload, onCommand, settings }: LoadedProps) {
  const list = useRef<HTMLDivElement>(null);
  // What was new when the dialog was opened stays so while it is open.
  const [news] = useState(() => new Set(answer.shown.flatMap(({ rule, isNew }) => (isNew ? [rule.id] : []))));
  const [changed, setChanged] = useState(0);
  // The button that was pressed is gone with its suggestion: the keyboard goes on from the list.
  useEffect(() => {
    if (changed > 0) list.current?.focus();
  }, [changed]);
  const dismiss = (rule: string, dismissed: boolean) => {
    bridge()
      .invoke('program.dismiss', { rule, dismissed })
      .catch((error: unknown) => swallowed('ipc', 'dismiss', error))
      .finally(() => {
        reload();
        setChanged((times) => times + 1);
      });
  };
  const open = answer.shown.filter(({ dismissed }) => !dismissed);
  const dismissed = answer.shown.filter((one) => one.dismissed);
  return (
    <div className="program-stack">
      {answer.state === 'on' && <p className="program-aside">{t('suggestions.lead')}</p>}
      <div ref={list} tabIndex={-1} className="suggestions">
        {open.length === 0 && <Note tone="muted">{emptySentence(answer)}</Note>}
        {open.map((one) => (
          <Suggestion
            key={one.rule.id}
            shown={{ ...one, isNew: news.has(one.rule.id) }}
            onCommand={onCommand}
            settings={settings}
            onDismiss={() => dismiss(one.rule.id, true)}
          />
        ))}
      </div>
      {dismissed.length > 0 && (
        <Disclosure title={t('suggestions.dismissed')} aside={tn('suggestions.dismissed.count', dismissed.length)}>
          <ul className="suggestions">
            {dismissed.map(({ rule }) => (
              <li key={rule.id} className="suggestion-dismissed">
                <p>{rule.text[currentLanguage()]}</p>
                <Button
                  aria-label={t('suggestions.restore-one', { text: rule.text[currentLanguage()] })}
                  onPress={() => dismiss(rule.id, false)}
                >
                  {t('suggestions.restore')}
                </Button>
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
    </div>
  );
}

interface SuggestionProps extends Pick<SuggestionsDialogProps, 'onCommand' | 'settings'> {
  readonly shown: ShownSuggestion;
  readonly onDismiss: () => void;
}

function Suggestion({ shown, onCommand, settings, onDismiss }: SuggestionProps) {
  const { rule, isNew } = shown;
  const { remedy } = rule;
  const text = rule.text[currentLanguage()];
  const remedyText = remedySentence(remedy);
  return (
    <article className="suggestion" aria-label={text}>
      <h3>
        {text}
        {isNew && <span className="suggestion-new">{t('suggestions.new')}</span>}
      </h3>
      {remedy && 'setting' in remedy ? (
        <SettingRemedyPart remedy={remedy} settings={settings} />
      ) : (
        remedyText && <p>{remedyText}</p>
      )}
      <p className="program-aside">{reasonSentence(shown)}</p>
      <div className="program-actions">
        {remedy && 'command' in remedy && (
          <Button onPress={() => onCommand(remedy.command)}>{commandLabel(remedy.command)}</Button>
        )}
        <Button aria-label={t('suggestions.dismiss-one', { text })} onPress={onDismiss}>
          {t('suggestions.dismiss')}
        </Button>
      </div>
    </article>
  );
}

/** Why there is nothing to see. */
function emptySentence({ state, asked }: SuggestionsAnswer): string {
  if (state !== 'on') return t(`suggestions.${state}`);
  if (!asked) return t('suggestions.empty.not-asked');
  const isRefused = !['taken', 'none', 'unreachable'].includes(asked.outcome);
  return t(isRefused ? 'suggestions.empty.refused' : 'suggestions.empty');
}
