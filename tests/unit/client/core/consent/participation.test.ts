import { describe, expect, it } from 'vitest';
import type { CollectingLevel, Level } from '../../../../../client/core/consent/levels.ts';
import {
  decideParticipation,
  type Participation,
  type ParticipationInput,
  type ParticipationReason,
} from '../../../../../client/core/consent/participation.ts';
import type { ConsentDecision } from '../../../../../client/core/consent/record.ts';

const at = '2026-03-09T12:00:00.000Z';
const given = { at, releaseLine: '1.0', notice: 1, from: 'popup' } as const;
const yes = (level: CollectingLevel = 'standard', change: Partial<ConsentDecision> = {}): ConsentDecision =>
  ({ answer: 'yes', level, ...given, ...change }) as ConsentDecision;
const no: ConsentDecision = { answer: 'no', ...given };

const untouched: ParticipationInput = {
  policy: undefined,
  doNotTrack: false,
  unreadable: false,
  decision: null,
  installerChoice: undefined,
  ended: false,
  releaseLine: '1.0',
  notice: 1,
};

const off = (reason: ParticipationReason): Participation => ({ level: 'off', reason, ask: false });
const ask = (reason: ParticipationReason): Participation => ({ level: 'off', reason, ask: true });
const on = (level: Level, reason: ParticipationReason): Participation => ({ level, reason, ask: false });

const table: readonly [string, Partial<ParticipationInput>, Participation][] = [
  ['nothing decided asks', {}, ask('undecided')],
  ['an installer that allows the question asks', { installerChoice: 'ask' }, ask('undecided')],
  ["the installer's No does not ask", { installerChoice: 'no' }, off('declined-by-installer')],
  ["a Yes outranks the installer's No", { installerChoice: 'no', decision: yes() }, on('standard', 'accepted')],
  ['a Yes collects at its level', { decision: yes('enhanced') }, on('enhanced', 'accepted')],
  ['a No does not ask again', { decision: no }, off('declined')],
  ['a No stays over a new release line', { decision: no, releaseLine: '2.0' }, off('declined')],
  ['a No stays over a new notice', { decision: no, notice: 2 }, off('declined')],
  ['a Yes lapses with the release line', { decision: yes(), releaseLine: '1.1' }, ask('lapsed-release')],
  ['a Yes lapses with the notice', { decision: yes(), notice: 2 }, ask('lapsed-notice')],
  ['a Yes to a later notice lapses as well', { decision: yes('standard', { notice: 3 }) }, ask('lapsed-notice')],
  ['policy caps a level', { decision: yes('enhanced'), policy: 'standard' }, on('standard', 'accepted-capped')],
  ['policy never raises a level', { decision: yes('standard'), policy: 'enhanced' }, on('standard', 'accepted')],
  ['policy never gives consent', { policy: 'enhanced' }, ask('undecided')],
  ['policy off outranks a Yes', { policy: 'off', decision: yes() }, off('policy-off')],
  ['policy off outranks DO_NOT_TRACK', { policy: 'off', doNotTrack: true }, off('policy-off')],
  ['DO_NOT_TRACK outranks a Yes', { doNotTrack: true, decision: yes() }, off('do-not-track')],
  ['DO_NOT_TRACK does not ask', { doNotTrack: true }, off('do-not-track')],
  ['a file that cannot be read collects nothing and asks nothing', { unreadable: true }, off('store-unreadable')],
  ['an unreadable identity outranks a Yes', { unreadable: true, decision: yes() }, off('store-unreadable')],
  [
    'an unreadable identity outranks a lapsed Yes',
    { unreadable: true, decision: yes(), notice: 2 },
    off('store-unreadable'),
  ],
  ['an unreadable identity leaves a No a No', { unreadable: true, decision: no }, off('declined')],
  [
    "an unreadable file outranks the installer's No",
    { unreadable: true, installerChoice: 'no' },
    off('store-unreadable'),
  ],
  ['policy off outranks an unreadable file', { unreadable: true, policy: 'off' }, off('policy-off')],
  ['DO_NOT_TRACK outranks an unreadable file', { unreadable: true, doNotTrack: true }, off('do-not-track')],
  ['an ended program collects nothing', { ended: true, decision: yes() }, off('ended')],
  ['an ended program leaves a No a No', { ended: true, decision: no }, off('declined')],
];

describe('effective participation', () => {
  it.each(table)('%s', (_name, change, expected) => {
    expect(decideParticipation({ ...untouched, ...change })).toEqual(expected);
  });

  it('collects nothing for any combination without a valid personal Yes', () => {
    for (const policy of [undefined, 'off', 'standard', 'enhanced'] as const)
      for (const doNotTrack of [false, true])
        for (const decision of [null, no, yes('enhanced', { notice: 9 }), yes('enhanced', { releaseLine: '0.9' })])
          for (const installerChoice of [undefined, 'ask', 'no'] as const)
            expect(decideParticipation({ ...untouched, policy, doNotTrack, decision, installerChoice }).level).toBe(
              'off',
            );
  });
});
