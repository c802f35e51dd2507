import { describe, expect, it } from 'vitest';
import { participationReasons } from '../../../../../client/core/consent/participation.ts';
import { type Cause, diagnose } from '../../../../../client/core/diagnosis/diagnose.ts';
import type { DiagnosisFacts } from '../../../../../client/core/diagnosis/facts.ts';
import { answered, quietFacts, waitingFacts } from '../../../../support/diagnosis-facts.ts';

type Change = Partial<DiagnosisFacts>;

const off = (reason: DiagnosisFacts['reason'], change: Change = {}): Change => ({ level: 'off', reason, ...change });
const policy = (state: DiagnosisFacts['policy']['state']) => ({ policy: { places: ['/etc/policy.json'], state } });
const localCollector = { address: 'http://127.0.0.1:9', source: 'environment', usable: true, local: true } as const;
const unreadable: Change = { stores: [{ file: '/home/anna/consent.json', state: 'unreadable' }] };

const forbidden: readonly [string, Change, Cause][] = [
  ['nobody has decided yet', off('undecided'), 'undecided'],
  ['somebody said No', off('declined'), 'declined'],
  ['the Yes was for another release line', off('lapsed-release'), 'lapsed-release'],
  ['the Yes was to another notice', off('lapsed-notice'), 'lapsed-notice'],
  ['the policy forbids it', off('policy-off', policy('set')), 'policy-off'],
  ['the policy is damaged', off('policy-off', policy('damaged')), 'policy-damaged'],
  ['the policy is not read yet', off('policy-off', policy('unknown')), 'policy-unknown'],
  ['DO_NOT_TRACK is set', off('do-not-track'), 'do-not-track'],
  ["the installer's choice is No", off('declined-by-installer'), 'declined-by-installer'],
  ['the program has ended for this version', off('ended'), 'ended'],
  ['the answer cannot be read', off('store-unreadable', unreadable), 'store-unreadable'],
  ['the policy forbids it and the answer cannot be read', off('policy-off', unreadable), 'policy-off'],
];

const waiting: readonly [string, Change, Cause][] = [
  ['something waits and nothing was tried', {}, 'soon'],
  ['something is on its way', { delivery: { state: 'sending' }, answers: [answered('unreachable')] }, 'sending'],
  ['nobody answered', { answers: [answered('unreachable')] }, 'collector-away'],
  ['the collector asked to come later', { answers: [answered('later')] }, 'collector-busy'],
  ['there is no network', { online: false, answers: [answered('unreachable')] }, 'waiting-for-network'],
  ['there is no network and nothing was tried', { online: false }, 'waiting-for-network'],
  [
    'there is no network, but the collector answered',
    { online: false, answers: [answered('later')] },
    'collector-busy',
  ],
  [
    'there is no network, and the collector, which needs none, is away',
    { online: false, collector: localCollector, answers: [answered('unreachable')] },
    'collector-away',
  ],
  ['a batch was refused and others wait', { answers: [answered('refused')] }, 'soon'],
  ['an upload was stopped', { answers: [answered('stopped')] }, 'soon'],
  ['the address is none', { collector: { ...localCollector, usable: false } }, 'address-unusable'],
];

const idle: readonly [string, Change, Cause][] = [
  ['nothing was ever recorded', {}, 'nothing-yet'],
  ['a session is being recorded', { sessions: { count: 1, bytes: 90 } }, 'session-open'],
  [
    'a session is being recorded after others have arrived',
    { sessions: { count: 1, bytes: 90 }, answers: [answered('accepted')] },
    'session-open',
  ],
  ['everything has arrived', { answers: [answered('accepted')] }, 'all-sent'],
  ['everything had arrived before', { answers: [answered('duplicate')] }, 'all-sent'],
  ['the last batch was refused', { answers: [answered('refused'), answered('accepted')] }, 'refused'],
  [
    'the last batch was refused, and a session is being recorded',
    { answers: [answered('refused')], sessions: { count: 1, bytes: 90 } },
    'refused',
  ],
  ['one was refused, and the next has arrived', { answers: [answered('accepted'), answered('refused')] }, 'all-sent'],
];

describe('why nothing is sent, when', () => {
  it.each(forbidden)('%s', (_name, change, cause) => {
    // What waits or was answered says nothing while nothing may be sent.
    for (const facts of [quietFacts, { ...waitingFacts, answers: [answered('unreachable')], online: false }]) {
      expect(diagnose({ ...facts, ...change })).toBe(cause);
    }
  });

  it.each(waiting)('%s', (_name, change, cause) => {
    expect(diagnose({ ...waitingFacts, ...change })).toBe(cause);
  });

  it('nobody answered, and the app is not running', () => {
    const { delivery: _, ...facts } = waitingFacts;
    expect(diagnose({ ...facts, answers: [answered('unreachable')] })).toBe('collector-away');
  });

  it.each(idle)('%s', (_name, change, cause) => {
    expect(diagnose({ ...quietFacts, ...change })).toBe(cause);
  });

  it('has an answer to every reason, under a policy cap as well', () => {
    for (const reason of participationReasons) expect(diagnose({ ...quietFacts, reason })).toMatch(/^[a-z-]+$/);
    expect(diagnose({ ...quietFacts, reason: 'accepted-capped' })).toBe('nothing-yet');
  });
});
