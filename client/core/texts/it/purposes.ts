import type { purposeMessages as english } from '../en/purposes.ts';

const lost = 'Quanti eventi o parti di sessione sono andati persi per questo motivo, così che i totali restino onesti.';
const minutes = 'Quanti minuti sono passati a ogni ritmo di righe, per essere pronti ai carichi che capitano.';
const settings = 'Quali impostazioni si cambiano, per scegliere meglio quelle di partenza.';

/** Why each field is collected, as the event registry says it. */
export const purposeMessages = {
  'purpose.envelope.batch': 'Distingue due parti, così che una arrivata due volte sia contata una volta sola.',
  'purpose.envelope.installation':
    'Un numero casuale creato al primo avvio; dice quante installazioni fanno qualcosa, mai di chi sono.',
  'purpose.envelope.keyHash':
    'Permette solo a questa installazione di scaricare o cancellare ciò che ha inviato; la chiave resta sul computer.',
  'purpose.envelope.level': 'Il livello di partecipazione che hai scelto.',
  'purpose.envelope.notice': 'La versione dell’informativa che hai accettato.',
  'purpose.envelope.session': 'Conta le sessioni di questa installazione, così da accorgersi se ne manca una.',
  'purpose.envelope.sequence': 'Conta le parti di una sessione, così da accorgersi se ne manca una.',
  'purpose.envelope.start': 'Il giorno in cui la sessione è iniziata, in UTC; senza l’ora.',
  'purpose.envelope.end': 'Come è finita la sessione, per trovare le chiusure anomale.',

  'purpose.context.product': 'Di quale prodotto si tratta.',
  'purpose.context.version': 'Quali versioni sono in uso, per sapere quali sostenere.',
  'purpose.context.runtime': 'Su quale versione di Electron gira, per pianificare gli aggiornamenti.',
  'purpose.context.os': 'Per quali sistemi costruire e provare il prodotto.',
  'purpose.context.osVersion': 'Quali versioni del sistema sostenere.',
  'purpose.context.distribution': 'Su quali distribuzioni Linux fare le prove.',
  'purpose.context.architecture': 'Per quali processori costruire il prodotto.',
  'purpose.context.processor': 'Chi produce il processore, per fare le prove su quelli giusti.',
  'purpose.context.cores': 'Quanto lavoro si può fare in parallelo.',
  'purpose.context.memory': 'Quanta memoria hanno i computer, arrotondata a una classe, per porre dei limiti.',
  'purpose.context.display': 'Per quali dimensioni di finestra progettare.',
  'purpose.context.country':
    'Per quali paesi tradurre; dalle impostazioni internazionali, mai da un indirizzo di rete.',
  'purpose.context.language': 'In quale lingua si usa il prodotto.',
  'purpose.context.packaged':
    'Se è una versione data agli utenti; ciò che gli sviluppatori fanno con la loro resta fuori dai dati.',

  'purpose.usage.command': 'Quali funzioni si usano, da un elenco fisso; mai su che cosa.',
  'purpose.usage.source': 'Come si è arrivati alla funzione, per metterla dove la si cerca.',
  'purpose.usage.time': 'Secondi dall’inizio della sessione, per vedere quali passi si seguono.',

  'purpose.dropped.buffer-full': lost,
  'purpose.dropped.disk-full': lost,
  'purpose.dropped.log-damaged': lost,
  'purpose.dropped.outbox-full': lost,
  'purpose.dropped.outbox-expired': lost,
  'purpose.dropped.refused': lost,
  'purpose.dropped.errors-full': lost,
  'purpose.dropped.log-full': lost,

  'purpose.operations.operation': 'Che cosa è stato misurato, da un elenco fisso, per trovare ciò che è lento.',
  'purpose.operations.outcome': 'Se è riuscito, così che un errore non passi per velocità.',
  'purpose.operations.bucket':
    'Una fascia di durate, ognuna più lunga di circa il 9% della precedente; nessuna durata è conservata da sola.',
  'purpose.operations.count': 'Quante volte la durata è caduta in quella fascia.',

  'purpose.counts.ipc.calls': 'Quante volte le parti dell’app si chiamano a vicenda.',
  'purpose.counts.ipc.failures': 'Quante di queste chiamate non riescono.',
  'purpose.counts.finder.rows-sampled': 'Quante righe hanno dato insieme tutti gli sguardi ai processi in corso.',
  'purpose.counts.finder.samples-skipped':
    'Quante volte si è saltato uno sguardo perché il precedente non era ancora finito.',
  'purpose.counts.cache.hits': 'Quante volte la risposta era già pronta.',
  'purpose.counts.cache.misses': 'Quante volte la risposta era da calcolare.',

  'purpose.throughput.none': minutes,
  'purpose.throughput.below-1k': minutes,
  'purpose.throughput.below-10k': minutes,
  'purpose.throughput.below-100k': minutes,
  'purpose.throughput.100k-and-more': minutes,

  'purpose.errors.class': 'Il tipo di errore, da un elenco fisso; mai il suo messaggio.',
  'purpose.errors.code': 'Come il sistema ha chiamato l’errore, da un elenco fisso.',
  'purpose.errors.process': 'In quale processo dell’app è successo.',
  'purpose.errors.handledBy': 'Chi se n’è accorto, per sapere che cosa si è visto dell’errore.',
  'purpose.errors.reason': 'Perché un processo è finito, secondo il sistema.',
  'purpose.errors.file': 'In quale file dell’app è successo; mai in un file tuo.',
  'purpose.errors.line': 'La riga di quel file, per trovare lo sbaglio.',
  'purpose.errors.column': 'Il punto di quella riga, per trovare lo sbaglio.',
  'purpose.errors.foreign': 'Quanti passi sono avvenuti in codice non nostro; non quali.',
  'purpose.errors.count': 'Quante volte è successo, per riparare prima il peggio.',

  'purpose.logs.code': 'Che cosa l’app ha annotato su di sé, da un elenco fisso di frasi.',
  'purpose.logs.time': 'Secondi dall’inizio della sessione, per vedere che cosa ha portato a che cosa.',
  'purpose.logs.value': 'I dettagli dell’annotazione: numeri, o parole da un elenco fisso.',

  'purpose.organisation.user':
    'Un numero casuale che vale per te in questa app; dice quante persone fanno qualcosa, mai chi sono.',
  'purpose.organisation.domain': 'Il dominio di rete della tua organizzazione, per assisterla nel suo insieme.',
  'purpose.organisation.role': 'Se sei tu ad amministrare questo computer, per pensare a entrambi i casi.',
  'purpose.organisation.customer': 'Il numero di cliente che la tua organizzazione ha dato ai suoi computer.',
  'purpose.organisation.licence': 'Il numero di licenza che la tua organizzazione ha dato ai suoi computer.',

  'purpose.configuration.theme': settings,
  'purpose.configuration.density': settings,
  'purpose.configuration.sidebarVisible': settings,
  'purpose.configuration.detailVisible': settings,
  'purpose.configuration.pathBarVisible': settings,
  'purpose.configuration.sidebarWidth': settings,
  'purpose.configuration.detailWidth': settings,
  'purpose.configuration.redact': settings,
} as const satisfies Record<keyof typeof english, string>;
