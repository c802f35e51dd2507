import type { diagnosisMessages as english } from '../en/diagnosis.ts';

/** Texts of Help > Diagnostics and of `--diagnose`. */
export const diagnosisMessages = {
  'diagnosis.title': 'Diagnostica',
  'diagnosis.lead': 'Che cosa decide se qualcosa parte. Si vede solo qui: nulla di ciò viene inviato o conservato.',
  'diagnosis.failed': 'Impossibile fare la diagnosi.',
  'diagnosis.copy': 'Copia',
  'diagnosis.with-installation': 'Copia con l’ID di installazione',
  'diagnosis.heading': '{product} {version}, situazione del momento {date}',

  'diagnosis.why.undecided': 'Nulla viene inviato, perché non hai ancora deciso se partecipare.',
  'diagnosis.why.declined': 'Nulla viene inviato, perché hai detto No ({date}).',
  'diagnosis.why.declined-now': 'Nulla viene inviato, perché hai detto No, che non è stato possibile salvare.',
  'diagnosis.why.lapsed-release':
    'Nulla viene inviato, perché il tuo Sì ({date}) era per la versione {line} e per questa non hai ancora risposto.',
  'diagnosis.why.lapsed-notice':
    'Nulla viene inviato, perché ciò che si condivide è cambiato dopo il tuo Sì ({date}) e non hai ancora risposto di nuovo.',
  'diagnosis.why.policy-off':
    'Nulla viene inviato, perché la tua organizzazione ha disattivato il programma su questo computer.',
  'diagnosis.why.policy-damaged':
    'Nulla viene inviato, perché su questo computer c’è una regola che non si può seguire, e questo vale come disattivato.',
  'diagnosis.why.policy-unknown':
    'Nulla viene ancora inviato, perché la regola di questo computer è in fase di lettura.',
  'diagnosis.why.do-not-track':
    'Nulla viene inviato, perché l’impostazione DO_NOT_TRACK di questo computer chiede alle app di non raccogliere nulla.',
  'diagnosis.why.declined-by-installer':
    'Nulla viene inviato, perché il programma è stato disattivato durante l’installazione.',
  'diagnosis.why.ended': 'Nulla viene inviato, perché il programma è finito per questa versione dell’app.',
  'diagnosis.why.store-unreadable':
    'Nulla viene inviato, perché la tua risposta o l’ID di installazione non si leggono dal disco.',
  'diagnosis.why.address-unusable':
    'Nulla viene inviato, perché l’indirizzo del server di raccolta non è utilizzabile.',
  'diagnosis.why.sending': 'Ciò che è in attesa è in fase di invio.',
  'diagnosis.why.waiting-for-network': 'Ciò che è in attesa non parte ancora, perché questo computer non ha rete.',
  'diagnosis.why.collector-away':
    'Ciò che è in attesa non parte ancora, perché il server di raccolta non ha risposto; verrà riprovato.',
  'diagnosis.why.collector-busy':
    'Ciò che è in attesa non parte ancora, perché il server di raccolta ha chiesto di riprovare più tardi.',
  'diagnosis.why.soon': 'Ciò che è in attesa parte tra poco, o quando chiudi l’app.',
  'diagnosis.why.refused':
    'Nulla è in attesa di invio: il server di raccolta ha rifiutato l’ultima parte di sessione, che è stata messa da parte qui.',
  'diagnosis.why.session-open':
    'Nulla è in attesa di invio: una sessione è in corso e parte quando chiudi l’app o poco dopo il prossimo avvio.',
  'diagnosis.why.all-sent': 'Nulla è in attesa di invio: l’ultima parte di sessione è arrivata ({date}).',
  'diagnosis.why.nothing-yet': 'Nulla è in attesa di invio: nessuna sessione è stata ancora registrata.',

  'diagnosis.group.participation': 'Partecipazione',
  'diagnosis.group.decides': 'Che cosa la decide',
  'diagnosis.group.waits': 'Che cosa è in attesa su questo computer',
  'diagnosis.group.sending': 'Invio',
  'diagnosis.group.app': 'Questa app',

  'diagnosis.level': 'Livello',
  'diagnosis.level.capped': '{level}, il massimo che la tua organizzazione permette',
  'diagnosis.answer': 'La tua risposta',
  'diagnosis.answer.none': 'Nessuna',
  'diagnosis.answer.yes': 'Sì, {level}, {date}, versione {line}',
  'diagnosis.answer.no': 'No, in data {date}',
  'diagnosis.policy': 'Regola dell’organizzazione',
  'diagnosis.policy.none': 'Nessuna',
  'diagnosis.policy.set': 'Permette al massimo: {level}',
  'diagnosis.policy.damaged': 'Non si può seguire',
  'diagnosis.policy.damaged-because': 'Non si può seguire ({problem})',
  'diagnosis.policy.unknown': 'Non ancora letta',
  'diagnosis.choice': 'Scelta all’installazione',
  'diagnosis.choice.none': 'Nessuna',
  'diagnosis.choice.ask': 'Si chiede agli utenti',
  'diagnosis.choice.no': 'No',
  'diagnosis.choice.damaged': 'Rovinata, quindi non conta',
  'diagnosis.choice.unreadable': 'Illeggibile, quindi vale come un No',
  'diagnosis.store': 'Risposta e ID salvati',
  'diagnosis.store.none': 'Non c’è',
  'diagnosis.store.read': 'In ordine',
  'diagnosis.store.damaged': 'Rovinato',
  'diagnosis.store.unreadable': 'Illeggibile',
  'diagnosis.store.set-aside': 'Era rovinato, conservato accanto al nuovo',
  'diagnosis.do-not-track': 'Impostazione DO_NOT_TRACK',
  'diagnosis.do-not-track.set': 'Presente',
  'diagnosis.do-not-track.unset': 'Assente',
  'diagnosis.at-place': '{place}: {state}',

  'diagnosis.sessions': 'Sessioni registrate',
  'diagnosis.outbox': 'Pronte per l’invio',
  'diagnosis.aside': 'File messi da parte',
  'diagnosis.crashes': 'File di arresti anomali, mai inviati',
  'diagnosis.amount.none': 'Nulla',
  'diagnosis.amount': '{count} ({size})',
  'diagnosis.amount.since': '{count} ({size}), data del più vecchio: {date}',
  'diagnosis.size': '{number} {unit}',

  'diagnosis.delivery': 'Stato',
  'diagnosis.delivery.idle': 'Nulla in programma',
  'diagnosis.delivery.scheduled': 'Prossimo tentativo: {date}',
  'diagnosis.delivery.sending': 'Invio in corso',
  'diagnosis.delivery.waits-for-network': 'Aspetta una rete, prossimo tentativo al più tardi: {date}',
  'diagnosis.delivery.put-off': 'Come ha chiesto il server di raccolta, non prima di {date}',
  'diagnosis.delivery.not-seen': 'Lo sa solo l’app aperta',
  'diagnosis.network': 'Rete',
  'diagnosis.network.online': 'Connessa',
  'diagnosis.network.offline': 'Non connessa',
  'diagnosis.collector': 'Server di raccolta',
  'diagnosis.collector.product': '{address} (l’indirizzo del prodotto)',
  'diagnosis.collector.policy': '{address} (dalla regola)',
  'diagnosis.collector.environment': '{address} (dall’ambiente)',
  'diagnosis.collector.unusable': '{address}: né HTTPS né questo computer',
  'diagnosis.answers': 'Ultimi esiti',
  'diagnosis.answers.none': 'Nessuno',
  'diagnosis.answers.once': '{date}: {answer}',
  'diagnosis.answers.repeated': '{date}: {answer}, {attempts}',

  'diagnosis.installation': 'ID di installazione',
  'diagnosis.installation.none': 'Nessuno',
  'diagnosis.former': 'ID precedenti',
  'diagnosis.versions': 'Basata su',
  'diagnosis.system': 'Sistema',
  'diagnosis.profile': 'Profilo',
  'diagnosis.engine': 'Motore del Finder',
  'diagnosis.engine.running': 'Attivo',
  'diagnosis.engine.resting': 'Ora non serve',
  'diagnosis.engine.restarting': 'In fase di riavvio',
  'diagnosis.engine.given-up': 'Lasciato fermo finché non aggiorni',
} as const satisfies Record<keyof typeof english, string>;
