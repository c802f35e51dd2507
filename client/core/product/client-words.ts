import { oneOf, uint, type ValueOf } from '../registry/field-types.ts';
import type { DescribedWord, LogParameter, LogWord } from './words.ts';

/** The words that the client itself brings into every product. They grow with the registry's revision. */

/** Apart from their texts, because a window records them and does not need those. In the order of their numbers. */
export const clientOperationIds = ['app.start', 'app.quit', 'export', 'ipc.round-trip'] as const;
export const clientCountIds = ['ipc.calls', 'ipc.failures'] as const;

export const clientOperations = {
  'app.start': {
    title: { en: 'Start the app', it: 'Avviare l’app' },
    purpose: {
      en: 'How long the app takes to start, until its window can be used.',
      it: 'Quanto impiega l’app ad avviarsi, finché la finestra si può usare.',
    },
  },
  'app.quit': {
    title: { en: 'Close the app', it: 'Chiudere l’app' },
    purpose: {
      en: 'How long the app takes to close, until what it recorded is safely stored.',
      it: 'Quanto impiega l’app a chiudersi, finché ciò che ha registrato è al sicuro.',
    },
  },
  export: {
    title: { en: 'Export', it: 'Esportare' },
    purpose: {
      en: 'How long an export takes; never what is exported or where to.',
      it: 'Quanto dura un’esportazione; mai che cosa si esporta, né dove.',
    },
  },
  'ipc.round-trip': {
    title: { en: 'Ask another part of the app', it: 'Chiedere a un’altra parte dell’app' },
    purpose: {
      en: 'How long the app’s own processes take to answer each other.',
      it: 'Quanto impiegano i processi dell’app a rispondersi.',
    },
  },
} as const satisfies Readonly<Record<(typeof clientOperationIds)[number], DescribedWord>>;

export const clientCounts = {
  'ipc.calls': {
    title: { en: 'Calls inside the app', it: 'Chiamate dentro l’app' },
    purpose: {
      en: 'How often the app’s own processes call each other.',
      it: 'Quante volte le parti dell’app si chiamano a vicenda.',
    },
  },
  'ipc.failures': {
    title: { en: 'Failed calls inside the app', it: 'Chiamate non riuscite dentro l’app' },
    purpose: { en: 'How often such a call fails.', it: 'Quante di queste chiamate non riescono.' },
  },
} as const satisfies Readonly<Record<(typeof clientCountIds)[number], DescribedWord>>;

/** Files that could be damaged or refused. */
const stores = oneOf('settings', 'consent', 'identity', 'window');

/** Why a file could not be written. */
export const writeFailures = ['denied', 'full', 'read-only', 'missing', 'other'] as const;
export type WriteFailure = (typeof writeFailures)[number];

const diskTroubles = oneOf(...writeFailures);

export const clientLogs = {
  'app.started': {
    level: 'info',
    title: {
      en: 'The app started. The run before: {before}.',
      it: 'L’app è partita. L’esecuzione prima: {before}.',
    },
    parameters: { before: oneOf('first', 'quit', 'killed') },
  },
  'app.second-launch': {
    level: 'info',
    title: {
      en: 'The app was opened again while {state}.',
      it: 'L’app è stata aperta di nuovo mentre {state}.',
    },
    parameters: { state: oneOf('open', 'closing') },
  },
  'app.session-ended': {
    level: 'info',
    title: {
      en: 'The system shut down or logged off.',
      it: 'Il sistema si è spento o l’utente è uscito.',
    },
    parameters: {},
  },
  'store.damaged': {
    level: 'error',
    title: {
      en: 'The file of {store} was damaged and begun anew.',
      it: 'Il file con {store} era rovinato ed è stato rifatto.',
    },
    parameters: { store: stores },
  },
  'store.write-failed': {
    level: 'error',
    title: {
      en: 'The file of {store} could not be written: {reason}.',
      it: 'Impossibile scrivere il file con {store}: {reason}.',
    },
    parameters: { store: stores, reason: diskTroubles },
  },
  'delivery.failed': {
    level: 'warning',
    title: {
      en: 'A session part could not be sent: {outcome}, attempt {attempt}.',
      it: 'Una parte di sessione non è partita: {outcome}, tentativo {attempt}.',
    },
    parameters: {
      outcome: oneOf('offline', 'timeout', 'tls', 'proxy', 'not-a-receipt', 'refused', 'server-error', 'other'),
      attempt: uint(1000, 'count'),
    },
  },
  'delivery.done': {
    level: 'info',
    title: {
      en: 'Session parts sent: {batches}.',
      it: 'Parti di sessione inviate: {batches}.',
    },
    parameters: { batches: uint(100_000, 'count') },
  },
  'outbox.trimmed': {
    level: 'warning',
    title: {
      en: 'Session parts deleted: {batches}, because {reason}.',
      it: 'Parti di sessione cancellate: {batches}, perché {reason}.',
    },
    parameters: { reason: oneOf('full', 'expired'), batches: uint(100_000, 'count') },
  },
  'session-log.damaged': {
    level: 'warning',
    title: {
      en: 'The record of an earlier run was damaged.',
      it: 'Il registro di un’esecuzione precedente era rovinato.',
    },
    parameters: {},
  },
  'window.unresponsive': {
    level: 'warning',
    title: {
      en: 'A window did not react for {duration} s.',
      it: 'Una finestra non ha reagito: {duration} s.',
    },
    parameters: { duration: uint(86_400, 'seconds') },
  },
  'policy.changed': {
    level: 'info',
    title: {
      en: 'An administrator set how far to take part: {cap}.',
      it: 'Un amministratore ha stabilito quanto partecipare: {cap}.',
    },
    parameters: { cap: oneOf('off', 'standard', 'enhanced', 'none') },
  },
} as const satisfies Readonly<Record<string, LogWord>>;

/** Files of the bundle that the product does not name: one word for each part. */
export const clientFiles = ['main/other', 'preload/other', 'renderer/other'] as const;

type ValueOfParameter<P extends LogParameter> = ValueOf<P>;

/** Codes and their parameters, as whoever writes lines has them. */
export type LogWords = Readonly<Record<string, LogWord>>;

/** The values that go with a code. */
export type LogParameters<L extends LogWords, C extends keyof L> = {
  readonly [K in keyof L[C]['parameters']]: L[C]['parameters'][K] extends LogParameter
    ? ValueOfParameter<L[C]['parameters'][K]>
    : never;
};

/** Parameters as they are handed over; a code without any stands alone. */
export type LogArguments<L extends LogWords, C extends keyof L> = keyof L[C]['parameters'] extends never
  ? []
  : [parameters: LogParameters<L, C>];

/** Writes a line of the product log, if lines are written now. Never throws. */
export type WriteLog<L extends LogWords> = <C extends keyof L & string>(
  code: C,
  ...parameters: LogArguments<L, C>
) => void;

/** Writes the lines that the client has for every product. */
export type ProductLog = WriteLog<typeof clientLogs>;

/** The values that go with a code of the client's. */
export type ClientLogParameters<C extends keyof typeof clientLogs> = LogParameters<typeof clientLogs, C>;
