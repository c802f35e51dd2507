import type { en } from '../en/index.ts';
import { commonMessages } from './common.ts';
import { diagnosisMessages } from './diagnosis.ts';
import { programMessages } from './program.ts';
import { sharedMessages } from './shared.ts';
import { suggestionMessages } from './suggestions.ts';

/** Every text of the client in Italian. */
export const it = {
  ...commonMessages,
  ...programMessages,
  ...sharedMessages,
  ...diagnosisMessages,
  ...suggestionMessages,
} as const satisfies Readonly<Record<keyof typeof en, string>>;
