import type { shellMessages as english } from '../en/shell.ts';

/** The window around the views: menu bar, toolbar, sidebar, path bar, banner and command palette. */
export const shellMessages = {
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

  'toolbar.search-processes': 'Filtra i processi',
  'toolbar.search-device': 'Filtra i dati',
  'toolbar.clear-search': 'Cancella il filtro',
  'toolbar.resume': 'Riprendi aggiornamento continuo',

  'sidebar.objects': 'Oggetti',

  'path.trail': 'Dove ti trovi',
  'path.live': 'in tempo reale',
  'path.paused': 'in pausa',
  'path.not-updating': 'non aggiornato',
  'path.of': '{shown} di {total} processi',
  'path.processes.one': '{count} processo',
  'path.processes.other': '{count} processi',
  'path.selected': '{count} selezionati',

  'banner.engine':
    'La parte dell’app che legge questo computer si è fermata. I dati visibili potrebbero essere vecchi.',
  'banner.retry': 'Riavvia',

  'palette.title': 'Comandi',
  'palette.search': 'Cerca comandi',
  'palette.empty': 'Nessun comando corrisponde a “{query}”.',

  'key.shift': 'Maiusc',

  'age.now': 'adesso',
  'age.seconds': '{count} s fa',
  'age.minutes': '{count} min fa',
  'age.hours': '{count} h fa',
  'age.days': '{count} g fa',

  'span.seconds': '{seconds} s',
  'span.minutes': '{minutes} min',
  'span.hours': '{hours} h {minutes} min',
  'span.days': '{days} g {hours} h',

  'unit.percent': '%',
  'unit.byte': 'B',
  'unit.kilobyte': 'kB',
  'unit.megabyte': 'MB',
  'unit.gigabyte': 'GB',
  'unit.terabyte': 'TB',
  'unit.per-second': '{unit}/s',
} as const satisfies Record<keyof typeof english, string>;
