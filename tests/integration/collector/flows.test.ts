import { beforeAll, describe, expect, it } from 'vitest';
import { numberedCommands } from '../../../app/commands/numbered.ts';
import type { Batch } from '../../../client/core/batch/batch.ts';
import type { AnswerRow, Asked } from '../../../collector/answers/question.ts';
import { QUESTIONS } from '../../../collector/answers/questions/questions.ts';
import { fingerprint } from '../../../collector/erasure/erasures.ts';
import { MOST_FLOWS, SLICE_BATCHES } from '../../../collector/limits.ts';
import { eraseRows } from '../../../collector/queries/sender-queries.ts';
import { slicesOf } from '../../../collector/rollups/day-batches.ts';
import { eraseFromRollups } from '../../../collector/rollups/erase-rollups.ts';
import { chooseFlows } from '../../../collector/rollups/flows.ts';
import { makeInstallationDays } from '../../../collector/rollups/installation-days.ts';
import { batchRow, isoDay } from '../../../collector/storage/rows.ts';
import { bytesOf, columnsOf, someBatch } from './support/batches.ts';
import { closing } from './support/closing.ts';
import { flowsIn, type Received } from './support/flows.ts';
import { Random } from './support/random.ts';
import { shareStorage, TODAY } from './support/storages.ts';

/** A Monday, so that the days are one week. */
const FROM = TODAY - 40 - ((TODAY - 40 + 3) % 7);
const DAYS = 4;
const range = { from: FROM, to: FROM + DAYS - 1 };

/** Installations that do all the same, beside those of a kind. */
const ALIKE = 14;
const PRODUCTS = ['candor-finder', 'candor-other'] as const;

/** A batch of a product, of which the wire has one alone. */
interface Sent extends Received {
  readonly product: (typeof PRODUCTS)[number];
}

/** Rows of a day, with what they list in an order of its own. */
const LISTS = ['uses', 'lost', 'operations', 'timings', 'errors', 'erring', 'places', 'flows'];
const columns = LISTS.flatMap((list) => [`\`${list}.item\``, `\`${list}.n\``]).join(', ');
const sorted = LISTS.map((list) => `arraySort(arrayZip(\`${list}.item\`, \`${list}.n\`)) AS ${list}`).join(', ');
const ROWS = `
  SELECT * EXCEPT (generation, \`timings.share\`, ${columns}), ${sorted},
    arraySort(arrayZip(\`timings.item\`, \`timings.share\`)) AS shares
  FROM candor.installation_days WHERE day = {day:Date} AND generation = {generation:UInt64} ORDER BY product, version, number`;

const random = new Random(12);

/** Uses at such times that halves can be told apart. */
const uses = (commands: readonly string[], from = 0): Batch['usage'] =>
  commands.map((command, index) => ({ command: command as 'go.search', source: 'menu', time: from + index }));

/** Part of a session of `installation`. */
function part(installation: string, session: number, sequence: number, usage: Batch['usage'], isLast = true): Batch {
  return someBatch({ envelope: { installation, session, sequence, end: isLast ? 'quit' : 'continues' }, usage });
}

const someCommands = (count: number, of: readonly string[]) => Array.from({ length: count }, () => random.pick(of));

/** Ten thousand uses: as many as a batch has that another follows. */
const whole = () => someCommands(10_000, ['go.search', 'go.back', 'edit.copy']);

/** What sessions can look like when they arrive. */
function someArrivals(): Sent[] {
  const sent: Sent[] = [];
  const add = (day: number, batch: Batch, product: Sent['product'] = 'candor-finder') =>
    sent.push({ day, batch, product });
  const os = (batch: Batch, linux: boolean): Batch => ({
    ...batch,
    context: { ...batch.context, os: linux ? 'linux' : 'windows', version: linux ? '1.1.0' : '1.0.0' },
  });
  for (let who = 0; who < ALIKE; who++) {
    const { installation } = someBatch().envelope;
    const product = who < 10 ? 'candor-finder' : 'candor-other';
    for (const [session, day] of [FROM, FROM + 2].entries()) {
      const steps = ['go.search', 'go.ports', 'edit.copy', 'go.search', 'go.ports', 'edit.copy', 'file.settings'];
      const batch = os(part(installation, session + 1, 0, uses([...steps, ...someCommands(20, steps)])), who % 2 === 0);
      add(day, batch, product);
      // Again on the same day, and on a later one.
      if (who % 3 === 0) add(day, batch, product);
      if (who % 3 === 1) add(day + 1, batch, product);
      add(day, os(part(installation, 10 + session, 0, uses(steps.slice(0, 2))), who % 2 === 0), product);
    }
  }
  const alone = () => someBatch().envelope.installation;
  const commands = whole();
  const next = uses(['view.refresh', 'go.units'], 20_000);
  const sessionOf = (day: number, batches: readonly Batch[]) => {
    for (const batch of [...batches].reverse()) add(day, batch);
  };
  const of = alone();
  const half = (from: number) => uses(commands.slice(from, from + 5000), from);
  // All of it, whole and in halves; without its second half; without its second part; and over two days.
  sessionOf(FROM, [part(of, 1, 0, uses(commands), false), part(of, 1, 1, next)]);
  sessionOf(FROM, [part(of, 2, 0, half(0), false), part(of, 2, 0, half(5000), false), part(of, 2, 1, next)]);
  sessionOf(FROM + 1, [part(of, 3, 0, half(0), false), part(of, 3, 1, next)]);
  sessionOf(FROM + 1, [part(of, 4, 0, uses(commands), false), part(of, 4, 2, next)]);
  sessionOf(FROM + 1, [part(of, 5, 0, uses(commands), false)]);
  sessionOf(FROM + 2, [part(of, 5, 1, next)]);
  sessionOf(FROM + 2, [part(of, 6, 0, uses(commands), false), part(of, 6, 1, uses(['go.units'], 20_000))]);
  // Uses were lost in it.
  sessionOf(FROM + 2, [
    { ...part(of, 7, 0, next), usage: uses(someCommands(30, commands)), dropped: { 'disk-full': 3 } },
  ]);
  // Two sessions of one number, by different keys, are none.
  const twice = part(of, 8, 0, uses(['go.units', 'go.units']));
  sessionOf(FROM + 2, [twice, { ...twice, envelope: { ...part(of, 8, 0, []).envelope, keyHash: 'cd'.repeat(32) } }]);
  // More different flows than are kept by name.
  sessionOf(FROM + 3, [part(alone(), 1, 0, uses(someCommands(4000, numberedCommands)))]);
  sessionOf(FROM + 3, [part(alone(), 1, 0, uses(someCommands(500, numberedCommands)))]);
  for (let who = 0; who < 9; who++) {
    sessionOf(FROM + 3, [part(alone(), 1, 0, uses(['go.search', 'view.refresh', 'go.ports', 'go.units']))]);
  }
  return sent;
}

type Figures = Record<string, readonly [uses: number, installations: number]>;

/** Sums and installations of what is there, by product and flow; `named` says which flows of a day are told by their names. */
function counted(
  sent: readonly Sent[],
  isOf: (batch: Batch, day: number) => boolean,
  isNamed: (day: number, name: string) => boolean,
): Figures {
  const products = new Map(sent.map(({ batch, product }) => [batch.envelope.batch, product]));
  const rows = new Map<string, { uses: number; who: Set<string> }>();
  for (const { flow, day, batch } of flowsIn(sent)) {
    if (!isOf(batch, day)) continue;
    const { installation, keyHash, batch: id } = batch.envelope;
    const name = `${products.get(id)} ${flow}`;
    const key = isNamed(day, name) ? name : `${products.get(id)} other`;
    const row = rows.get(key) ?? { uses: 0, who: new Set() };
    rows.set(key, { uses: row.uses + 1, who: row.who.add(`${installation} ${keyHash}`) });
  }
  return Object.fromEntries([...rows].map(([key, row]) => [key, [row.uses, row.who.size] as const]));
}

const nameOf = ({ product, first, second, third }: AnswerRow) =>
  [product, first, ...(second === null ? [] : [second, third])].join(' ');

describe('flows', () => {
  const shared = shareStorage();
  const sent = someArrivals();
  /** Names of flows of a day that are told. */
  const named = new Map<number, Set<string>>();

  const ask = (k: number, change: Partial<Asked> = {}) =>
    QUESTIONS.flows.ask({
      storage: shared(),
      asked: { range, ...change },
      closedThrough: range.to,
      rules: { k, of: 'users' },
    });
  const figuresOf = async (change: Partial<Asked> = {}) => {
    const { rows } = await ask(1, change);
    return Object.fromEntries(rows.map((row) => [nameOf(row), [row['uses'], row['installations']]]));
  };
  const isNamed = (day: number, name: string) => named.get(day)?.has(name) ?? false;

  beforeAll(async () => {
    const storage = shared();
    const { closer, clock } = await closing(storage, FROM);
    for (let day = FROM; day <= range.to; day++) {
      const rows = sent
        .filter((one) => one.day === day)
        .map(({ batch, product }) => {
          const columns = columnsOf(bytesOf(batch));
          return batchRow({ ...columns, context: { ...columns.context, product } }, day);
        });
      await storage.insert(rows);
      clock.day = day + 1;
      await closer.close();
    }
    clock.day = FROM + 8;
    await closer.close();
    for (let day = FROM; day <= range.to; day++) {
      const { rows } = await ask(1, { range: { from: day, to: day } });
      named.set(day, new Set(rows.map(nameOf)));
    }
  }, 120_000);

  it('are three uses one right after the other, exactly, by whatever they are told from', async () => {
    const inOs = (os: string) => (batch: Batch) => batch.context.os === os;
    const linux = { dimension: 'os', segment: 'linux' } as const;
    const newer = { dimension: 'version', segment: '1.1.0' } as const;
    expect(await figuresOf()).toEqual(counted(sent, () => true, isNamed));
    expect(await figuresOf({ filters: [linux] })).toEqual(counted(sent, inOs('linux'), isNamed));
    expect(await figuresOf({ filters: [newer] })).toEqual(
      counted(sent, ({ context }) => context.version === '1.1.0', isNamed),
    );
    for (let day = FROM; day <= range.to; day++) {
      const its = counted(sent, (_, on) => on === day, isNamed);
      expect(await figuresOf({ range: { from: day, to: day } }), isoDay(day)).toEqual(its);
    }
    const one = await figuresOf({ product: 'candor-other' });
    expect(Object.keys(one).length).toBeGreaterThan(5);
    expect(one).toEqual(
      Object.fromEntries(Object.entries(await figuresOf()).filter(([name]) => name.startsWith('candor-other'))),
    );
  });

  it('cross the end of a batch only where it is known what follows', async () => {
    const of = await figuresOf();
    const ends = Object.keys(of).filter((name) => name.includes('view.refresh go.units'));
    // From the whole session and from that in halves, and from none with something missing.
    expect(ends.map((name) => of[name])).toEqual([[2, 1]]);
    const first = Object.keys(await figuresOf({ range: { from: FROM, to: FROM + 2 } }));
    expect(first.filter((name) => name.endsWith('go.units go.units'))).toEqual([]);
  });

  it('are kept by name when they are among those of a product that most installations have', async () => {
    const day = range.to;
    const { rows } = await ask(1, { range: { from: day, to: day } });
    expect(rows.filter(({ first }) => first !== 'other')).toHaveLength(MOST_FLOWS);
    const all = counted(
      sent,
      (_, on) => on === day,
      () => true,
    );
    expect(Object.keys(all).length).toBeGreaterThan(3 * MOST_FLOWS);
    // Noise is 3 at most.
    const often = Object.keys(all).filter((name) => (all[name]?.[1] ?? 0) > 7);
    expect(often).toHaveLength(2);
    for (const name of often) expect(isNamed(day, name), name).toBe(true);
  });

  it('are the same, and all of their rows, when a day is made in slices of installations, as one of many batches is', async () => {
    const storage = shared();
    const slices = slicesOf(4 * SLICE_BATCHES);
    const traits = { hasParts: true, hasSeveral: true, hasEarlier: true, isFew: false };
    for (const at of [FROM, FROM + 1]) {
      const day = isoDay(at);
      const run = (sql: string, slice = {}) => storage.run(sql, { day, ...slice, generation: '1' }, { once: true });
      await chooseFlows(run, slices, traits);
      for (const slice of slices) await run(makeInstallationDays(traits), slice);
      const rows = (generation: string) => storage.query(ROWS, { day, generation });
      const [current] = await storage.query<{ generation: string }>(
        'SELECT toString(max(generation)) AS generation FROM candor.installation_days WHERE day = {day:Date}',
        { day },
      );
      const made = await rows('1');
      if (at === FROM) expect(made.length).toBe(ALIKE + 1);
      expect(made, day).toEqual(await rows(current?.generation ?? ''));
      for (const table of ['installation_days', 'flow_counts']) {
        await storage.run(`ALTER TABLE candor.${table} DROP PARTITION ('${day}', 1)`);
      }
    }
  });

  it('leave nothing of how they were chosen', async () => {
    const { closer } = await closing(shared(), FROM + 9);
    await closer.close();
    expect(await shared().query('SELECT toUInt32(count()) AS rows FROM candor.flow_counts')).toEqual([{ rows: 0 }]);
  });

  it('are protected: few are withheld, the others near the true ones, the same in each asking', async () => {
    const { rows } = await ask(5);
    const truth = counted(sent, () => true, isNamed);
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.length).toBeLessThanOrEqual(Object.keys(truth).length);
    for (const row of rows) {
      const [, installations = 0] = truth[nameOf(row)] ?? [];
      expect(installations).toBeGreaterThanOrEqual(5);
      expect(Math.abs(Number(row['installations']) - installations)).toBeLessThanOrEqual(3);
    }
    const [finder] = [await ask(5, { product: 'candor-finder' })];
    const figures = (some: readonly AnswerRow[]) => some.map(({ share, ...row }) => row);
    expect(figures(finder.rows)).toEqual(figures(rows.filter(({ product }) => product === 'candor-finder')));
    const votes = await ask(5, { votes: 'installation' });
    expect(votes.rows.map(nameOf).sort()).toEqual(rows.map(nameOf).sort());
  });

  it('are without those who were erased, at once and when cubes were made anew', async () => {
    const [{ batch }] = sent as [Sent];
    const names = [fingerprint(batch.envelope)];
    await eraseRows(shared(), names);
    await eraseFromRollups(shared(), names);
    const rest = sent.filter((one) => one.batch.envelope.installation !== batch.envelope.installation);
    const known = counted(rest, () => true, isNamed);
    expect(known).not.toEqual(counted(sent, () => true, isNamed));
    expect(await figuresOf()).toEqual(known);
    const { closer } = await closing(shared(), FROM + 10);
    await closer.close();
    expect(await figuresOf()).toEqual(known);
  });
});
