import { createTranslate, type Translate } from 'candor-client/core';

/** Every text of the dashboard in English. Names of commands are the products' own. */
const en = {
  brand: 'Candor Collector',
  skip: 'Skip to the figures',
  'log-out': 'Log out',
  'log-out.failed': 'The collector does not answer: you are still logged in.',
  'features.title': 'Which features are used?',
  'features.figure.one': 'use of a command',
  'features.figure.other': 'uses of commands',
  'features.sessions.one': '{count} session',
  'features.sessions.other': '{count} sessions',
  'features.installations.one': '{count} installation',
  'features.installations.other': '{count} installations',
  'features.span': 'in {sessions} of {installations}, begun {days} (UTC)',

  'features.span-received': 'in {sessions} of {installations}, received {days} (UTC)',

  'source.menu': 'Menu',
  'source.button': 'Button',
  'source.shortcut': 'Shortcut',
  'source.palette': 'Palette',

  'chart.title': 'Most used, by how they were reached',
  'chart.about': 'Bar chart of the {commands} most used commands. The table “All commands” has the same figures.',
  'chart.key': 'How commands were reached',
  'chart.share': '{share} of all uses',

  'table.commands': 'All commands',
  'table.command': 'Command',
  'table.all': 'All ways',
  'table.none': 'not used, or used by too few installations to be shown',
  'table.none-short': '–',
  'table.without': 'Without figures: {commands}.',
  'table.other-group': 'Other',
  'table.platforms': 'Systems',
  'table.system': 'System',
  'table.version': 'Version',
  'table.architecture': 'Architecture',
  'table.versions': 'Product versions',
  'table.product': 'Product',
  'table.runtime': 'Electron',
  'table.sessions': 'Sessions',
  'table.installations': 'Installations',

  'hidden.one': '{count} group of fewer than {k} installations, or hardly more, is not shown.',
  'hidden.other': '{count} groups of fewer than {k} installations, or hardly more, are not shown.',

  'more.one': '{count} smaller group is left out.',
  'more.other': '{count} smaller groups are left out.',

  'k1.title': 'Every group is shown, even one of a single installation.',
  'k1.text': 'k is 1, as suits a person’s own computer; where others take part, choose 5 or more.',

  'completeness.title': 'What these figures rest on',
  'completeness.received.one': '{count} batch received',
  'completeness.received.other': '{count} batches received',
  'completeness.waiting.zero': 'all of them loaded',
  'completeness.waiting.one': '{count} waiting to be loaded',
  'completeness.waiting.other': '{count} waiting to be loaded',
  'completeness.k':
    'Groups of fewer than {k} installations, or hardly more, are not shown, and figures are moved a little (k = {k}).',
  'completeness.through': 'Days through {day} (UTC); those after it follow when they are over.',
  'completeness.k1': 'Groups of every size are shown (k = 1).',
  'completeness.lost': 'Lost before they were sent, as the installations report it: {losses}.',
  'completeness.lost-few': 'Losses are reported by too few installations to be shown (k = {k}).',
  'completeness.lost-none': 'No installation reports a loss.',
  'completeness.updated': 'Asked at {time}.',

  'lost.buffer-full': '{count} because a buffer was full',
  'lost.disk-full': '{count} because a disk was full',
  'lost.log-damaged': '{count} because a session log was damaged',
  'lost.outbox-full': '{count} because an outbox was full',
  'lost.outbox-expired': '{count} because they waited too long',
  'lost.refused': '{count} because a collector refused them',
  'lost.errors-full': '{count} because a session had too many different errors',
  'lost.log-full': '{count} because a session had too many log lines',

  'state.loading': 'Loading…',
  'state.empty': 'No sessions yet',
  'state.empty-text': 'Figures appear here when somebody who takes part in the program closes the app.',
  'state.no-day': 'No day has closed yet',
  'state.no-day-text':
    'With k = {k} figures are about whole days (UTC), so that nobody can be told from how they move. The first ones appear when a day is over on which something was received.',
  'state.withheld': 'Not enough installations yet',
  'state.withheld-text':
    'Figures are shown when at least {k} installations have sent something. Until then they could tell of one person.',
  'state.failed': 'The figures could not be loaded',
  'state.stale': 'These figures are not up to date: the collector does not answer.',
  'state.unreachable': 'The collector does not answer. It may have been stopped.',
  'state.starting': 'The collector’s storage is being started.',
  'state.without-storage': 'This collector makes no figures',
  'state.without-storage-text':
    'It keeps what it receives, which can be fetched and erased, but has no storage to count in: it was started with --storage none, or on a computer for which chDB has no build, such as one with Windows.',
  'state.logged-out': 'The login has ended',
  'state.logged-out-text': 'Log in again, with a token or a new login link.',
  'state.log-in': 'Log in',
  'state.try-again': 'Try again',
} as const;

const translate: Translate<typeof en> = createTranslate(en, 'en');

export const t: Translate<typeof en>['t'] = translate.t;
export const tn: Translate<typeof en>['tn'] = translate.tn;
