import { watch } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ManagedPolicy, POLICY_FRESH_MS, underPolicy } from '../../../../../client/main/policy/managed-policy.ts';
import type { PolicyReading } from '../../../../../client/main/policy/policy-document.ts';
import { FakeNetwork, FakeTime } from '../../../../support/fakes.ts';
import { accepting, commandsOf, programFixture, settle, soon, used, yes } from '../../../../support/program-fixture.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const none: PolicyReading = { status: 'none' };
const read = (participation: string): PolicyReading => ({ status: 'read', fields: { participation }, trusted: true });

/** A policy that a process reads; each answer is given by the test. */
function slowPolicy() {
  const time = new FakeTime();
  const waiting: ((reading: PolicyReading) => void)[] = [];
  let reads = 0;
  let changes = 0;
  const source = {
    kind: 'slow',
    read: () => {
      reads++;
      return new Promise<PolicyReading>((resolve) => waiting.push(resolve));
    },
  } as const;
  const policy = new ManagedPolicy({ source, clock: time, timers: time, watch });
  policy.follow(() => changes++);
  const answer = async (reading: PolicyReading) => {
    waiting.shift()?.(reading);
    await settle();
  };
  return { policy, time, answer, reads: () => reads, changes: () => changes };
}

describe('a policy that takes a process to read', () => {
  it('allows nothing until it is known, and nobody waits for it', async () => {
    const { policy, answer, changes, reads } = slowPolicy();
    expect(policy.allowed).toBe('off');
    expect(policy.collector).toBeUndefined();
    await answer(none);
    expect(policy.allowed).toBeUndefined();
    expect([reads(), changes()]).toEqual([1, 1]);
  });

  it('is read again when a decision finds it old, once, and a change is told', async () => {
    const { policy, time, answer, changes, reads } = slowPolicy();
    await answer(read('standard'));
    time.advance(POLICY_FRESH_MS);
    expect(policy.allowed).toBe('standard');
    expect(reads()).toBe(1);
    time.advance(1);
    expect([policy.allowed, policy.allowed]).toEqual(['standard', 'standard']);
    expect(reads()).toBe(2);
    await answer(read('off'));
    expect(policy.allowed).toBe('off');
    expect(changes()).toBe(2);
  });

  it('tells nothing when nothing has changed, and arms no timer', async () => {
    const { policy, time, answer, changes } = slowPolicy();
    await answer(none);
    const again = policy.reread();
    await answer(none);
    await again;
    expect(changes()).toBe(1);
    expect(time.armed).toBe(0);
  });
});

describe('a request', () => {
  const request = {
    purpose: 'upload',
    method: 'POST',
    path: '/v1/batches',
    headers: {},
    body: new Uint8Array(),
    maxAnswerBytes: 0,
  } as const;

  it('waits for the policy, and is never made when the policy ended it meanwhile', async () => {
    const network = new FakeNetwork();
    const ending = new AbortController();
    const policy = {
      reread: () => {
        ending.abort();
        return Promise.resolve();
      },
    };
    await expect(underPolicy(policy, network.transport)(request, ending.signal)).rejects.toThrow();
    expect(network.requests).toEqual([]);
  });

  it('waits no longer than it may take', async () => {
    const network = new FakeNetwork();
    const deadline = new AbortController();
    const sent = underPolicy({ reread: () => new Promise(() => {}) }, network.transport)(request, deadline.signal);
    deadline.abort();
    await expect(sent).rejects.toThrow();
    const late = underPolicy({ reread: () => new Promise(() => {}) }, network.transport);
    await expect(late(request, AbortSignal.abort())).rejects.toThrow();
    expect(network.requests).toEqual([]);
  });
});

describe('the program under a policy that takes a process to read', () => {
  it('begins when the policy is known, and asks it before it sends', async () => {
    const { policy, answer, reads } = slowPolicy();
    const network = accepting();
    const surroundings = () => ({ policy: policy.allowed, doNotTrack: false, installerChoice: undefined });
    const fixture = programFixture(temporaryFolder(), underPolicy(policy, network.transport), { surroundings });
    const { program } = fixture;
    policy.follow(() => void program.refresh());
    program.decide(yes);
    expect(program.participation().reason).toBe('policy-off');
    expect(program.record(used('help.about'))).toBe(0);

    await answer(none);
    expect(program.record(used('go.search'))).toBe(1);
    const closed = program.close(soon());
    await settle();
    expect([reads(), network.requests.length]).toEqual([2, 0]);
    await answer(none);
    await closed;
    expect(network.requests.map(commandsOf)).toEqual([['go.search']]);
  });

  it('sends nothing when the policy says off as the request is about to leave', async () => {
    const { policy, answer } = slowPolicy();
    const network = new FakeNetwork();
    const surroundings = () => ({ policy: policy.allowed, doNotTrack: false, installerChoice: undefined });
    const fixture = programFixture(temporaryFolder(), underPolicy(policy, network.transport), { surroundings });
    const { program } = fixture;
    policy.follow(() => void program.refresh());
    await answer(none);
    program.decide(yes);
    const closed = program.close(soon());
    await settle();
    await answer(read('off'));
    await closed;
    expect(network.requests).toEqual([]);
  });
});
