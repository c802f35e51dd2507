import { describe, expect, it } from 'vitest';
import { registry } from '../../../app/telemetry/registry.ts';
import { columns } from '../../../collector/storage/columns.ts';
import { batchRow, dayOf, isoDay } from '../../../collector/storage/rows.ts';
import { migrate } from '../../../collector/storage/schema.ts';
import { bytesOf, someBatch } from '../../integration/collector/support/batches.ts';

describe('the table of batches', () => {
  it('has a column for every field of the registry, each once', () => {
    const names = columns.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(
      expect.arrayContaining([...Object.keys(registry.envelope), ...Object.keys(registry.context), 'received']),
    );
    expect(names.filter((name) => name.startsWith('usage.'))).toEqual(
      Object.keys(registry.usage).map((name) => `usage.${name}`),
    );
  });

  it('gets its rows as text in which no word of a vocabulary needs escaping', () => {
    const words = Object.values(registry).flatMap((group) =>
      Object.values(group).flatMap(({ type }) => (type.kind === 'enum' ? type.values : [])),
    );
    expect(words.length).toBeGreaterThan(300);
    for (const word of words) expect(word).toMatch(/^[\x20-\x7e]+$/);
    for (const word of words) expect(word).not.toMatch(/['\\]/);
  });

  it('gets one line of text for a batch, a value for each column', () => {
    const batch = someBatch({ dropped: { refused: 2 } });
    const row = batchRow({ day: 20_521, body: bytesOf(batch) }) ?? '';
    expect(row.endsWith('\n')).toBe(true);
    const values = Object.fromEntries(
      row
        .trim()
        .split('\t')
        .map((value, index) => [columns[index]?.name, value]),
    );
    expect(values).toMatchObject({
      received: '2026-03-09',
      ...Object.fromEntries(
        Object.entries({ ...batch.envelope, ...batch.context }).map(([key, value]) => [key, String(value)]),
      ),
      'usage.command': "['go.search','go.processes','go.search']",
      'usage.source': "['shortcut','button','palette']",
      'usage.time': '[3,12,40]',
      'dropped.reason': "['refused']",
      'dropped.count': '[2]',
    });
  });

  it('gets no line for bytes that are no batch', () => {
    expect(batchRow({ day: 1, body: Buffer.from('nothing') })).toBeUndefined();
  });

  it('gets the columns that it does not have yet, and is left alone when it is of a newer version', async () => {
    const run: string[] = [];
    const connection = (version: string, existing: string[]) => ({
      run: async (sql: string) => void run.push(sql),
      list: async (sql: string) => (sql.includes('max(version)') ? [version] : existing),
    });
    const names = columns.map(({ name }) => name);
    await migrate(
      connection(
        '1',
        names.filter((name) => name !== 'language'),
      ),
    );
    expect(run.filter((sql) => sql.startsWith('ALTER'))).toEqual([
      'ALTER TABLE candor.batches ADD COLUMN `language` LowCardinality(String)',
    ]);
    await expect(migrate(connection('99', names))).rejects.toThrow('newer than this collector');
  });
});

describe('days', () => {
  it('are counted in UTC', () => {
    expect(dayOf(Date.UTC(2026, 2, 9))).toBe(20_521);
    expect(dayOf(Date.UTC(2026, 2, 9, 23, 59, 59, 999))).toBe(20_521);
    expect(isoDay(20_521)).toBe('2026-03-09');
  });
});
