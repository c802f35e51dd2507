import type { shellMessages as english } from '../en/shell.ts';

/** The window around the views: menu bar, toolbar, sidebar, path bar, banner and command palette. */
export const shellMessages = {
  'shell.menu-new': 'Novità',
  'shell.menu-bar': 'Barra dei menu',
  'shell.toolbar': 'Barra degli strumenti',
  'shell.sidebar': 'Barra laterale',
  'shell.detail': 'Dettagli',
  'shell.window-title': '{view} – {product}',
  'shell.resize-sidebar': 'Larghezza della barra laterale',
  'shell.resize-detail': 'Larghezza del riquadro dettagli',

  'app-menu.services': 'Servizi',
  'app-menu.hide': 'Nascondi {product}',
  'app-menu.hide-others': 'Nascondi altre',
  'app-menu.show-all': 'Mostra tutte',
  'app-menu.quit': 'Esci da {product}',

  'toolbar.resume': 'Riprendi aggiornamento continuo',

  'sidebar.objects': 'Oggetti',

  'path.trail': 'Dove ti trovi',
  'path.live': 'in tempo reale',
  'path.paused': 'in pausa',
  'path.not-updating': 'non aggiornato',

  'notice.settings': 'La modifica non è stata conservata: {reason}.',
  'notice.reason.denied': 'l’app non può scrivere nella sua cartella',
  'notice.reason.full': 'il disco è pieno',
  'notice.reason.read-only': 'il disco è di sola lettura',
  'notice.reason.missing': 'la cartella dell’app non c’è più',
  'notice.reason.unknown': 'il sistema lo ha rifiutato',

  'palette.title': 'Comandi',
  'palette.search': 'Cerca comandi',
  'palette.empty': 'Nessun comando corrisponde a “{query}”.',

  'key.shift': 'Maiusc',
  'key.space': 'Spazio',
  'key.delete': 'Canc',
  'key.menu': 'Menu',
  'key.enter': 'Invio',

  'shortcuts.title': 'Scorciatoie da tastiera',
  'shortcuts.filter': 'Filtra le scorciatoie',
  'shortcuts.or': 'o',
  'shortcuts.empty': 'Nessuna scorciatoia corrisponde a “{filter}”.',

  // What people read when part of the app has stopped working.
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

  // Words of its log lines, as What Is Shared shows them.
  'said.log.processes': 'i processi',
  'said.log.connections': 'le connessioni',
  'said.log.metrics': 'il carico',
  'said.log.device': 'il dispositivo',
  'said.log.units': 'i servizi',
  'said.log.store': 'la cronologia',
} as const satisfies Record<keyof typeof english, string>;
