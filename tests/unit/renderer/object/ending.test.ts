import { describe, expect, it } from 'vitest';
import { endAdvice, isEndable } from '../../../../renderer/object/end/end-advice.ts';
import {
  beginEnding,
  type Ending,
  type EndingEvent,
  nextEnding,
  toBeAsked,
} from '../../../../renderer/object/end/ending.ts';
import { aProcess } from './processes.ts';

const server = aProcess({ pid: 4242, name: 'http.server' });
const helper = aProcess({ pid: 4243, name: 'helper' });
const following = (ending: Ending, ...events: readonly EndingEvent[]) => events.reduce(nextEnding, ending);
const states = ({ targets }: Ending) => targets.map(({ state }) => state);
const confirmed = { type: 'confirmed' } as const;
const waited = { type: 'waited' } as const;
const answered = (key: string, outcome: 'asked' | 'gone' | 'denied' | 'other-process' | 'failed') =>
  ({ type: 'answered', key, outcome }) as const;
const seen = (...running: readonly string[]) =>
  ({ type: 'seen', running: (key: string) => running.includes(key) }) as const;

describe('ending processes', () => {
  it('does nothing before it is confirmed, then asks for each of them once', () => {
    const begun = beginEnding([server, helper], false);
    expect(toBeAsked(begun)).toEqual([]);
    const ending = following(begun, confirmed);
    expect(toBeAsked(ending)).toEqual([server, helper]);
    expect(following(ending, confirmed)).toBe(ending);
    expect(toBeAsked(following(ending, answered(server.key, 'asked')))).toEqual([helper]);
  });

  it('is over when the list no longer has them', () => {
    const ending = following(beginEnding([server], false), confirmed, answered(server.key, 'asked'));
    expect(following(ending, seen(server.key)).phase).toBe('ending');
    expect(following(ending, seen())).toMatchObject({ phase: 'over', targets: [{ state: 'ended' }] });
  });

  it('is over at once for one that was gone before', () => {
    expect(following(beginEnding([server], false), confirmed, answered(server.key, 'gone')).phase).toBe('over');
  });

  it('offers force after five seconds, for those alone that are still there', () => {
    const stuck = following(
      beginEnding([server, helper], false),
      confirmed,
      answered(server.key, 'asked'),
      answered(helper.key, 'asked'),
      seen(server.key),
      waited,
    );
    expect(stuck).toMatchObject({ phase: 'stuck', force: true });
    expect(states(stuck)).toEqual(['stays', 'ended']);
    expect(toBeAsked(following(stuck, confirmed))).toEqual([server]);
  });

  it('needs no force when the process ends while it is offered', () => {
    const stuck = following(beginEnding([server], false), confirmed, answered(server.key, 'asked'), waited);
    expect(following(stuck, seen()).phase).toBe('over');
  });

  it('says of each why it was not ended, and does not ask it again', () => {
    const ending = following(
      beginEnding([server, helper], false),
      confirmed,
      answered(server.key, 'denied'),
      answered(helper.key, 'asked'),
      waited,
      confirmed,
    );
    expect(states(ending)).toEqual(['denied', 'sent']);
    const over = following(ending, answered(helper.key, 'asked'), seen());
    expect([over.phase, ...states(over)]).toEqual(['over', 'denied', 'ended']);
  });

  it('never takes another process with the same PID for one that was asked', () => {
    const over = following(beginEnding([server], false), confirmed, answered(server.key, 'other-process'));
    expect([over.phase, ...states(over)]).toEqual(['over', 'other-process']);
  });

  it('does not offer force when nothing was asked yet', () => {
    const ending = following(beginEnding([server], false), confirmed);
    expect(following(ending, waited)).toBe(ending);
  });

  it('closes by itself when the process ends before the question is answered', () => {
    expect(following(beginEnding([server], false), seen()).phase).toBe('over');
  });
});

describe('what speaks against ending a process', () => {
  it.each([
    [aProcess({ kernel: true }), 'kernel'],
    [aProcess({ pid: 1, name: 'systemd' }), 'init'],
    [aProcess({ app: 'Candor Finder' }), 'finder'],
    [aProcess({ pid: 900, name: 'systemd' }), 'service-manager'],
    [aProcess({ name: 'gnome-session-b' }), 'session'],
    [aProcess({ name: 'explorer.exe' }), 'session'],
    [aProcess({ mine: false }), 'other-user'],
    [aProcess({ name: 'python3' }), 'fine'],
  ] as const)('%# is told', (process, advice) => {
    expect(endAdvice(process, 'Candor Finder')).toBe(advice);
  });

  it('forbids it for the kernel and the first process alone', () => {
    expect((['kernel', 'init'] as const).map(isEndable)).toEqual([false, false]);
  });

  it('is not ruled out by a name: what is part of the app is for the engine to say', () => {
    expect(isEndable(endAdvice(aProcess({ app: 'Candor Finder' }), 'Candor Finder'))).toBe(true);
    expect((['session', 'service-manager', 'other-user', 'fine'] as const).map(isEndable)).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });
});
