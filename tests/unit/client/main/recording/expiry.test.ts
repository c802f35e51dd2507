import { describe, expect, it } from 'vitest';
import { noReports } from '../../../../../client/core/batch/batch.ts';
import { FakeTime } from '../../../../support/fakes.ts';
import { accepting, decoded, enhanced, programFixture, soon, used, yes } from '../../../../support/program-fixture.ts';
import { someContext } from '../../../../support/some-context.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

/** What is sent of a session at the enhanced level, with a use, a duration, an error and a line, that begins on a day. */
async function sentOn(today: string) {
  return await sent({ today });
}

async function sent(change: Parameters<typeof programFixture>[2]) {
  const network = accepting();
  const { program } = programFixture(temporaryFolder(), network.transport, change);
  program.decide(enhanced);
  const { measures } = program.collection;
  const taken = program.record(used('go.search', 'help.about'));
  measures.operations.record('app.start', 'ok', 700);
  measures.operations.count('ipc.calls', 3);
  measures.errors.report(new TypeError('x'), 'uncaught');
  program.collection.log('app.session-ended');
  await program.close(soon());
  return { taken, batch: decoded(network.requests[0]) };
}

describe('a session', () => {
  it('that begins on the last day on which fields are collected has them all', async () => {
    const { taken, batch } = await sentOn('2029-12-31');
    expect(taken).toBe(2);
    expect(batch.context).toEqual(someContext);
    expect(batch).toMatchObject({
      usage: [{ command: 'go.search' }, { command: 'help.about' }],
      operations: { operation: expect.arrayContaining(['app.start']) },
      counts: { 'ipc.calls': 3 },
      errors: [{ report: { class: 'TypeError' } }],
      logs: expect.arrayContaining([expect.objectContaining({ code: 'app.session-ended' })]),
    });
  });

  it('that begins the day after sends what tells it apart, and nothing that has expired', async () => {
    const { taken, batch } = await sentOn('2030-01-01');
    const { product, version, packaged } = someContext;
    expect(taken).toBe(0);
    expect(batch.context).toEqual({ product, version, packaged });
    const { envelope, context, usage, dropped, ...reports } = batch;
    expect(envelope.level).toBe('enhanced');
    expect({ context, usage, dropped }).toEqual({ context, usage: [], dropped: {} });
    expect(reports).toEqual(noReports);
  });

  it.each([
    [Date.UTC(2029, 11, 31, 23, 59, 59), 2],
    [Date.UTC(2030, 0, 1), 0],
  ])('goes by the UTC day of its clock, unless one is given: %d', async (now, uses) => {
    const { taken, batch } = await sent({ today: undefined, clock: new FakeTime(now) });
    expect(taken).toBe(uses);
    expect(batch.context.os).toBe(uses === 0 ? undefined : someContext.os);
  });

  it('asks once what it runs on', () => {
    let asked = 0;
    const context = () => {
      asked++;
      return someContext;
    };
    programFixture(temporaryFolder(), accepting().transport, { context }).program.decide(yes);
    expect(asked).toBe(1);
  });
});
