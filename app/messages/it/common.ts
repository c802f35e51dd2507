import type { commonMessages as english } from '../en/common.ts';

/** Words that every window and dialog shares. */
export const commonMessages = {
  'common.ok': 'OK',
  'common.cancel': 'Annulla',
  'common.close': 'Chiudi',
  'common.back': 'Indietro',
  'common.copied': 'Copiato',
  'common.copy-failed.too-long':
    'Non copiato: supera i {count} caratteri che gli appunti accettano. Resta quello che avevi copiato prima.',
  'common.copy-failed.refused': 'Non copiato: il sistema non lo ha accettato. Resta quello che avevi copiato prima.',
  'common.refresh': 'Aggiorna',
  'common.try-again': 'Riprova',
  'common.more-below': 'Continua sotto',
  'common.loading': 'Caricamento…',
  'common.key-escape': 'Esc',
} as const satisfies Record<keyof typeof english, string>;
