import { MAX_BATCH_EVENTS, MAX_COUNT } from '../batch/limits.ts';
import { MAX_POSITION, MAX_REPORTS, MAX_STACK_LINES } from '../errors/limits.ts';
import { errorClasses, errorCodes, goneReasons, handledBy, processKinds } from '../errors/vocabulary.ts';
import { MAX_LOG_LINES } from '../logs/log-lines.ts';
import { MAX_BUCKETS } from '../measures/histogram.ts';
import { outcomes, type throughputClasses } from '../measures/throughput.ts';
import { clientCountIds, clientCounts, clientFiles, clientLogs, clientOperationIds } from '../product/client-words.ts';
import type { DescribedWord, ProductWords, Said } from '../product/words.ts';
import { declaring, evenAndOdd, type FieldSpec, group } from './declaration.ts';
import { oneOf, SESSION_SECONDS, uint } from './field-types.ts';
import { each, KEPT_DAYS } from './session-groups.ts';
import { commandSources } from './sources.ts';

/** The groups that say what happened in a session, with the words of a product. */

const { standard, enhanced } = declaring({
  owner: 'product',
  review: 'docs/privacy.md',
  since: '1.0.0',
  expires: '2029-12-31',
  retentionDays: KEPT_DAYS,
});

export function usageOf({ commands }: ProductWords) {
  return group(
    'uses',
    {
      title: { en: 'Commands used', it: 'Comandi usati' },
      lead: 'One row for each use of a command, in the order of use.',
    },
    {
      command: standard(oneOf(...Object.keys(commands)), {
        en: ['Command', 'Which features are used, from a fixed list; never what they were used on.'],
        it: ['Comando', 'Quali funzioni si usano, da un elenco fisso; mai su che cosa.'],
      }),
      source: standard(oneOf(...commandSources), {
        en: ['How it was reached', 'How the feature was reached, to put it where people look for it.'],
        it: ['In che modo', 'Come si è arrivati alla funzione, per metterla dove la si cerca.'],
      }),
      time: standard(uint(SESSION_SECONDS, 'seconds'), {
        en: ['Time in the session', 'Seconds since the session began, to see which steps follow each other.'],
        it: ['Tempo nella sessione', 'Secondi dall’inizio della sessione, per vedere quali passi si seguono.'],
      }),
    },
    { rows: MAX_BATCH_EVENTS },
  );
}

export function operationsOf({ operations }: ProductWords) {
  return group(
    'histogram',
    {
      title: { en: 'How long things took', it: 'Quanto tempo è servito' },
      lead: 'How long operations took: for each operation and outcome, how many durations fell into which range. No single duration is kept.',
    },
    {
      operation: standard(oneOf(...evenAndOdd(clientOperationIds, Object.keys(operations))), {
        en: ['What was timed', 'What was timed, from a fixed list, to find what is slow.'],
        it: [
          'Che cosa è stato misurato',
          'Che cosa è stato misurato, da un elenco fisso, per trovare ciò che è lento.',
        ],
      }),
      outcome: standard(oneOf(...outcomes), {
        en: ['Whether it succeeded', 'Whether it succeeded, so that failures are not taken for speed.'],
        it: ['Se è riuscito', 'Se è riuscito, così che un errore non passi per velocità.'],
      }),
      bucket: standard(uint(MAX_BUCKETS - 1, 'bucket'), {
        en: [
          'Range of durations',
          'A range of durations, each about 9% longer than the one before; no single duration is kept.',
        ],
        it: [
          'Fascia di durate',
          'Una fascia di durate, ognuna più lunga di circa il 9% della precedente; nessuna durata è conservata da sola.',
        ],
      }),
      count: standard(uint(MAX_COUNT, 'count'), {
        en: ['How many in that range', 'How many of them took that long.'],
        it: ['Quante in quella fascia', 'Quante volte la durata è caduta in quella fascia.'],
      }),
    },
  );
}

const count = uint(MAX_COUNT, 'count');

export function countsOf({ counts }: ProductWords) {
  const word = (number: number, { title, purpose }: DescribedWord) =>
    standard(count, { en: [title.en, purpose.en], it: [title.it, purpose.it] }, { number });
  const { texts: _, ...common } = standard(count, { en: ['', ''], it: ['', ''] });
  const known: Readonly<Record<string, DescribedWord>> = { ...clientCounts, ...counts };
  const fields = evenAndOdd(clientCountIds, Object.keys(counts)).flatMap((id, number) => {
    const described = known[id];
    return described ? [[id, word(number, described)] as const] : [];
  });
  return group(
    'sparse',
    {
      title: { en: 'What was counted', it: 'Che cosa è stato contato' },
      lead: 'Things that are counted in a session. What did not happen is left out.',
    },
    Object.fromEntries(fields) as Readonly<Record<string, FieldSpec>>,
    { word: common, pair: ['id', 'count'] },
  );
}

const rates = {
  none: { en: 'Minutes without rows', it: 'Minuti senza righe' },
  'below-1k': { en: 'Minutes below 1,000 rows', it: 'Minuti sotto 1.000 righe' },
  'below-10k': { en: 'Minutes below 10,000 rows', it: 'Minuti sotto 10.000 righe' },
  'below-100k': { en: 'Minutes below 100,000 rows', it: 'Minuti sotto 100.000 righe' },
  '100k-and-more': { en: 'Minutes with more rows', it: 'Minuti con più righe' },
} as const satisfies Readonly<Record<(typeof throughputClasses)[number], Said>>;

export const throughput = group(
  'sparse',
  {
    title: { en: 'How much was read', it: 'Quanto è stato letto' },
    lead: 'Minutes of a session at each rate of rows that the product took in.',
  },
  each(rates, ({ en, it }) =>
    standard(uint(MAX_COUNT, 'minutes'), {
      en: [en, 'How many minutes passed at each rate of rows, to build for the loads that occur.'],
      it: [it, 'Quanti minuti sono passati a ogni ritmo di righe, per essere pronti ai carichi che capitano.'],
    }),
  ),
  { pair: ['class', 'minutes'] },
);

export function errorsOf({ errorClasses: ownClasses, errorCodes: ownCodes, files }: ProductWords) {
  return group(
    'reports',
    {
      title: { en: 'What went wrong', it: 'Che cosa è andato storto' },
      lead: 'One report for each error, with the places in the files of the app that led to it, and how often it happened.',
    },
    {
      class: standard(oneOf(...evenAndOdd(errorClasses, ownClasses)), {
        en: ['Kind of error', 'The kind of error, from a fixed list; never its message.'],
        it: ['Tipo di errore', 'Il tipo di errore, da un elenco fisso; mai il suo messaggio.'],
      }),
      code: standard(oneOf(...evenAndOdd(errorCodes, ownCodes)), {
        en: ['Code of the system', 'What the system called the error, from a fixed list.'],
        it: ['Codice del sistema', 'Come il sistema ha chiamato l’errore, da un elenco fisso.'],
      }),
      process: standard(oneOf(...processKinds), {
        en: ['Part of the app', 'Which of the processes of the app it happened in.'],
        it: ['Parte dell’app', 'In quale processo dell’app è successo.'],
      }),
      handledBy: standard(oneOf(...handledBy), {
        en: ['How it was noticed', 'Who noticed it, to know what the user saw of it.'],
        it: ['Come è emerso', 'Chi se n’è accorto, per sapere che cosa si è visto dell’errore.'],
      }),
      reason: standard(oneOf(...goneReasons), {
        en: ['Why a part ended', 'Why a process ended, as the system says.'],
        it: ['Perché una parte è finita', 'Perché un processo è finito, secondo il sistema.'],
      }),
      file: standard(oneOf(...evenAndOdd(clientFiles, files)), {
        en: ['File of the app', 'Which file of the app it happened in; never a file of yours.'],
        it: ['File dell’app', 'In quale file dell’app è successo; mai in un file tuo.'],
      }),
      line: standard(uint(MAX_POSITION, 'line'), {
        en: ['Line in that file', 'The line in that file, to find the mistake.'],
        it: ['Riga di quel file', 'La riga di quel file, per trovare lo sbaglio.'],
      }),
      column: standard(uint(MAX_POSITION, 'column'), {
        en: ['Place in that line', 'The place in that line, to find the mistake.'],
        it: ['Punto di quella riga', 'Il punto di quella riga, per trovare lo sbaglio.'],
      }),
      foreign: standard(uint(MAX_STACK_LINES, 'lines'), {
        en: ['Steps in other code', 'How many steps led through code that is not ours; not which.'],
        it: ['Passi in altro codice', 'Quanti passi sono avvenuti in codice non nostro; non quali.'],
      }),
      count: standard(uint(MAX_COUNT, 'count'), {
        en: ['How often', 'How often it happened, to mend the worst first.'],
        it: ['Quante volte', 'Quante volte è successo, per riparare prima il peggio.'],
      }),
    },
    { rows: MAX_REPORTS },
  );
}

export function logsOf({ logs }: ProductWords) {
  return group(
    'lines',
    {
      title: { en: 'What the app noted', it: 'Che cosa ha annotato l’app' },
      lead: 'What the app notes about itself: a code with its details. At the enhanced level alone.',
    },
    {
      code: enhanced(oneOf(...evenAndOdd(Object.keys(clientLogs), Object.keys(logs))), {
        en: ['Note', 'What the app noted about itself, from a fixed list of sentences.'],
        it: ['Annotazione', 'Che cosa l’app ha annotato su di sé, da un elenco fisso di frasi.'],
      }),
      time: enhanced(uint(SESSION_SECONDS, 'seconds'), {
        en: ['Time in the session', 'Seconds since the session began, to see what led to what.'],
        it: ['Tempo nella sessione', 'Secondi dall’inizio della sessione, per vedere che cosa ha portato a che cosa.'],
      }),
      value: enhanced(uint(SESSION_SECONDS, 'value'), {
        en: ['Details', 'The details of the note: numbers, or words from a fixed list.'],
        it: ['Dettagli', 'I dettagli dell’annotazione: numeri, o parole da un elenco fisso.'],
      }),
    },
    { rows: MAX_LOG_LINES, lines: { ...clientLogs, ...logs } },
  );
}

export function configurationOf({ settings }: ProductWords) {
  const why = {
    en: 'Which settings people change, to choose better defaults.',
    it: 'Quali impostazioni si cambiano, per scegliere meglio quelle di partenza.',
  };
  const fields = Object.entries(settings).map(([name, { title, values }]) => [
    name,
    enhanced(oneOf(...values), { en: [title.en, why.en], it: [title.it, why.it] }),
  ]);
  const { texts: _, ...word } = enhanced(oneOf(''), { en: ['', ''], it: ['', ''] });
  return group(
    'sparse',
    {
      title: { en: 'Settings you changed', it: 'Impostazioni che hai cambiato' },
      lead: 'Settings that differ from the default, at the enhanced level alone. A size says only in which direction.',
    },
    Object.fromEntries(fields) as Readonly<Record<string, FieldSpec>>,
    { word, pair: ['setting', 'value'] },
  );
}
