import { clientCatalogues } from 'candor-client/core';
import type { en } from '../en/index.ts';
import { commandMessages } from './commands.ts';
import { errorMessages } from './errors.ts';
import { factMessages } from './facts.ts';
import { finderMessages } from './finder.ts';
import { shellMessages } from './shell.ts';

/** Every text of the user interface in Italian. */
export const it = {
  ...clientCatalogues.it,
  ...commandMessages,
  ...shellMessages,
  ...errorMessages,
  ...finderMessages,
  ...factMessages,
} as const satisfies Readonly<Record<keyof typeof en, string>>;
