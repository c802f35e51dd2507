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

  'age.now': 'adesso',
  'age.seconds': '{count} s fa',
  'age.minutes': '{count} min fa',
  'age.hours': '{count} h fa',
  'age.days': '{count} g fa',
  'span.seconds': '{seconds} s',
  'span.minutes': '{minutes} min',
  'span.minutes-seconds': '{minutes} min {seconds} s',
  'span.hours': '{hours} h {minutes} min',
  'span.whole-hours': '{hours} h',
  'span.whole-days': '{days} g',
  'span.days': '{days} g {hours} h',
  'unit.second': 's',
  'unit.percent': '%',
  'unit.byte': 'B',
  'unit.kilobyte': 'KiB',
  'unit.megabyte': 'MiB',
  'unit.gigabyte': 'GiB',
  'unit.terabyte': 'TiB',
  'unit.per-second': '{unit}/s',

  'errors.reload': 'Ricarica la finestra',
  'errors.crashed.title': 'Questa finestra continua a smettere di funzionare',
  'errors.crashed.text':
    'È stata ricaricata più volte e ogni volta ha smesso di funzionare. Su questo computer non è cambiato nulla e le tue impostazioni restano.',
  'errors.crashed.close': 'Chiudi la finestra',
} as const satisfies Record<keyof typeof english, string>;
