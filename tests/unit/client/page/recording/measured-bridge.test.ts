import { beforeEach, describe, expect, it } from 'vitest';
import { finder } from '../../../../../app/finder/product.ts';
import type { Bridge, InvokeChannel } from '../../../../../app/ipc/contract.ts';
import { contract } from '../../../../../app/ipc/contract.ts';
import { clientContractOf } from '../../../../../client/core/ipc/contract.ts';
import { measuredBridge } from '../../../../../client/page/recording/measured-bridge.ts';

let asked: unknown[][];
let counted: string[];
let timed: string[];
let answer: () => Promise<unknown>;
let bridge: Bridge;

beforeEach(() => {
  asked = [];
  counted = [];
  timed = [];
  answer = () => Promise.resolve('answer');
  const main = {
    invoke: (...request: unknown[]) => {
      asked.push(request);
      return answer();
    },
    on: () => () => {},
  };
  bridge = measuredBridge(main as unknown as Bridge, {
    count: (id) => counted.push(id),
    measure: (operation, call) => {
      timed.push(operation);
      return call();
    },
  });
});

describe('a call to main', () => {
  it('is handed on as it is, timed and counted', async () => {
    expect(await bridge.invoke('finder.watch', { level: 'visible', topics: ['processes'] })).toBe('answer');
    expect(asked).toEqual([['finder.watch', { level: 'visible', topics: ['processes'] }]]);
    expect({ timed, counted }).toEqual({ timed: ['ipc.round-trip'], counted: ['ipc.calls'] });
  });

  it('that fails is counted as failed and fails for the one who asked', async () => {
    answer = () => Promise.reject(new Error('refused'));
    await expect(bridge.invoke('finder.refresh')).rejects.toThrow('refused');
    expect(counted).toEqual(['ipc.calls', 'ipc.failures']);
  });

  it('of the program itself is never measured, every other one is', async () => {
    const channels = Object.entries({ ...clientContractOf(finder.words), ...contract }).flatMap(
      ([channel, { kind }]) => (kind === 'invoke' ? channel : []),
    );
    for (const channel of channels as InvokeChannel[]) await (bridge.invoke as (name: string) => unknown)(channel);
    const own = channels.filter((channel) => channel.startsWith('usage.') || channel.startsWith('program.'));
    expect(own).toContain('program.decide');
    expect(own.filter((channel) => channel.startsWith('usage.'))).toEqual(['usage.thrown', 'usage.record']);
    expect(asked).toHaveLength(channels.length);
    expect(counted).toHaveLength(channels.length - own.length);
  });
});
