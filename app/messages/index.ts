import { commandMessages } from './en/commands.ts';
import { commonMessages } from './en/common.ts';
import { factMessages } from './en/facts.ts';
import { finderMessages } from './en/finder.ts';
import { programMessages } from './en/program.ts';
import { shellMessages } from './en/shell.ts';
import { createTranslate, type Translate } from './translate.ts';

/** Every text of the user interface in English, the language from which the others are translated. */
export const en = {
  ...commonMessages,
  ...commandMessages,
  ...shellMessages,
  ...finderMessages,
  ...factMessages,
  ...programMessages,
} as const;

export type MessageKey = keyof typeof en;

/** A catalogue in some language: the same keys as English, so that a missing translation does not compile. */
export type Messages = Readonly<Record<MessageKey, string>>;

/** The language of the texts, as a BCP 47 tag; formats of numbers and dates add the user's region to it. */
export const language = 'en';

const translate: Translate<typeof en> = createTranslate(en, language);

export const t: Translate<typeof en>['t'] = translate.t;
export const tn: Translate<typeof en>['tn'] = translate.tn;
