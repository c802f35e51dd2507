import { createTranslate, type Language, type Translate } from 'candor-client/core';

/** Every text of the published site in English; names of commands and operations are the products' own. */
const en = {
  title: 'What came of it',
  lead: 'Some people have let these products tell how they are used. This is what came of it: figures for everybody, about nobody.',
  days: 'Received {days} (UTC).',
  protected:
    'Groups of fewer than {k} installations, or hardly more, are not shown, and each figure is moved a little, so that nobody is found in them.',
  single: 'Every group is shown, even one of a single installation (k = 1).',
  'products.none': 'Of this time there are no figures that may be shown.',
  'sessions.one': '{count} session',
  'sessions.other': '{count} sessions',
  'installations.one': '{count} installation',
  'installations.other': '{count} installations',
  totals: '{sessions} of {installations}',

  'changed.title': 'What changed',
  'changed.days': 'In the week {days}, against the week before.',
  'changed.early': 'There is no week before yet that this could be told against.',
  'changed.slower': '{operation} takes longer in {version} than in {against}.',
  'changed.faster': '{operation} takes less time in {version} than in {against}.',
  'changed.medians': 'Half of the times it took up to {newest}, before {before}.',
  'changed.none': 'No operation has become slower or faster, as far as can be told.',
  'changed.version': 'Version {version} ran in {share} of the sessions, before in {before}.',
  'changed.version-first': 'Version {version} ran in {share} of the sessions, before in too few to be shown.',

  'weeks.title': 'Installations, week by week',
  'weeks.about': 'Bar chart of the installations of each week. The table below has the same figures.',
  'weeks.table': 'Each week as a number',
  'used.title': 'What is used',
  'versions.title': 'Which versions are run',
  'platforms.title': 'What it is run on',
  'column.week': 'Week',
  'column.command': 'Command',
  'column.version': 'Version',
  'column.system': 'System',
  'column.architecture': 'Architecture',
  'column.share': 'Share of installations',
  'column.uses': 'Uses',
  'column.sessions': 'Sessions',
  'column.installations': 'Installations',
  hidden: '–',
  'more.one': '{count} smaller row is left out.',
  'more.other': '{count} smaller rows are left out.',
  data: 'The same figures for programs',
  quiet: 'This page has no script, sets no cookie and loads nothing from elsewhere.',
} as const;

const it = {
  title: 'Che cosa ne è venuto',
  lead: 'Alcune persone hanno lasciato che questi prodotti raccontino come vengono usati. Ecco che cosa ne è venuto: cifre per tutti, su nessuno.',
  days: 'Ricevuto {days} (UTC).',
  protected:
    'I gruppi con meno di {k} installazioni, o poco più, non sono mostrati, e ogni cifra è spostata un poco, così che nessuno vi si ritrovi.',
  single: 'Si mostra ogni gruppo, anche quello di una sola installazione (k = 1).',
  'products.none': 'Di questo periodo non ci sono cifre che si possano mostrare.',
  'sessions.one': '{count} sessione',
  'sessions.other': '{count} sessioni',
  'installations.one': '{count} installazione',
  'installations.other': '{count} installazioni',
  totals: '{sessions} di {installations}',

  'changed.title': 'Che cosa è cambiato',
  'changed.days': 'Nella settimana {days}, rispetto a quella prima.',
  'changed.early': 'Non c’è ancora una settimana precedente con cui confrontare.',
  'changed.slower': '{operation}: nella {version} richiede più tempo che nella {against}.',
  'changed.faster': '{operation}: nella {version} richiede meno tempo che nella {against}.',
  'changed.medians': 'La metà delle volte è durata fino a {newest}, prima {before}.',
  'changed.none': 'Per quanto si può dire, nessuna operazione è diventata più lenta o più veloce.',
  'changed.version': 'La versione {version} era in uso nel {share} delle sessioni, prima nel {before}.',
  'changed.version-first': 'La versione {version} era in uso nel {share} delle sessioni, prima in troppo poche.',

  'weeks.title': 'Installazioni, settimana per settimana',
  'weeks.about': 'Grafico a barre delle installazioni di ogni settimana. La tabella qui sotto ha le stesse cifre.',
  'weeks.table': 'Ogni settimana in cifre',
  'used.title': 'Che cosa si usa',
  'versions.title': 'Quali versioni sono in uso',
  'platforms.title': 'Su che cosa gira',
  'column.week': 'Settimana',
  'column.command': 'Comando',
  'column.version': 'Versione',
  'column.system': 'Sistema',
  'column.architecture': 'Architettura',
  'column.share': 'Quota di installazioni',
  'column.uses': 'Usi',
  'column.sessions': 'Sessioni',
  'column.installations': 'Installazioni',
  hidden: '–',
  'more.one': '{count} riga più piccola è tralasciata.',
  'more.other': '{count} righe più piccole sono tralasciate.',
  data: 'Le stesse cifre per i programmi',
  quiet: 'Questa pagina non ha script né cookie, e non carica nulla da altrove.',
} as const satisfies Readonly<Record<keyof typeof en, string>>;

export const siteCatalogues = { en, it } as const satisfies Readonly<
  Record<Language, Readonly<Record<keyof typeof en, string>>>
>;

export type SiteTexts = Translate<typeof en>;

export function siteTexts(language: Language): SiteTexts {
  return createTranslate<typeof en>(siteCatalogues[language] as typeof en, language);
}
