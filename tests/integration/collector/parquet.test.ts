import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import type { Answer } from '../../../collector/answers/answer.ts';
import type { Question } from '../../../collector/answers/question.ts';
import { QUESTIONS, type QuestionName } from '../../../collector/answers/questions/questions.ts';
import { publishRules } from '../../support/published-rules.ts';
import { someRule } from '../../support/signed-suggestions.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { deliver, someBatch } from './support/batches.ts';
import { startTestCollector } from './support/collectors.ts';
import { someReports } from './support/reports.ts';

const DAY_MS = 86_400_000;
const DAY = Math.floor(Date.parse('2026-03-09') / DAY_MS);

/** Columns of each type that a count, a share, a name and a list have to be of. */
const TYPES: Readonly<Record<string, string>> = {
  uses: 'BIGINT',
  sessions: 'BIGINT',
  lost: 'BIGINT',
  reports: 'BIGINT',
  after: 'BIGINT',
  installations: 'BIGINT',
  share: 'DOUBLE',
  p50: 'DOUBLE',
  p: 'DOUBLE',
  product: 'VARCHAR',
  command: 'VARCHAR',
  change: 'VARCHAR',
  from: 'VARCHAR',
  histogram: 'VARCHAR',
  places: 'VARCHAR',
  usage: 'VARCHAR',
};

/** Also one of a side that has no rows: the columns are the same. */
function queriesOf(name: QuestionName): readonly string[] {
  const { hasPeriods = false, isOfRules = false }: Question = QUESTIONS[name];
  if (isOfRules) return ['', 'product=candor-other'];
  return ['', 'os=plan9', hasPeriods ? 'compare=os:linux&by=day' : 'compare=os:linux'];
}

it('answers are Parquet that DuckDB reads as what they are as JSON', async () => {
  const clock = { day: DAY };
  const collector = await startTestCollector({ k: 1, clock: () => clock.day * DAY_MS + 1 });
  const reports = { operations: someReports.operations, errors: someReports.errors };
  for (let batch = 0; batch < 3; batch++) {
    await deliver(collector.url, someBatch({ dropped: { 'buffer-full': 2 }, reports }));
  }
  clock.day++;
  await publishRules(collector.dataDir, [someRule()]);
  await collector.closed();
  const ask = (question: string, query: string) =>
    fetch(`${collector.url}/v1/answers/${question}?${query}`, {
      headers: { authorization: `Bearer ${collector.token}` },
    });
  const connection = await (await DuckDBInstance.create()).connect();
  const seen = new Set<string>();
  for (const question of Object.keys(QUESTIONS) as QuestionName[]) {
    const columns = Object.keys(QUESTIONS[question].columns);
    for (const query of queriesOf(question)) {
      const answered = (await (await ask(question, query)).json()) as Answer;
      const response = await ask(question, `${query}&format=parquet`);
      expect(response.headers.get('content-type')).toBe('application/vnd.apache.parquet');
      expect(JSON.parse(response.headers.get('candor-completeness') ?? '')).toEqual(answered.completeness);
      expect(response.headers.get('candor-k')).toBe('1');
      expect(JSON.parse(response.headers.get('candor-summary') ?? 'null')).toEqual(answered.summary ?? null);
      const file = path.join(temporaryFolder(), 'answer.parquet');
      writeFileSync(file, Buffer.from(await response.arrayBuffer()));
      const read = await connection.runAndReadAll(`SELECT * FROM read_parquet('${file}')`);
      const beside = [
        ...(query.includes('compare') ? ['compared os'] : []),
        ...(query.includes('by=') ? ['from'] : []),
      ];
      expect(read.columnNames()).toEqual([...beside, ...columns]);
      for (const [index, name] of read.columnNames().entries()) {
        const type = TYPES[name];
        if (type === undefined) continue;
        expect([question, name, String(read.columnTypes()[index])]).toEqual([question, name, type]);
        seen.add(name);
      }
      const sides = [answered, ...(answered.compared ? [answered.compared] : [])];
      const expected = sides.flatMap(({ rows, periods }) =>
        (periods?.flatMap((period) => period.rows) ?? rows).map((row) => columns.map((column) => row[column] ?? null)),
      );
      const rows = read.getRowsJson().map((row) =>
        row.slice(beside.length).map((value, index) => {
          const type = String(read.columnTypes()[index + beside.length]);
          if (value === null) return null;
          if (typeof value === 'string' && /^[[{]/.test(value)) return JSON.parse(value) as unknown;
          return type === 'BIGINT' ? Number(value) : value;
        }),
      );
      expect(rows, `${question} ${query}`).toEqual(expected);
    }
  }
  expect([...seen].sort()).toEqual(Object.keys(TYPES).sort());
});
