import { describe, expect, it } from 'vitest';
import { type ParticipationReason, participationReasons } from '../../../../../client/core/consent/participation.ts';
import type { ConsentDecision } from '../../../../../client/core/consent/record.ts';
import type { ProgramStatus, ShownBatch } from '../../../../../client/core/ipc/program.ts';
import { formatDay } from '../../../../../client/page/dialogs/format.ts';
import {
  crossing,
  currentAnswer,
  currentLevel,
  lockExplanation,
  mayAsk,
  sharedLead,
  stateSentence,
} from '../../../../../client/page/dialogs/state-sentence.ts';

const at = '2026-03-09T12:00:00.000Z';
const day = formatDay(at);
const yes: ConsentDecision = { answer: 'yes', level: 'standard', at, releaseLine: '1.0', notice: 1, from: 'popup' };
const no: ConsentDecision = { answer: 'no', at, releaseLine: '1.0', notice: 1, from: 'help' };

function status(reason: ParticipationReason, history: ConsentDecision[] = []): ProgramStatus {
  const level = reason === 'accepted' || reason === 'accepted-capped' ? 'standard' : 'off';
  return {
    product: 'Candor Finder',
    covers: [],
    level,
    reason,
    history,
    highest: 'enhanced',
    installation: '',
    collector: '',
    today: '2026-03-09',
    epoch: 0,
  };
}

const table: readonly [ParticipationReason, ConsentDecision[], string][] = [
  ['accepted', [no, yes], `On, at the Standard level: you said Yes on ${day}.`],
  [
    'accepted-capped',
    [yes],
    `On, at the Standard level: you said Yes on ${day}, and your organisation allows no higher level.`,
  ],
  ['ended', [yes], 'Off: the program has ended for this version of the app, so nothing is collected any more.'],
  ['declined', [yes, no], `Off: you said No on ${day}, and you will not be asked again.`],
  [
    'lapsed-release',
    [yes],
    `Off: your Yes on ${day} was for version 1.0, and nothing is collected until you answer for this one.`,
  ],
  [
    'lapsed-notice',
    [yes],
    `Off: what is shared has changed since your Yes on ${day}, and nothing is collected until you answer again.`,
  ],
  ['declined-by-installer', [], 'Off: it was switched off when the app was installed, and you can switch it on here.'],
  ['policy-off', [yes], 'Off: your organisation has switched the program off on this computer.'],
  ['do-not-track', [], 'Off: the setting DO_NOT_TRACK on this computer tells apps not to collect anything.'],
  [
    'store-unreadable',
    [],
    'Off: your answer or ID could not be read, so nothing is collected until a start can read it.',
  ],
  ['undecided', [], 'Off: you have not decided yet, so nothing is collected.'],
];

describe('the sentence on the state of the program', () => {
  it.each(table)('says in one sentence why: %s', (reason, history, sentence) => {
    expect(stateSentence(status(reason, history))).toBe(sentence);
    expect(sentence.match(/[.!?](\s|$)/g)).toHaveLength(1);
  });

  it('says of a No that could not be stored how long it holds', () => {
    expect(stateSentence({ ...status('declined', [yes]), unfinished: ['storing'] })).toBe(
      'Off: you said No, but it could not be stored, so it holds only until the app closes.',
    );
  });

  it('has one for every reason', () => {
    expect(table.map(([reason]) => reason).sort()).toEqual([...participationReasons].sort());
  });
});

describe('what can be answered', () => {
  it('is locked, with an explanation, when the organisation or DO_NOT_TRACK decides, and only then', () => {
    const locked = participationReasons.filter((reason) => lockExplanation(reason) !== undefined);
    expect(locked).toEqual(['policy-off', 'do-not-track']);
  });

  it('is asked only while no answer holds', () => {
    expect(participationReasons.filter(mayAsk)).toEqual(['lapsed-release', 'lapsed-notice', 'undecided']);
  });

  it('shows the answer that holds, and none that has lapsed', () => {
    const answered = participationReasons.map((reason) => [reason, currentAnswer(reason)] as const);
    expect(answered.filter(([, answer]) => answer !== null)).toEqual([
      ['accepted', 'yes'],
      ['accepted-capped', 'yes'],
      ['ended', 'yes'],
      ['declined', 'no'],
    ]);
  });
});

describe('the level', () => {
  const enhanced: ConsentDecision = { ...yes, level: 'enhanced' };

  it('is that of the Yes that holds, also where the organisation caps it, and else the one that is offered first', () => {
    expect(currentLevel(status('accepted', [enhanced]))).toBe('enhanced');
    expect(currentLevel(status('accepted-capped', [enhanced]))).toBe('enhanced');
    expect(currentLevel(status('accepted', [enhanced, yes]))).toBe('standard');
    for (const reason of participationReasons.filter((one) => currentAnswer(one) !== 'yes')) {
      expect(currentLevel(status(reason, [enhanced]))).toBe('standard');
    }
  });

  it.each([
    ['nothing was collected yet', undefined, 'enhanced', 'enhanced', undefined],
    ['it stays standard', 'standard', 'enhanced', 'standard', undefined],
    ['it stays enhanced', 'enhanced', 'enhanced', 'enhanced', undefined],
    ['it goes up', 'standard', 'enhanced', 'enhanced', 'raised'],
    ['it goes down', 'enhanced', 'enhanced', 'standard', 'lowered'],
    ['the organisation holds it down', 'standard', 'standard', 'enhanced', undefined],
    ['the organisation brings it down', 'enhanced', 'standard', 'enhanced', 'lowered'],
  ] as const)('makes a new installation when it crosses: %s', (_name, collectedAt, highest, level, expected) => {
    const installed = collectedAt === undefined ? {} : { collectedAt };
    expect(crossing({ ...installed, highest }, level)).toBe(expected);
  });
});

describe('what stands above the sessions', () => {
  const session = (state: ShownBatch['state']) => ({ state }) as ShownBatch;

  it('never says that nothing waits while a session is not sent yet', () => {
    const on = status('accepted', [yes]);
    const current = [session('current')];
    expect(sharedLead({ batches: current, waiting: 0 }, on)).toContain('This session is not sent yet.');
    expect(sharedLead({ batches: current, waiting: 1 }, on)).toContain('This session and one before it wait');
    expect(sharedLead({ batches: current, waiting: 3 }, on)).toContain('This session and 3 before it wait');
    expect(sharedLead({ batches: [session('waiting')], waiting: 2 }, on)).toContain('2 sessions wait to be sent.');
  });

  it('says what a Yes would share while nothing is collected', () => {
    expect(sharedLead({ batches: [], waiting: 0 }, status('undecided'))).toContain('before you say Yes');
    expect(sharedLead({ batches: [], waiting: 0 }, status('declined', [no]))).toContain('the program is off');
  });
});
