import type { purposeMessages as english } from '../en/purposes.ts';

const lost = 'Quanti eventi o lotti sono andati persi per questo motivo, così che i totali restino onesti.';

/** Why each field is collected, as the event registry says it. */
export const purposeMessages = {
  'purpose.envelope.batch': 'Distingue due lotti, così che uno arrivato due volte sia contato una volta sola.',
  'purpose.envelope.installation':
    'Un numero casuale creato al primo avvio; dice quante installazioni fanno qualcosa, mai di chi sono.',
  'purpose.envelope.keyHash':
    'Permette solo a questa installazione di scaricare o cancellare ciò che ha inviato; la chiave resta sul computer.',
  'purpose.envelope.level': 'Il livello di partecipazione che hai scelto.',
  'purpose.envelope.notice': 'La versione dell’informativa che hai accettato.',
  'purpose.envelope.session': 'Conta le sessioni di questa installazione, così da accorgersi se ne manca una.',
  'purpose.envelope.sequence': 'Conta i lotti di una sessione, così da accorgersi se ne manca uno.',
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

  'purpose.usage.command': 'Quali funzioni si usano, da un elenco fisso; mai su che cosa.',
  'purpose.usage.source': 'Come si è arrivati alla funzione, per metterla dove la si cerca.',
  'purpose.usage.time': 'Secondi dall’inizio della sessione, per vedere quali passi si seguono.',

  'purpose.dropped.buffer-full': lost,
  'purpose.dropped.disk-full': lost,
  'purpose.dropped.log-damaged': lost,
  'purpose.dropped.outbox-full': lost,
  'purpose.dropped.outbox-expired': lost,
  'purpose.dropped.refused': lost,
} as const satisfies Record<keyof typeof english, string>;
