import { beforeEach, describe, expect, it } from 'vitest';
import type { ConsentDecision } from '../../../../../client/core/consent/record.ts';
import type { Program } from '../../../../../client/main/program.ts';
import { StartNotes } from '../../../../../client/main/recording/start-notes.ts';

const decided = { at: '2026-03-09T12:00:00.000Z', releaseLine: '1.0', notice: 1, from: 'popup' } as const;
const yes: ConsentDecision = { ...decided, answer: 'yes', level: 'enhanced' };

let told: unknown[][];
let looked: number;
let decision: ConsentDecision | null;
let state: { level: 'enhanced' | undefined; reason: string };

beforeEach(() => {
  told = [];
  looked = 0;
  decision = yes;
  state = { level: undefined, reason: 'undecided' };
});

function begin(): StartNotes {
  const program = {
    participation: () => ({ reason: state.reason }),
    collection: {
      get level() {
        return state.level;
      },
      log: (...line: unknown[]) => told.push(line),
      measures: { operations: { record: (...operation: unknown[]) => told.push(operation) } },
    },
  };
  return new StartNotes({
    program: program as unknown as Program,
    decision: () => decision,
    previousRun: () => {
      looked++;
      return { before: 'killed', damaged: 1 };
    },
    damaged: ['settings'],
  });
}

const sessionBegins = () => {
  state = { level: 'enhanced', reason: 'accepted' };
};
const lines = [
  ['app.started', { before: 'killed' }],
  ['session-log.damaged'],
  ['store.damaged', { store: 'settings' }],
];
const started = ['app.start', 'ok', 700];

describe('what there is to tell of a start', () => {
  it('is told once, when its session has begun, whichever of window and session comes first', () => {
    const early = begin();
    early.shown(700);
    sessionBegins();
    early.settled();
    early.settled();
    early.shown(9000);
    expect(told).toEqual([...lines, started]);

    told = [];
    const late = begin();
    late.settled();
    expect(told).toEqual(lines);
    late.shown(700);
    late.shown(9000);
    expect(told).toEqual([...lines, started]);
  });

  it('waits for a policy that is not known yet or forbids it now', () => {
    const notes = begin();
    notes.shown(700);
    state.reason = 'policy-off';
    notes.settled();
    expect(told).toEqual([]);
    sessionBegins();
    notes.settled();
    expect(told).toEqual([...lines, started]);
  });

  it('is not even looked at without a Yes, and never told after one that comes later', () => {
    for (const before of [null, { ...decided, answer: 'no' } as const]) {
      decision = before;
      const notes = begin();
      notes.shown(700);
      notes.settled();
      decision = yes;
      sessionBegins();
      notes.settled();
      notes.shown(800);
    }
    expect(looked).toBe(0);
    expect(told).toEqual([]);
  });

  it('is forgotten when the Yes has lapsed, and not told after a new one', () => {
    const notes = begin();
    notes.shown(700);
    state.reason = 'lapsed-notice';
    notes.settled();
    sessionBegins();
    notes.settled();
    expect(told).toEqual([]);
  });

  it('is not told under another Yes than the one before the start', () => {
    const notes = begin();
    notes.shown(700);
    state.reason = 'policy-off';
    notes.settled();
    decision = { ...yes };
    sessionBegins();
    notes.settled();
    expect(told).toEqual([]);
    const shownLate = begin();
    shownLate.settled();
    decision = { ...yes };
    told = [];
    shownLate.shown(700);
    expect(told).toEqual([]);
  });

  it('at the standard level is the duration alone, and nobody looks for more', () => {
    decision = { ...yes, level: 'standard' };
    const notes = begin();
    sessionBegins();
    notes.shown(700);
    notes.settled();
    expect(looked).toBe(0);
    expect(told).toEqual([started]);
  });
});
