import type { Messages } from '../index.ts';
import { commandMessages } from './commands.ts';
import { commonMessages } from './common.ts';
import { diagnosisMessages } from './diagnosis.ts';
import { errorMessages } from './errors.ts';
import { factMessages } from './facts.ts';
import { finderMessages } from './finder.ts';
import { programMessages } from './program.ts';
import { purposeMessages } from './purposes.ts';
import { sharedMessages } from './shared.ts';
import { shellMessages } from './shell.ts';

/** Every text of the user interface in Italian. */
export const it: Messages = {
  ...commonMessages,
  ...commandMessages,
  ...shellMessages,
  ...errorMessages,
  ...finderMessages,
  ...factMessages,
  ...programMessages,
  ...purposeMessages,
  ...sharedMessages,
  ...diagnosisMessages,
};
