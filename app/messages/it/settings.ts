import type { settingsMessages as english } from '../en/settings.ts';

/** Settings, Clear History, the question whether to keep recording, and what the app says on a terminal. */
export const settingsMessages = {
  'settings.title': 'Impostazioni',
  'settings.history': 'Cronologia',
  'settings.record': 'Registra ciò che fa questo computer',
  'settings.record.note':
    'Ciò che l’app legge resta su questo computer, così puoi chiedere che cosa c’era. È solo tuo: non ne viene mai inviato nulla.',
  'settings.record.off':
    'Non viene registrato nulla. Ciò che è stato registrato prima resta finché non lo cancelli, o finché non supera i giorni indicati sotto.',
  'settings.keep': 'Continua a registrare quando {product} è chiuso',
  'settings.keep.note':
    'Chiudendo l’ultima finestra resta attiva solo la registrazione. Parte quando accedi, senza finestra. Con Esci si ferma fino al prossimo avvio o accesso.',
  'settings.login.off':
    'Non parte quando accedi: la sua voce è stata tolta o disattivata nelle impostazioni del sistema. Per farla ripartire, disattiva e riattiva questa opzione.',
  'settings.login.failed':
    'Non può partire quando accedi: il sistema non ha accettato la voce necessaria. Registra finché non esci dalla sessione o dall’app.',
  'settings.login.unsupported':
    'Questa versione non può partire quando accedi. Registra finché non esci dalla sessione o dall’app.',
  'settings.days': 'Giorni conservati',
  'settings.megabytes': 'Spazio massimo su disco, in MiB',
  'settings.memory': 'Memoria massima per le ricerche, in MiB',
  'settings.limits': 'Quando si raggiunge un limite, i giorni più vecchi vanno via per primi.',
  'settings.more': 'Aumenta: {label}',
  'settings.less': 'Diminuisci: {label}',
  'settings.excluded': 'Programmi che non vengono registrati',
  'settings.excluded.none': 'Nessuno. Ogni programma viene registrato.',
  'settings.excluded.note': 'Ciò che è stato registrato prima di un programma viene rimosso.',
  'settings.excluded.name': 'Nome di un programma',
  'settings.excluded.add': 'Aggiungi',
  'settings.excluded.remove': 'Registra di nuovo {name}',
  'settings.excluded.there': '{name} è già nell’elenco.',
  'settings.excluded.full': 'L’elenco è pieno: al massimo {most} programmi.',
  'settings.excluded.long': 'Un nome ha al massimo {most} caratteri.',
  'settings.kept': 'Che cosa è conservato ora',
  'settings.kept.size': 'Dimensione',
  'settings.kept.size.of': '{size} di {most}',
  'settings.kept.from': 'Dal',
  'settings.kept.nothing': 'Non è ancora conservato nulla',
  'settings.kept.folder': 'Cartella',
  'settings.kept.copy': 'Copia la cartella',
  'settings.kept.set-aside': 'Messi da parte, perché illeggibili',
  'settings.kept.failed': 'Non è stato possibile sapere che cosa è conservato.',
  'settings.lifetime': 'Che cosa ne è della cronologia',
  'settings.lifetime.off':
    'Quando disattivi la registrazione, non viene registrato altro. Ciò che c’è resta finché non lo cancelli, o finché non è troppo vecchio.',
  'settings.lifetime.closed':
    'Mentre {product} è chiuso e non continua a registrare, non viene registrato nulla. Lì vedrai un vuoto.',
  'settings.lifetime.uninstall':
    'Quando {product} viene rimosso dal computer, anche con tutta la sua configurazione (purge), la cronologia resta nel tuo profilo: nessun programma di installazione tocca i file delle persone. Cancellala prima, o elimina la cartella.',
  'settings.lifetime.files': 'I file possono essere letti solo da te. Non sono cifrati.',

  'setting.theme.system': 'come il sistema',
  'setting.theme.light': 'chiaro',
  'setting.theme.dark': 'scuro',
  'setting.density.compact': 'compatte',
  'setting.density.default': 'normali',
  'setting.density.comfortable': 'ampie',
  'setting.sidebarVisible.on': 'visibile',
  'setting.sidebarVisible.off': 'nascosta',
  'setting.detailVisible.on': 'visibile',
  'setting.detailVisible.off': 'nascosto',
  'setting.pathBarVisible.on': 'visibile',
  'setting.pathBarVisible.off': 'nascosta',
  'setting.redact.on': 'sì',
  'setting.redact.off': 'no',
  'setting.sidebarWidth.smaller': 'minore',
  'setting.sidebarWidth.larger': 'maggiore',
  'setting.detailWidth.smaller': 'minore',
  'setting.detailWidth.larger': 'maggiore',

  'clear.title': 'Cancella la cronologia',
  'clear.question': 'Quanta parte della cronologia vuoi cancellare?',
  'clear.hour': 'L’ultima ora',
  'clear.day': 'Le ultime 24 ore',
  'clear.all': 'Tutto',
  'clear.lost.hour':
    'Ciò che nell’ultima ora era in esecuzione, in ascolto o connesso non si potrà più trovare, e appare come un vuoto. Ciò che è in esecuzione ora resta negli elenchi.',
  'clear.lost.day':
    'Ciò che nelle ultime 24 ore era in esecuzione, in ascolto o connesso non si potrà più trovare, e appare come un vuoto. Ciò che è in esecuzione ora resta negli elenchi.',
  'clear.lost.all':
    'Del passato non si potrà più trovare nulla, e i file vengono eliminati. Ciò che è in esecuzione ora resta negli elenchi, e la registrazione continua come l’hai impostata.',
  'clear.final': 'Non si può annullare.',
  'clear.confirm': 'Cancella la cronologia',
  'clear.working': 'Cancellazione…',
  'clear.done.hour': 'L’ultima ora è stata cancellata.',
  'clear.done.day': 'Le ultime 24 ore sono state cancellate.',
  'clear.done.all': 'La cronologia è stata cancellata.',
  'clear.failed': 'Non è stato possibile cancellarla. Una parte potrebbe non esserci più. Riprova.',

  'keep.gap': 'Tra {start} e {end} non è stato registrato nulla, mentre {product} era chiuso.',
  'keep.question':
    'Può continuare a registrare quando l’ultima finestra è chiusa, e partire quando accedi. Puoi cambiarlo nelle Impostazioni.',
  'keep.yes': 'Continua a registrare',
  'keep.no': 'Non ora',
  'keep.label': 'Registrazione',

  'background.comment': 'Continua a registrare ciò che fa questo computer',

  'terminal.usage': 'Uso: {program} [RICERCA]',
  'terminal.opens': 'Apre {product}, su una ricerca se c’è: {example}',
  'terminal.running': 'Se l’app è già aperta, la ricerca si apre nella sua finestra.',
  'terminal.background': 'avvia senza finestra, se continua a registrare quando è chiusa',
  'terminal.diagnose': 'dice perché i dati d’uso vengono inviati o no, e termina',
  'terminal.policy': 'stabilisce che cosa si può condividere da questo computer, e termina',
  'terminal.help': 'mostra questo testo, e termina',
  'terminal.words': 'Dopo -- ogni parola fa parte della ricerca.',
  'terminal.too-long': 'La ricerca è più lunga di {most} caratteri.',
} as const satisfies Readonly<Record<keyof typeof english, string>>;
