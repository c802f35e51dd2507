import { useState } from 'react';
import { Button, TextLink } from '../../../ui/design/index.ts';
import type { Remedy } from '../../core/suggestions/rules.ts';
import { t } from '../../core/texts/index.ts';
import { ownProduct } from '../own-product.ts';
import { remedySentence, settingLabel, settingValue } from './suggestion-reasons.ts';

export type SettingRemedy = Extract<Remedy, { readonly setting: string }>;

/** What a product lets suggestions set, of the settings that are among its words. */
export interface SuggestedSettings {
  /** The value that a setting has now, as its word has it; `undefined` for one that is not set in this way. */
  readonly valueOf: (setting: string) => string | undefined;
  /** Sets it for good, as the person would. The value is one of its word's. */
  readonly set: (setting: string, value: string) => void;
}

/** The value that a setting has now, if this version can set it to what is suggested; else it is said in words alone. */
export function settable(
  { setting, value }: SettingRemedy,
  settings: SuggestedSettings | undefined,
): string | undefined {
  const { settings: words } = ownProduct().product.words;
  const known = Object.hasOwn(words, setting) && words[setting]?.values.includes(value);
  return known ? settings?.valueOf(setting) : undefined;
}

/** What can be done about a suggested setting. */
export interface SettingAction {
  /** What the setting is, and what the button makes of it. */
  readonly text: string;
  /** The value that it had before the button was pressed, while it has the suggested one. */
  readonly before: string | undefined;
  /** Whether there is anything to set. */
  readonly isOffered: boolean;
}

/** @param now the value that it has; @param was the value before the button was pressed, if it was. */
export function settingAction(remedy: SettingRemedy, now: string, was: string | undefined): SettingAction {
  const words = {
    setting: settingLabel(remedy.setting),
    value: settingValue(remedy.setting, remedy.value),
    now: settingValue(remedy.setting, now),
  };
  if (now !== remedy.value) return { text: t('suggestions.set.will', words), before: undefined, isOffered: true };
  if (was === undefined || was === now) {
    return { text: t('suggestions.set.already', words), before: undefined, isOffered: false };
  }
  const before = settingValue(remedy.setting, was);
  return { text: t('suggestions.set.done', { ...words, before }), before: was, isOffered: false };
}

interface SettingRemedyProps {
  readonly remedy: SettingRemedy;
  readonly settings: SuggestedSettings | undefined;
}

/** A setting that helps: what it is now, a button that sets it, and one that takes that back. */
export function SettingRemedyPart({ remedy, settings }: SettingRemedyProps) {
  const { setting, value } = remedy;
  const [was, setWas] = useState<string>();
  const [takenBack, setTakenBack] = useState(false);
  const now = settable(remedy, settings);
  if (now === undefined) {
    return <p>{remedySentence(remedy)}</p>;
  }
  const { text, before, isOffered } = settingAction(remedy, now, was);
  const set = () => {
    setWas(now);
    settings?.set(setting, value);
  };
  const undo = (to: string) => {
    setWas(undefined);
    setTakenBack(true);
    settings?.set(setting, to);
  };
  return (
    <>
      <p role="status">
        {text}{' '}
        {before !== undefined && (
          // The button that was pressed is gone: the keyboard goes on from here.
          <TextLink autoFocus onPress={() => undo(before)}>
            {t('suggestions.set.undo')}
          </TextLink>
        )}
      </p>
      {isOffered && (
        <div className="program-actions">
          <Button autoFocus={takenBack} onPress={set}>
            {t('suggestions.set.do', { value: settingValue(setting, value) })}
          </Button>
        </div>
      )}
    </>
  );
}
