import type { errorMessages as english } from '../en/errors.ts';

/** What people read when part of the app has stopped working. */
export const errorMessages = {
  'errors.main.title': 'Questa vista ha smesso di funzionare',
  'errors.main.text': 'Un errore dell’app impedisce di mostrarla. Il resto della finestra funziona ancora.',
  'errors.detail.title': 'I dettagli hanno smesso di funzionare',
  'errors.detail.text': 'Un errore dell’app impedisce di mostrarli. Il resto della finestra funziona ancora.',
  'errors.window.title': 'Questa finestra ha smesso di funzionare',
  'errors.window.text':
    'Un errore dell’app impedisce di mostrarla. Su questo computer non è cambiato nulla e le tue impostazioni restano.',
  'errors.start.title': 'Impossibile aprire questa finestra',
  'errors.start.text':
    'Un errore dell’app ne ha impedito l’avvio. Su questo computer non è cambiato nulla. Se succede ancora, chiudi l’app e avviala di nuovo.',
  'errors.no-folder': '{product} non può avviarsi, perché non può creare la sua cartella: {folder}',
  'errors.no-lock':
    '{product} non può avviarsi, perché il sistema non gli permette di bloccare la sua cartella, e due copie insieme ne rovinerebbero il contenuto: {folder}',
} as const satisfies Record<keyof typeof english, string>;
