import { beforeAll, describe, expect, it } from 'vitest';
import type { Batch } from '../../../client/core/batch/batch.ts';
import { evaluate, type SessionFacts } from '../../../client/core/suggestions/evaluate.ts';
import type { Condition, Rule } from '../../../client/core/suggestions/rules.ts';
import type { MetCells } from '../../../collector/answers/findings/met-cells.ts';
import { queryMet } from '../../../collector/answers/findings/met-cells.ts';
import { askMet } from '../../../collector/answers/findings/shown.ts';
import { QUESTIONS } from '../../../collector/answers/questions/questions.ts';
import { recording, type Statement } from '../../../collector/answers/statements.ts';
import { fingerprint } from '../../../collector/erasure/erasures.ts';
import { eraseRows } from '../../../collector/queries/sender-queries.ts';
import { eraseFromRollups } from '../../../collector/rollups/erase-rollups.ts';
import { someRule } from '../../support/signed-suggestions.ts';
import { rowOf } from './support/batches.ts';
import { closing } from './support/closing.ts';
import { Random } from './support/random.ts';
import { type Sender, someCondition, someSender, someSession } from './support/sessions.ts';
import { shareStorage, TODAY } from './support/storages.ts';

const FROM = TODAY - 30;
const range = { from: FROM, to: FROM + 2 };
const PRODUCT = 'candor-finder';

/** A session as it was received first: on a day, in some parts. */
interface Received {
  readonly day: number;
  readonly sender: Sender;
  readonly batches: readonly Batch[];
}

/** What the app would have evaluated at the end of the session. */
function factsOf(batches: readonly Batch[]): SessionFacts {
  const [first] = batches as [Batch];
  const counts: Record<string, number> = {};
  for (const batch of batches) {
    for (const [id, n] of Object.entries(batch.counts)) counts[id] = (counts[id] ?? 0) + n;
  }
  return {
    level: first.envelope.level,
    context: first.context,
    usage: batches.flatMap(({ usage }) => usage),
    operations: first.operations,
    counts,
    errors: batches.flatMap(({ errors }) => errors),
    configuration: undefined,
  };
}

/** Who would have met some conditions, by what the app evaluates: an independent way to the same figures. */
function metBy(received: readonly Received[], when: readonly Condition[], from = range.from, to = range.to) {
  const rule = { ...someRule(), when } as unknown as Rule;
  const met = received.filter(
    ({ day, batches }) =>
      day >= from &&
      day <= to &&
      batches[0]?.context.packaged === 'yes' &&
      evaluate([rule], factsOf(batches)).length > 0,
  );
  const who = (some: readonly Received[]) =>
    new Set(some.map(({ sender }) => `${sender.installation} ${sender.keyHash}`)).size;
  const domains = new Set(met.flatMap(({ sender }) => sender.domain ?? []));
  return {
    installations: who(met),
    organisations: Object.fromEntries(
      [...domains].map((domain) => [domain, who(met.filter(({ sender }) => sender.domain === domain))]),
    ),
  };
}

const sizesOf = ({ organisations }: { organisations: Readonly<Record<string, number>> }) =>
  Object.values(organisations);

/** Of all conditions together. */
function figuresOf({ conditions, cells }: MetCells) {
  const { all, organisations } = cells.get(2 ** conditions.length - 1) ?? { all: undefined, organisations: [] };
  return {
    installations: all?.installations ?? 0,
    organisations: Object.fromEntries(organisations.map(({ ofSegment, installations }) => [ofSegment, installations])),
  };
}

/** All parts of a rule, by the conditions that hold. */
const partsOf = (when: readonly Condition[]) =>
  Array.from({ length: 2 ** when.length }, (_, mask) => when.filter((_, bit) => (mask >> bit) & 1));

describe('findings', () => {
  const shared = shareStorage();
  const random = new Random(41);
  const senders = Array.from({ length: 60 }, () => someSender(random));
  const received = senders.flatMap((sender) =>
    Array.from({ length: 1 + random.below(4) }, (_, session): Received => {
      // Of a session in two parts the second has what was counted, and not how long things took: these are one list.
      const batches = someSession(random, sender, session + 1).map((batch, part) =>
        part === 0
          ? batch
          : { ...batch, operations: { operation: [], outcome: [], buckets: [], bucket: [], count: [] } },
      );
      return { day: FROM + random.below(3), sender, batches };
    }),
  );
  // A flow over the end of a part is not seen by the collector: the second part has no uses.
  const sent = received.map((one) => ({
    ...one,
    batches: one.batches.map((batch, part) => (part === 0 ? batch : { ...batch, usage: [] })),
  }));
  const rules = Array.from({ length: 45 }, () =>
    Array.from({ length: 1 + random.below(3) }, () => someCondition(random)),
  );

  beforeAll(async () => {
    const storage = shared();
    // Every third session is sent again, on the same day or two days later, which changes nothing.
    const again = sent.filter((_, index) => index % 3 === 0);
    const rows = [...sent, ...again.map((one, index) => ({ ...one, day: one.day + 2 * (index % 2) }))];
    await storage.insert(rows.flatMap(({ day, batches }) => batches.map((batch) => rowOf(batch, day))));
    const { closer } = await closing(storage, range.to + 3);
    await closer.close();
  }, 120_000);

  const ask = (when: readonly (readonly Condition[])[], k: number, its = range) =>
    queryMet(shared(), { product: PRODUCT, range: its, rules: when }, { k, of: 'users' });

  it('are the installations and organisations that the app itself would have shown a rule to, exactly', async () => {
    const found = await ask(rules, 1);
    const expected = rules.map((when) => metBy(sent, when));
    for (const [index, when] of rules.entries()) {
      expect(figuresOf(found[index] as MetCells), JSON.stringify(when)).toEqual(expected[index]);
    }
    // Neither all nor none of them are met, or the test would tell nothing.
    expect(new Set(expected.map(({ installations }) => installations)).size).toBeGreaterThan(20);
    expect(await ask([], 1)).toEqual([]);
  });

  it('are of the days that are asked about, and of what was received on them for the first time', async () => {
    for (let day = FROM; day <= range.to + 2; day++) {
      const found = await ask(rules.slice(0, 8), 1, { from: day, to: day });
      expect(found.map(figuresOf)).toEqual(rules.slice(0, 8).map((when) => metBy(sent, when, day, day)));
    }
  });

  it('are of one product, and of builds for users unless all count', async () => {
    const [when = []] = rules;
    const asked = { range, rules: [when] };
    const [none] = await queryMet(shared(), { ...asked, product: 'candor-other' }, { k: 1, of: 'users' });
    expect(figuresOf(none as MetCells).installations).toBe(0);
    const everybody = [[{ field: 'usage.command', of: 'edit.copy', op: 'below', value: 1 }]] as const;
    const installations = async (of: 'users' | 'all') =>
      (await queryMet(shared(), { range, product: PRODUCT, rules: everybody }, { k: 1, of })).map(figuresOf)[0]
        ?.installations;
    expect(Number(await installations('all'))).toBeGreaterThan(Number(await installations('users')));
  });

  it('are those of every part of a rule where they are protected', async () => {
    const some = rules.slice(0, 12);
    for (const { conditions, cells } of await ask(some, 5)) {
      for (const [mask, part] of partsOf(conditions).entries()) {
        const everybody = { field: 'usage.command', of: 'edit.copy', op: 'below', value: 1 } as const;
        const truth = metBy(sent, part.length === 0 ? [everybody] : part);
        expect(cells.get(mask)?.all?.installations ?? 0, JSON.stringify(part)).toBe(truth.installations);
      }
    }
  });

  it('are moved by cell and question at k = 5, the same in each asking, and withheld when they are few', async () => {
    const shownOf = (when: readonly (readonly Condition[])[]) =>
      askMet(shared(), { product: PRODUCT, range, rules: when }, { k: 5, of: 'users' });
    const shown = await shownOf(rules);
    // In another order, of the rules and of their conditions, and with one said twice.
    const others = await shownOf([...rules].reverse().map((when) => [...when].reverse().concat(when.slice(0, 1))));
    expect([...others].reverse()).toEqual(shown);
    let moved = 0;
    for (const [index, when] of rules.entries()) {
      const truth = metBy(sent, when);
      const { installations, organisations } = shown[index] ?? { installations: null, organisations: null };
      if (truth.installations < 5) expect([installations, organisations]).toEqual([null, null]);
      if (truth.installations >= 8) expect(installations).not.toBeNull();
      if (installations === null) continue;
      // Of the rule, or of a part of it that hardly more meet: seven for each condition at most.
      expect(installations).toBeGreaterThanOrEqual(truth.installations - 6);
      expect(installations).toBeLessThanOrEqual(truth.installations + 6 + 7 * when.length);
      const most = Math.max(
        ...partsOf(when).map((part) => sizesOf(metBy(sent, part)).filter((size) => size >= 5).length),
      );
      expect(organisations).toBeLessThanOrEqual(most);
      expect(organisations).toBeGreaterThanOrEqual(sizesOf(truth).filter((size) => size >= 8).length);
      if (installations !== truth.installations) moved++;
    }
    expect(moved).toBeGreaterThan(10);
  });

  it('are the same with a condition that leaves out few, and others for another question about the same', async () => {
    const one: Condition = { field: 'usage.command', of: 'go.search', op: 'at-least', value: 1 };
    const everybody: Condition = { field: 'usage.command', of: 'edit.copy', op: 'below', value: 1 };
    const asked = async (when: readonly Condition[], its = range) =>
      (await askMet(shared(), { product: PRODUCT, range: its, rules: [when] }, { k: 5, of: 'users' }))[0]
        ?.installations;
    expect(await asked([one, everybody])).toBe(await asked([one]));
    const noise = new Set<number>();
    for (let value = 1; value <= 12; value++) {
      const below: Condition = { field: 'usage.command', of: 'edit.copy', op: 'below', value };
      // Everybody each time: the condition is left out, and it is one question.
      noise.add(Number(await asked([below])));
    }
    expect(noise.size).toBe(1);
    const found = new Set<number>();
    for (let before = 1; before <= 12; before++)
      found.add(Number(await asked([one], { from: FROM - before, to: range.to })));
    // The same installations on more days, on which nothing was received: each range is a question of its own.
    expect(found.size).toBeGreaterThan(2);
  });

  it('tell by no statement behind them which conditions are left out', async () => {
    const one: Condition = { field: 'usage.command', of: 'go.search', op: 'at-least', value: 1 };
    const statements: Statement[] = [];
    const storage = recording(recording(shared(), statements), statements);
    await askMet(storage, { product: PRODUCT, range, rules: [[one]] }, { k: 5, of: 'users' });
    expect(statements.length).toBeGreaterThan(0);
    expect(statements.flatMap(({ parameters }) => Object.keys(parameters))).not.toContain('questions');
  });

  it('are the same however a condition is spelt', async () => {
    const duration = (value: number): Condition => ({
      ...{ field: 'operations.duration', of: 'finder.search', outcome: 'ok', op: 'at-least' },
      ...{ quantile: 0.5, value },
    });
    const version = (value: readonly string[]): Condition => ({ field: 'context.version', op: 'is', value });
    const spellings: readonly (readonly Condition[])[] = [
      ['1.0.0 1.9.0', '1.9.0 1.0.0', '1 1.9', '1.09.0 01.0 1.9'].map((value) => version(value.split(' '))),
      ['1.10 1.10.2', '1.10.2 1.10', '1.10.0 1.10.02'].map((value) => version(value.split(' '))),
      [750, 760, 770, 780].map(duration),
      [
        { process: 'gpu', handledBy: 'child-process-gone' } as const,
        { handledBy: 'child-process-gone', process: 'gpu' } as const,
      ].map((of) => ({ field: 'errors.count', of, op: 'at-least', value: 1 })),
    ];
    for (const some of spellings) {
      const asked = { product: PRODUCT, range, rules: some.map((one) => [one]) };
      const [first, ...others] = await askMet(shared(), asked, { k: 5, of: 'users' });
      expect(first?.installations).not.toBeNull();
      for (const other of others) expect(other, JSON.stringify(some)).toEqual(first);
    }
  });

  it('are a row for each rule that is published, with null for what few would have met or history does not tell', async () => {
    const unchanged = { field: 'configuration', of: 'theme', op: 'unchanged' } as const;
    const [when = []] = rules;
    const published = [
      {
        product: PRODUCT,
        serial: 9,
        expires: '2027-01-01',
        rules: [
          { ...someRule({ id: 'by-settings', when: [...when.slice(0, 2), unchanged] }) },
          { ...someRule({ id: 'by-history', when }), remedy: { command: 'go.search' } },
          {
            ...someRule({
              id: 'by-nobody',
              when: [{ field: 'usage.command', of: 'edit.copy', op: 'at-least', value: 9 }],
            }),
          },
        ] as unknown as Rule[],
      },
    ];
    const table = async (k: number, product?: string) =>
      await QUESTIONS.findings.ask({
        storage: shared(),
        asked: { range, ...(product === undefined ? {} : { product }) },
        closedThrough: range.to,
        rules: { k, of: 'users' },
        published,
      });
    const { installations, organisations } = metBy(sent, when);
    expect((await table(1)).rows).toMatchObject([
      { rule: 'by-history', installations, organisations: Object.keys(organisations).length, serial: 9, notTold: [] },
      { rule: 'by-nobody', installations: 0, organisations: 0, remedy: null },
      { rule: 'by-settings', installations: null, notTold: [{ condition: when.slice(0, 2).length, why: 'settings' }] },
    ]);
    expect((await table(5)).rows.find(({ rule }) => rule === 'by-nobody')).toMatchObject({ installations: null });
    expect((await table(1, 'candor-other')).rows).toEqual([]);
  });

  it('are without whoever was erased, at once', async () => {
    const [when = []] = rules;
    const [first] = sent.filter((one) => metBy([one], when).installations === 1);
    const { installation, keyHash } = (first as Received).sender;
    const names = [fingerprint({ installation, keyHash })];
    await eraseFromRollups(shared(), names);
    await eraseRows(shared(), names);
    const rest = sent.filter(({ sender }) => sender.installation !== installation || sender.keyHash !== keyHash);
    expect((await ask([when], 1)).map(figuresOf)).toEqual([metBy(rest, when)]);
  });
});
