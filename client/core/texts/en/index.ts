import { commonMessages } from './common.ts';
import { diagnosisMessages } from './diagnosis.ts';
import { programMessages } from './program.ts';
import { sharedMessages } from './shared.ts';
import { suggestionMessages } from './suggestions.ts';

/** Every text of the client in English, the language from which the others are translated. */
export const en = {
  ...commonMessages,
  ...programMessages,
  ...sharedMessages,
  ...diagnosisMessages,
  ...suggestionMessages,
} as const;
