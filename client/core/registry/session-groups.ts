import { MAX_COUNT } from '../batch/limits.ts';
import { collectingLevels } from '../consent/levels.ts';
import type { Said } from '../product/words.ts';
import { languages } from '../texts/language.ts';
import { declaring, group } from './declaration.ts';
import { date, hostname, oneOf, reference, sha256, uint, uuid, version } from './field-types.ts';
import { countries, displayClasses, distributions, MAX_CORES, processorVendors } from './vocabularies.ts';

/** The groups that say who sends, what it runs on and what is missing: the same for every product. */

/** Raw events are kept for 13 months, so that the same season of two years can be compared; then only totals. */
export const KEPT_DAYS = 400;

/** Without these a batch cannot be told from others, erased or trusted: they do not expire. */
const needed = declaring({
  owner: 'program',
  review: 'docs/privacy.md',
  since: '1.0.0',
  expires: 'never',
  retentionDays: KEPT_DAYS,
});

/** What is asked of systems and organisations is asked anew every third year. */
const asked = declaring({
  owner: 'platforms',
  review: 'docs/privacy.md',
  since: '1.0.0',
  expires: '2029-12-31',
  retentionDays: KEPT_DAYS,
});

const { standard } = needed;

export const envelope = group(
  'whole',
  {
    title: { en: 'Who sends it, and when', it: 'Chi li invia e quando' },
    lead: 'Who sends, under which consent, and which part of which session it is. Once in each batch.',
  },
  {
    batch: standard(uuid, {
      en: ['ID of this part', 'Tells two parts apart, so that one that arrives twice is counted once.'],
      it: ['ID di questa parte', 'Distingue due parti, così che una arrivata due volte sia contata una volta sola.'],
    }),
    installation: standard(uuid, {
      en: [
        'Installation ID',
        'A random number made at the first start; tells how many installations do something, never whose.',
      ],
      it: [
        'ID di installazione',
        'Un numero casuale creato al primo avvio; dice quante installazioni fanno qualcosa, mai di chi sono.',
      ],
    }),
    keyHash: standard(sha256, {
      en: [
        'Fingerprint of your key',
        'Lets this installation alone fetch or erase what it sent; the key itself stays on the computer.',
      ],
      it: [
        'Impronta della tua chiave',
        'Permette solo a questa installazione di scaricare o cancellare ciò che ha inviato; la chiave resta sul computer.',
      ],
    }),
    level: standard(oneOf(...collectingLevels), {
      en: ['Level', 'The participation level that you chose.'],
      it: ['Livello', 'Il livello di partecipazione che hai scelto.'],
    }),
    notice: standard(uint(65_535, 'version'), {
      en: ['Version of the notice', 'The version of the notice that you agreed to.'],
      it: ['Versione dell’informativa', 'La versione dell’informativa che hai accettato.'],
    }),
    session: standard(uint(MAX_COUNT, 'count'), {
      en: ['Session number', 'Counts the sessions of this installation, so that missing ones are noticed.'],
      it: ['Numero della sessione', 'Conta le sessioni di questa installazione, così da accorgersi se ne manca una.'],
    }),
    sequence: standard(uint(65_535, 'count'), {
      en: ['Part of the session', 'Counts the parts of one session, so that missing ones are noticed.'],
      it: ['Parte della sessione', 'Conta le parti di una sessione, così da accorgersi se ne manca una.'],
    }),
    start: standard(date, {
      en: ['Day of the session', 'The day the session began, in UTC; no time of day.'],
      it: ['Giorno della sessione', 'Il giorno in cui la sessione è iniziata, in UTC; senza l’ora.'],
    }),
    end: standard(oneOf('quit', 'killed', 'continues'), {
      en: ['How the session ended', 'How the session ended, to find crashes.'],
      it: ['Come è finita la sessione', 'Come è finita la sessione, per trovare le chiusure anomale.'],
    }),
  },
);

/** @param product id of the product, the only one that its batches can name. */
export function contextOf(product: string) {
  const { standard } = asked;
  return group(
    'whole',
    {
      title: { en: 'What the app runs on', it: 'Su che cosa gira l’app' },
      lead: 'What the product runs on. Read once a session.',
    },
    {
      product: needed.standard(oneOf(product), {
        en: ['Product', 'Which product this is.'],
        it: ['Prodotto', 'Di quale prodotto si tratta.'],
      }),
      version: needed.standard(version(3), {
        en: ['Product version', 'Which versions are in use, to know what to support.'],
        it: ['Versione del prodotto', 'Quali versioni sono in uso, per sapere quali sostenere.'],
      }),
      runtime: standard(version(4), {
        en: ['Electron version', 'Which Electron version it runs on, to plan updates.'],
        it: ['Versione di Electron', 'Su quale versione di Electron gira, per pianificare gli aggiornamenti.'],
      }),
      os: standard(oneOf('windows', 'macos', 'linux'), {
        en: ['Operating system', 'Which systems to build and test for.'],
        it: ['Sistema operativo', 'Per quali sistemi costruire e provare il prodotto.'],
      }),
      osVersion: standard(version(4), {
        en: ['System version', 'Which system versions to support.'],
        it: ['Versione del sistema', 'Quali versioni del sistema sostenere.'],
      }),
      distribution: standard(oneOf(...distributions), {
        en: ['Linux distribution', 'Which Linux distributions to test on.'],
        it: ['Distribuzione Linux', 'Su quali distribuzioni Linux fare le prove.'],
      }),
      architecture: standard(oneOf('x64', 'arm64', 'ia32', 'other'), {
        en: ['Type of processor', 'Which processors to build for.'],
        it: ['Tipo di processore', 'Per quali processori costruire il prodotto.'],
      }),
      processor: standard(oneOf(...processorVendors), {
        en: ['Maker of the processor', 'The maker of the processor, to test on the right ones.'],
        it: ['Produttore del processore', 'Chi produce il processore, per fare le prove su quelli giusti.'],
      }),
      cores: standard(uint(MAX_CORES, 'cores'), {
        en: ['Processor cores', 'How much work can be done side by side.'],
        it: ['Core del processore', 'Quanto lavoro si può fare in parallelo.'],
      }),
      memory: standard(uint(1024, 'GiB'), {
        en: ['Memory', 'How much memory computers have, rounded down to a class, to set budgets.'],
        it: ['Memoria', 'Quanta memoria hanno i computer, arrotondata a una classe, per porre dei limiti.'],
      }),
      display: standard(oneOf(...displayClasses), {
        en: ['Class of screen', 'Which window sizes to design for.'],
        it: ['Classe di schermo', 'Per quali dimensioni di finestra progettare.'],
      }),
      country: standard(oneOf(...countries), {
        en: ['Country', 'Which countries to translate for; from the region setting, never from a network address.'],
        it: ['Paese', 'Per quali paesi tradurre; dalle impostazioni internazionali, mai da un indirizzo di rete.'],
      }),
      language: standard(oneOf(...languages), {
        en: ['Language of the app', 'Which language the product is used in.'],
        it: ['Lingua dell’app', 'In quale lingua si usa il prodotto.'],
      }),
      packaged: needed.standard(oneOf('no', 'yes'), {
        en: [
          'A build for users',
          'Whether this is a build that users get; what developers do with theirs is left out of the figures.',
        ],
        it: [
          'Versione per gli utenti',
          'Se è una versione data agli utenti; ciò che gli sviluppatori fanno con la loro resta fuori dai dati.',
        ],
      }),
    },
  );
}

const losses = {
  'buffer-full': { en: 'Lost: too many at once', it: 'Persi: troppi insieme' },
  'disk-full': { en: 'Lost: disk full', it: 'Persi: disco pieno' },
  'log-damaged': { en: 'Lost: log damaged', it: 'Persi: registro rovinato' },
  'outbox-full': { en: 'Lost: too much waited', it: 'Persi: coda di invio piena' },
  'outbox-expired': { en: 'Lost: waited too long', it: 'Persi: attesa troppo lunga' },
  refused: { en: 'Lost: refused', it: 'Persi: rifiutati' },
  'errors-full': { en: 'Lost: too many different errors', it: 'Persi: troppi errori diversi' },
  'log-full': { en: 'Lost: too many notes', it: 'Persi: troppe annotazioni' },
} as const satisfies Readonly<Record<string, Said>>;

/** Why something that happened is not in the batch; a count for each reason. */
export type DropReason = keyof typeof losses;
export const dropReasons = Object.keys(losses) as readonly DropReason[];

export const dropped = group(
  'sparse',
  {
    title: { en: 'What got lost', it: 'Che cosa è andato perso' },
    lead: 'What happened and is not in the batch: a count for each reason. Reasons with no loss are left out.',
  },
  each(losses, ({ en, it }) =>
    standard(uint(MAX_COUNT, 'count'), {
      en: [en, 'How many events or parts of sessions were lost for this reason, so that totals stay honest.'],
      it: [
        it,
        'Quanti eventi o parti di sessione sono andati persi per questo motivo, così che i totali restino onesti.',
      ],
    }),
  ),
  { pair: ['reason', 'count'] },
);

/** `unknown`: the system did not say. */
export const roles = ['administrator', 'standard', 'unknown'] as const;
export type Role = (typeof roles)[number];

const { enhanced } = asked;

export const organisation = group(
  'sparse',
  {
    title: { en: 'You and your organisation', it: 'Tu e la tua organizzazione' },
    lead: 'Who belongs together, at the enhanced level alone. What the computer or its policy does not say is left out.',
  },
  {
    user: enhanced(uuid, {
      en: ['Your random number', 'A random number for you in this app; tells how many people do something, never who.'],
      it: [
        'Il tuo numero casuale',
        'Un numero casuale che vale per te in questa app; dice quante persone fanno qualcosa, mai chi sono.',
      ],
    }),
    domain: enhanced(hostname, {
      en: ['Network domain', 'The network domain of your organisation, to support it as a whole.'],
      it: ['Dominio di rete', 'Il dominio di rete della tua organizzazione, per assisterla nel suo insieme.'],
    }),
    role: enhanced(oneOf(...roles), {
      en: ['Your role', 'Whether you administer this computer, to build for both.'],
      it: ['Il tuo ruolo', 'Se sei tu ad amministrare questo computer, per pensare a entrambi i casi.'],
    }),
    customer: enhanced(reference, {
      en: ['Customer number', 'The customer number that your organisation has set for its computers.'],
      it: ['Numero di cliente', 'Il numero di cliente che la tua organizzazione ha dato ai suoi computer.'],
    }),
    licence: enhanced(reference, {
      en: ['Licence number', 'The licence number that your organisation has set for its computers.'],
      it: ['Numero di licenza', 'Il numero di licenza che la tua organizzazione ha dato ai suoi computer.'],
    }),
  },
);

/** One field of the same kind for each entry of a list. */
export function each<K extends string, T, F>(entries: Readonly<Record<K, T>>, field: (entry: T) => F) {
  return Object.fromEntries(Object.entries<T>(entries).map(([name, entry]) => [name, field(entry)])) as Record<K, F>;
}
