import { currentLocale } from '../texts/catalogues.ts';
import { t, tn } from '../texts/index.ts';
import { type Cause, diagnose } from './diagnose.ts';
import type { DiagnosisFacts } from './facts.ts';

/** A diagnosis in words, in the language of the texts. */
export interface Report {
  /** What was looked at, and when. */
  readonly heading: string;
  /** One sentence that answers "why is nothing sent?". */
  readonly why: string;
  readonly groups: readonly ReportGroup[];
}

interface ReportGroup {
  readonly title: string;
  readonly rows: readonly ReportRow[];
}

export interface ReportRow {
  readonly label: string;
  /** At least one; several of the same kind stand below each other. */
  readonly values: readonly ReportValue[];
}

interface ReportValue {
  readonly text: string;
  /** The file or registry key that it was found in. */
  readonly place?: string;
}

/** What a copy leaves out, because copies are given to others. */
interface Masking {
  /** The home folder in paths. */
  readonly home: boolean;
  readonly installation: boolean;
}

/** For the person in front of this computer, who may see everything. */
const unmasked: Masking = { home: false, installation: false };

/** How many of the last answers are told: enough to see whether one is the rule. */
const TOLD_ANSWERS = 5;

/** Says what was found, and first of all why nothing is sent. */
export function reportOf(facts: DiagnosisFacts, masking: Masking = unmasked): Report {
  const { product, version, at } = facts;
  return {
    heading: t('diagnosis.heading', { product, version, date: moment(at) }),
    why: whySentence(diagnose(facts), facts),
    groups: [
      { title: t('diagnosis.group.participation'), rows: participationRows(facts) },
      { title: t('diagnosis.group.decides'), rows: decidingRows(facts, masking) },
      { title: t('diagnosis.group.waits'), rows: waitingRows(facts) },
      { title: t('diagnosis.group.sending'), rows: sendingRows(facts) },
      { title: t('diagnosis.group.app'), rows: appRows(facts, masking) },
    ],
  };
}

/** A report as plain text: the answer, then each group below its title. Ends with a new line. */
export function reportText({ heading, why, groups }: Report): string {
  const lines = groups.flatMap(({ title, rows }) => [
    '',
    title,
    ...rows.flatMap(({ label, values }) => values.map((value) => `  ${label}: ${valueText(value)}`)),
  ]);
  return [why, '', heading, ...lines, ''].join('\n');
}

function valueText({ text, place }: ReportValue): string {
  return place === undefined ? text : t('diagnosis.at-place', { place, state: text });
}

function whySentence(cause: Cause, { decision, answers }: DiagnosisFacts): string {
  const date = decision ? moment(Date.parse(decision.at)) : '';
  switch (cause) {
    case 'declined':
      // A No holds from the click on, also on a disk that did not take it.
      return decision?.answer === 'no' ? t('diagnosis.why.declined', { date }) : t('diagnosis.why.declined-now');
    case 'lapsed-release':
      return t('diagnosis.why.lapsed-release', { date, line: decision?.releaseLine ?? '' });
    case 'lapsed-notice':
      return t('diagnosis.why.lapsed-notice', { date });
    case 'all-sent':
      return t('diagnosis.why.all-sent', { date: moment(Date.parse(answers[0]?.at ?? '')) });
    default:
      return t(`diagnosis.why.${cause}`);
  }
}

function participationRows({ level, reason, decision }: DiagnosisFacts): ReportRow[] {
  const inWords = t(`level.${level}`);
  // Every other reason is what the sentence says, or the answer below.
  const isCapped = reason === 'accepted-capped';
  return [
    row(t('diagnosis.level'), isCapped ? t('diagnosis.level.capped', { level: inWords }) : inWords),
    row(t('diagnosis.answer'), answerText(decision)),
  ];
}

function answerText(decision: DiagnosisFacts['decision']): string {
  if (!decision) return t('diagnosis.answer.none');
  const date = moment(Date.parse(decision.at));
  if (decision.answer === 'no') return t('diagnosis.answer.no', { date });
  return t('diagnosis.answer.yes', { level: t(`level.${decision.level}`), date, line: decision.releaseLine });
}

function decidingRows({ policy, choices, doNotTrack, stores, home }: DiagnosisFacts, masking: Masking): ReportRow[] {
  const atPlace = (place: string, text: string): ReportValue => ({
    text,
    place: masking.home ? maskedPath(place, home) : place,
  });
  const policyText = policyState(policy);
  return [
    row(t('diagnosis.policy'), ...policy.places.map((place) => atPlace(place, policyText))),
    row(t('diagnosis.do-not-track'), t(`diagnosis.do-not-track.${doNotTrack ? 'set' : 'unset'}`)),
    row(t('diagnosis.choice'), ...choices.map(({ file, state }) => atPlace(file, t(`diagnosis.choice.${state}`)))),
    row(t('diagnosis.store'), ...stores.map(({ file, state }) => atPlace(file, t(`diagnosis.store.${state}`)))),
  ];
}

function policyState({ state, allowed, problem }: DiagnosisFacts['policy']): string {
  if (state === 'set') return t('diagnosis.policy.set', { level: t(`level.${allowed ?? 'off'}`) });
  if (state === 'damaged' && problem) return t('diagnosis.policy.damaged-because', { problem });
  return t(`diagnosis.policy.${state}`);
}

function waitingRows({ sessions, outbox, aside, crashes }: DiagnosisFacts): ReportRow[] {
  return [
    row(t('diagnosis.sessions'), amountText(sessions)),
    row(t('diagnosis.outbox'), amountText(outbox, outbox.oldest)),
    row(t('diagnosis.aside'), amountText(aside)),
    row(t('diagnosis.crashes'), amountText(crashes)),
  ];
}

function sendingRows(facts: DiagnosisFacts): ReportRow[] {
  const { answers, online, collector } = facts;
  const { address } = collector;
  const told = answers.slice(0, TOLD_ANSWERS).map(({ at, answer, times }) => {
    const said = { date: moment(Date.parse(at)), answer: t(`sent.${answer}`) };
    if (times === 1) return t('diagnosis.answers.once', said);
    return t('diagnosis.answers.repeated', { ...said, attempts: tn('sent.times', times) });
  });
  return [
    row(t('diagnosis.delivery'), deliveryText(facts)),
    row(t('diagnosis.network'), t(`diagnosis.network.${online ? 'online' : 'offline'}`)),
    row(
      t('diagnosis.collector'),
      t(`diagnosis.collector.${collector.usable ? collector.source : 'unusable'}`, { address }),
    ),
    row(t('diagnosis.answers'), ...(told.length > 0 ? told : [t('diagnosis.answers.none')])),
    ...(facts.suggestions ? [row(t('diagnosis.suggestions'), suggestionsText(facts.suggestions))] : []),
  ];
}

function suggestionsText(suggestions: NonNullable<DiagnosisFacts['suggestions']>): string {
  if (typeof suggestions === 'string') return t(`diagnosis.suggestions.${suggestions}`);
  return t(`diagnosis.suggestions.${suggestions.outcome}`, { date: moment(suggestions.at) });
}

function deliveryText({ delivery, at }: DiagnosisFacts): string {
  if (!delivery) return t('diagnosis.delivery.not-seen');
  const { state, after } = delivery;
  if (state === 'idle' || state === 'sending') return t(`diagnosis.delivery.${state}`);
  return t(`diagnosis.delivery.${state}`, { date: moment(at + (after ?? 0)) });
}

function appRows(facts: DiagnosisFacts, masking: Masking): ReportRow[] {
  const { installation, former, electron, chromium, system, profile, engine, home } = facts;
  const shownId = masking.installation ? maskedInstallation(installation) : installation;
  return [
    row(t('diagnosis.installation'), installation === '' ? t('diagnosis.installation.none') : shownId),
    ...(former > 0 ? [row(t('diagnosis.former'), String(former))] : []),
    row(t('diagnosis.versions'), t('about.runtime', { electron, chromium })),
    row(t('diagnosis.system'), system),
    row(t('diagnosis.profile'), masking.home ? maskedPath(profile, home) : profile),
    ...(engine ? [row(t('diagnosis.engine'), t(`diagnosis.engine.${engine}`))] : []),
  ];
}

function row(label: string, ...values: readonly (string | ReportValue)[]): ReportRow {
  return { label, values: values.map((value) => (typeof value === 'string' ? { text: value } : value)) };
}

function amountText({ count, bytes }: { readonly count: number; readonly bytes: number }, since?: number): string {
  if (count === 0) return t('diagnosis.amount.none');
  const size = sizeText(bytes);
  return since === undefined
    ? t('diagnosis.amount', { count, size })
    : t('diagnosis.amount.since', { count, size, date: moment(since) });
}

/** A kilobyte is 1000 bytes, as everywhere in the app. */
function sizeText(bytes: number): string {
  const isKilobytes = bytes >= 1000;
  const number = isKilobytes ? Math.round(bytes / 100) / 10 : bytes;
  return t('diagnosis.size', { number, unit: t(isKilobytes ? 'unit.kilobyte' : 'unit.byte') });
}

/** A moment with its time zone, because a copy may be read in another one. Empty for what is none. */
function moment(at: number): string {
  if (Number.isNaN(at)) return '';
  return new Intl.DateTimeFormat(currentLocale(), {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(at);
}

/**
 * A path without the person in it: the home folder becomes `~`, and so does any other folder that is named as it is, such
 * as the one of managed preferences on macOS. Windows' paths are compared without regard to case, as Windows does.
 * @param home the home folder; empty when it is not known.
 */
export function maskedPath(file: string, home: string): string {
  const folder = home.replace(/[\\/]+$/, '');
  const user = folder.split(/[\\/]/).at(-1);
  if (!user) return file;
  const isWindows = /^[a-z]:/i.test(folder);
  const same = (a: string, b: string) => (isWindows ? a.toLowerCase() === b.toLowerCase() : a === b);
  const isBelow = same(file.slice(0, folder.length), folder) && /^(?:[\\/]|$)/.test(file.slice(folder.length));
  const rest = (isBelow ? file.slice(folder.length) : file).split(/([\\/])/);
  return `${isBelow ? '~' : ''}${rest.map((name) => (same(name, user) ? '~' : name)).join('')}`;
}

/** Enough of an ID to see that two reports are of the same installation, and too little to name it. */
function maskedInstallation(installation: string): string {
  return `${installation.slice(0, 4)}…`;
}
