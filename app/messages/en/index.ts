import { clientCatalogues } from 'candor-client/core';
import { commandMessages } from './commands.ts';
import { errorMessages } from './errors.ts';
import { factMessages } from './facts.ts';
import { finderMessages } from './finder.ts';
import { shellMessages } from './shell.ts';

/** Every text of the user interface in English, the language from which the others are translated. */
export const en = {
  ...clientCatalogues.en,
  ...commandMessages,
  ...shellMessages,
  ...errorMessages,
  ...finderMessages,
  ...factMessages,
} as const;
