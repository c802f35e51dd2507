import type { commonMessages as english } from '../en/common.ts';

/** Words that every window and dialog shares. */
export const commonMessages = {
  'common.ok': 'OK',
  'common.cancel': 'Annulla',
  'common.close': 'Chiudi',
  'common.back': 'Indietro',
  'common.copied': 'Copiato',
  'common.copy-failed': 'Copia non riuscita',
  'common.refresh': 'Aggiorna',
  'common.try-again': 'Riprova',
  'common.loading': 'Caricamento…',
  'common.key-escape': 'Esc',
} as const satisfies Record<keyof typeof english, string>;
