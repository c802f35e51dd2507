import type { EndOutcome } from '../../../app/finder/asking.ts';
import type { Process } from '../../../app/finder/process.ts';

/**
 * How far ending one process has come. `stays`: it was asked and is still there; the others after it say why it cannot
 * be ended from here.
 */
type TargetState = 'listed' | 'sent' | 'asked' | 'stays' | 'ended' | Exclude<EndOutcome, 'asked' | 'gone'>;

interface EndTarget {
  readonly process: Process;
  readonly state: TargetState;
}

/**
 * A dialog that ends processes. `question`: nothing was done yet; `ending`: asked, and watched; `stuck`: some are still
 * there after {@link PATIENCE_MS}; `over`: nothing is left to wait for.
 */
export interface Ending {
  readonly phase: 'question' | 'ending' | 'stuck' | 'over';
  /** The next press of the button does not ask the processes, it ends them. */
  readonly force: boolean;
  /** The last press did: what is still there then waits for a disk or a driver. */
  readonly forced: boolean;
  readonly targets: readonly EndTarget[];
}

/** A process that was asked has this long to end by itself before force is offered, in milliseconds. */
export const PATIENCE_MS = 5000;

export type EndingEvent =
  /** The person pressed the button that ends. */
  | { readonly type: 'confirmed' }
  /** The engine has answered for one of them. */
  | { readonly type: 'answered'; readonly key: string; readonly outcome: EndOutcome }
  /** The live list was read: what is in it still runs. */
  | { readonly type: 'seen'; readonly running: (key: string) => boolean }
  /** {@link PATIENCE_MS} have passed since it was confirmed. */
  | { readonly type: 'waited' };

export function beginEnding(processes: readonly Process[], force: boolean): Ending {
  return {
    phase: 'question',
    force,
    forced: false,
    targets: processes.map((process) => ({ process, state: 'listed' })),
  };
}

/** The dialog after an event; the same object when nothing changes. */
export function nextEnding(ending: Ending, event: EndingEvent): Ending {
  switch (event.type) {
    case 'confirmed':
      if (ending.phase === 'ending' || ending.phase === 'over') return ending;
      return settled({
        ...ending,
        phase: 'ending',
        forced: ending.force,
        targets: ending.targets.map((target) => (isOpen(target.state) ? { ...target, state: 'sent' } : target)),
      });
    case 'answered':
      return settled(withState(ending, event.key, 'sent', afterAnswer(event.outcome)));
    case 'seen':
      return settled(withoutEnded(ending, event.running));
    case 'waited':
      return afterWaiting(ending);
  }
}

/** The processes that an end has to be asked for now: those that were just confirmed. */
export function toBeAsked({ phase, targets }: Ending): readonly Process[] {
  return phase === 'ending' ? targets.filter(({ state }) => state === 'sent').map(({ process }) => process) : [];
}

/** Still to be ended: nothing was done yet, or it did not help. */
function isOpen(state: TargetState): boolean {
  return state === 'listed' || state === 'stays';
}

function afterAnswer(outcome: EndOutcome): TargetState {
  return outcome === 'gone' ? 'ended' : outcome;
}

function withState(ending: Ending, key: string, from: TargetState, state: TargetState): Ending {
  const at = ending.targets.findIndex((target) => target.process.key === key && target.state === from);
  if (at < 0) return ending;
  return {
    ...ending,
    targets: ending.targets.map((target, index) => (index === at ? { ...target, state } : target)),
  };
}

/** One that was not there when the dialog opened has ended by itself: it needs nothing any more either. */
function withoutEnded(ending: Ending, running: (key: string) => boolean): Ending {
  const left = ({ process, state }: EndTarget) =>
    (state === 'asked' || state === 'sent' || isOpen(state)) && !running(process.key);
  if (!ending.targets.some(left)) return ending;
  return {
    ...ending,
    targets: ending.targets.map((target) => (left(target) ? { ...target, state: 'ended' } : target)),
  };
}

function afterWaiting(ending: Ending): Ending {
  if (ending.phase !== 'ending' || !ending.targets.some(({ state }) => state === 'asked')) return ending;
  const targets = ending.targets.map((target) =>
    target.state === 'asked' ? ({ ...target, state: 'stays' } as const) : target,
  );
  return { ...ending, phase: 'stuck', force: true, targets };
}

/** Whether anything is left to wait for, or to offer. */
function settled(ending: Ending): Ending {
  const { phase, targets } = ending;
  const under = targets.some(({ state }) => state === 'sent' || state === 'asked');
  if (phase === 'ending' && !under) {
    return targets.some(({ state }) => state === 'stays') ? { ...ending, phase: 'stuck', force: true } : over(ending);
  }
  if (phase !== 'ending' && !targets.some(({ state }) => isOpen(state)) && phase !== 'over') return over(ending);
  return ending;
}

const over = (ending: Ending): Ending => ({ ...ending, phase: 'over' });
