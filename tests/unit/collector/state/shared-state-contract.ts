/** What every implementation of the shared state does, whatever it keeps it in. */
import { describe, expect, it } from 'vitest';
import type { SharedState } from '../../../../collector/state/shared-state.ts';

export interface StateUnderTest {
  /** Another process on the same data. */
  another(): Promise<SharedState> | SharedState;
  /** Lets so much time pass for all of them that each looks anew. */
  later(): void;
}

/** @param open begins with no records. */
export function describeSharedState(name: string, open: () => Promise<StateUnderTest>): void {
  describe(`the shared state in ${name}`, () => {
    it('has no records at first', async () => {
      const state = await (await open()).another();
      expect([...(await state.all('token'))]).toEqual([]);
    });

    it('has what was written here at once, by kind and id', async () => {
      const state = await (await open()).another();
      await state.put('token', 'a', { role: 'viewer', names: ['ü\n"'] });
      await state.put('token', 'b', 2);
      await state.put('session', 'a', null);
      expect(await state.all('token')).toEqual(
        new Map<string, unknown>([
          ['a', { role: 'viewer', names: ['ü\n"'] }],
          ['b', 2],
        ]),
      );
      expect(await state.all('session')).toEqual(new Map([['a', null]]));
    });

    it('replaces and removes records, and removing what is not there is nothing', async () => {
      const state = await (await open()).another();
      await state.put('token', 'a', 1);
      await state.put('token', 'a', 2);
      await state.remove('token', 'none');
      expect(await state.all('token')).toEqual(new Map([['a', 2]]));
      await state.remove('token', 'a');
      expect(await state.all('token')).toEqual(new Map());
    });

    it('takes and removes many at a time, and a value that is long', async () => {
      const data = await open();
      const state = await data.another();
      const long = '"é\\😀\n'.repeat(10_000);
      const many = new Map<string, unknown>(Array.from({ length: 3000 }, (_, at) => [`n${at}`, { day: `'${at}` }]));
      await state.putAll('erasure', new Map<string, unknown>([...many, ['long', long]]));
      await state.removeAll('erasure', ['n0', 'n1', 'none']);
      await state.putAll('erasure', new Map());
      await state.removeAll('erasure', []);
      many.delete('n0');
      many.delete('n1');
      data.later();
      for (const one of [state, await data.another()]) {
        const all = await one.all('erasure');
        expect(all.size).toBe(many.size + 1);
        expect(all.get('long')).toBe(long);
        expect(all.get('n2999')).toEqual({ day: "'2999" });
      }
    });

    it('does not change under somebody who has asked', async () => {
      const state = await (await open()).another();
      await state.put('token', 'a', 1);
      const before = await state.all('token');
      await state.put('token', 'b', 2);
      expect([...before.keys()]).toEqual(['a']);
    });

    it('is seen by another process soon, also after it began', async () => {
      const data = await open();
      const [one, other] = [await data.another(), await data.another()];
      expect(await other.all('audit')).toEqual(new Map());
      await one.put('audit', 'a', 1);
      await one.put('audit', 'b', 2);
      await one.remove('audit', 'a');
      data.later();
      expect(await other.all('audit')).toEqual(new Map([['b', 2]]));
      expect(await (await data.another()).all('audit')).toEqual(new Map([['b', 2]]));
    });

    it('loses nothing when several write at once', async () => {
      const data = await open();
      const writers = [await data.another(), await data.another(), await data.another()];
      await Promise.all(
        writers.flatMap((state, writer) => [0, 1, 2, 3].map((at) => state.put('token', `${writer}-${at}`, at))),
      );
      data.later();
      for (const state of writers) expect((await state.all('token')).size).toBe(12);
    });

    it('takes no id that is empty or too long', async () => {
      const state = await (await open()).another();
      await expect((async () => state.put('token', '', 1))()).rejects.toThrow(RangeError);
      await expect((async () => state.remove('token', 'x'.repeat(201)))()).rejects.toThrow(RangeError);
      await state.put('token', 'x'.repeat(200), 1);
      expect((await state.all('token')).size).toBe(1);
    });
  });
}
