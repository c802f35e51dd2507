import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { CUTS, cubeParts, WHOLE_CUBE } from '../../../collector/rollups/cube-kinds.ts';
import { currentRows, makeCube } from '../../../collector/rollups/cubes.ts';
import { allContributions } from '../../../collector/rollups/day-cells.ts';
import { periodOf } from '../../../collector/rollups/periods.ts';
import { isoDay } from '../../../collector/storage/rows.ts';
import { fullReports } from '../../support/full-reports.ts';
import { rowOf, someBatch } from './support/batches.ts';
import { closing } from './support/closing.ts';
import { shareStorage, TODAY } from './support/storages.ts';

const shared = shareStorage();

/** A week, of which each day has closed. */
const WEEK = periodOf('week', TODAY - 14);
const DAYS = Array.from({ length: 7 }, (_, index) => WEEK.from + index);
const COMMANDS = ['go.search', 'go.processes', 'go.search', 'go.ports'] as const;

/** Two that upgrade within a day, one of two systems, one without uses at first, on some days only, and every kind of figure. */
beforeAll(async () => {
  const installations = Array.from({ length: 9 }, () => randomUUID());
  const rows = DAYS.flatMap((day, index) =>
    installations.flatMap((installation, who) => {
      if ((index + who) % 3 === 0) return [];
      const versions = who % 4 === 0 && index === 3 ? ['1.0.0', '1.1.0'] : [index < 4 ? '1.0.0' : '1.1.0'];
      return versions.map((version, part) =>
        rowOf(
          someBatch({
            envelope: { installation, session: 1 + 3 * index + part, level: 'enhanced' },
            context: {
              version,
              os: who === 1 && index % 2 === 0 ? 'windows' : 'linux',
              country: who < 4 ? 'IT' : 'DE',
            },
            usage: Array.from({ length: who === 5 && index < 4 ? 0 : 4 + who + part }, (_, time) => ({
              command: COMMANDS[(time + who) % COMMANDS.length] ?? 'go.search',
              source: time % 3 === 0 ? 'menu' : 'palette',
              time,
            })),
            dropped: who === 2 ? { 'buffer-full': 3 } : {},
            reports: fullReports,
          }),
          day,
        ),
      );
    }),
  );
  await shared().insert(rows);
  await (await closing(shared(), WEEK.to + 1)).closer.close();
}, 60_000);

const CELL = 'product, packaged, dimension, segment, kind, item';

/** Cells as each contribution by itself gives them, told apart by their names. */
const REFERENCE = (kind: 'day' | 'week') => `
  SELECT ${CELL}, toString(sum(n)) AS total, toString(arrayReverseSort(groupArray(n) AS all)[1]) AS largest,
    toString(arrayReverseSort(all)[2]) AS second, arraySort(groupArray(number)) AS members
  FROM (${allContributions(CUTS, {
    where: 'day >= {from:Date} AND day <= {to:Date}',
    period: `'${kind}'`,
    start: 'toDate({from:Date})',
  })})
  GROUP BY ${CELL} ORDER BY ${CELL}`;

/** The same of a cube. */
const MADE = `
  SELECT ${CELL}, toString(n) AS total, toString(largest) AS largest, toString(second) AS second, arraySort(bitmapToArray(cubes.members)) AS members
  FROM candor.cubes WHERE generation = {generation:UInt64} ORDER BY ${CELL}`;

it.each(['day', 'week'] as const)('the cube of a %s is the same however it is made', async (kind) => {
  const period = kind === 'week' ? WEEK : periodOf('day', WEEK.from + 3);
  const range = { from: isoDay(period.from), to: isoDay(period.to) };
  const expected = await shared().query<{ kind: string }>(REFERENCE(kind), range);
  expect(new Set(expected.map((cell) => cell.kind)).size).toBe(19);
  const rows = await currentRows(shared(), period);
  const ways = [
    [makeCube(period, rows, WHOLE_CUBE, true)],
    [makeCube(period, rows, WHOLE_CUBE)],
    // Each part takes as long as all of them together.
    ...(kind === 'week' ? [1, 3].map((cuts) => cubeParts(cuts).map((part) => makeCube(period, rows, [part]))) : []),
  ];
  for (const [way, statements] of ways.entries()) {
    // None that counts: they are read here alone.
    const generation = String(way + (kind === 'week' ? 10 : 1));
    for (const statement of statements) await shared().run(statement, { generation }, { once: true });
    expect(await shared().query(MADE, { generation })).toEqual(expected);
  }
});
