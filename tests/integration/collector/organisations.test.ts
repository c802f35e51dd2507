import { beforeAll, describe, expect, it } from 'vitest';
import type { Filter } from '../../../collector/answers/cells.ts';
import type { AnswerRow, Rows } from '../../../collector/answers/question.ts';
import { QUESTIONS } from '../../../collector/answers/questions/questions.ts';
import { someContext } from '../../support/some-context.ts';
import { rowOf, someBatch } from './support/batches.ts';
import { closing } from './support/closing.ts';
import { someReports } from './support/reports.ts';
import { shareStorage, TODAY } from './support/storages.ts';

const FROM = TODAY - 20;

/** Installations of each organisation, each with so many sessions of three uses on two days. */
const MEMBERS = { 'large.example': 20, 'small.example': 2 } as const;
const STANDARD = 9;

describe('organisations', () => {
  const shared = shareStorage();
  beforeAll(async () => {
    const storage = shared();
    const ofDomain = (domain: string) => ({
      envelope: { level: 'enhanced' } as const,
      reports: { organisation: { ...someReports.organisation, domain } },
    });
    const installations = [
      ...Object.entries(MEMBERS).flatMap(([domain, count]) => Array.from({ length: count }, () => ofDomain(domain))),
      ...Array.from({ length: STANDARD }, () => ({ envelope: {}, reports: {} })),
    ];
    const batches = installations.flatMap(({ envelope, reports }) => {
      const { installation } = someBatch().envelope;
      return [0, 3].map((days, session) => ({
        day: FROM + days,
        batch: someBatch({ envelope: { ...envelope, installation, session: session + 1 }, reports }),
      }));
    });
    await storage.insert(batches.map(({ day, batch }) => rowOf(batch, day)));
    const { closer } = await closing(storage, FROM + 10);
    await closer.close();
  });

  const ask = (k: number) =>
    QUESTIONS.organisations.ask({
      storage: shared(),
      asked: { range: { from: FROM, to: FROM + 3 } },
      closedThrough: FROM + 3,
      rules: { k, of: 'users' },
    });

  it('have their sessions, uses and installations, exactly', async () => {
    const row = (organisation: string, count: number) => ({
      product: 'candor-finder',
      organisation,
      sessions: 2 * count,
      uses: 6 * count,
      installations: count,
    });
    expect(await ask(1)).toEqual({
      rows: [row('large.example', 20), row('unknown', STANDARD), row('small.example', 2)],
    });
  });

  it('are not shown when they have few installations, and near the true figures else', async () => {
    const { rows } = await ask(5);
    expect(rows.map(({ organisation }) => organisation)).not.toContain('small.example');
    const large = rows.find(({ organisation }) => organisation === 'large.example');
    expect(Math.abs(Number(large?.['installations']) - 20)).toBeLessThanOrEqual(3);
    expect(Math.abs(Number(large?.['uses']) - 120)).toBeLessThanOrEqual(3 * 12);
  });

  it('have the same figures as the same installations by a filter, and as all of a country who are of one version', async () => {
    const asking = (...filters: readonly Filter[]) => ({
      storage: shared(),
      asked: { range: { from: FROM, to: FROM + 3 }, product: 'candor-finder', filters },
      closedThrough: FROM + 3,
      rules: { k: 5, of: 'users' as const },
    });
    const country: Filter = { dimension: 'country', segment: 'IT' };
    const figures = ({ rows }: Rows, of: (row: AnswerRow) => boolean = () => true) =>
      rows.filter(of).map(({ sessions, installations }) => ({ sessions, installations }));
    const large: Filter = { dimension: 'organisation', segment: 'large.example' };
    const byOrganisation = await QUESTIONS.organisations.ask(asking(country));
    const byFilter = figures(await QUESTIONS.totals.ask(asking(country, large)));
    expect(figures(byOrganisation, ({ organisation }) => organisation === large.segment)).toEqual(byFilter);
    expect(byFilter).toHaveLength(1);
    const ofVersion: Filter = { dimension: 'version', segment: someContext.version };
    const all = figures(await QUESTIONS.totals.ask(asking(country)));
    expect(figures(await QUESTIONS.totals.ask(asking(country, ofVersion)))).toEqual(all);
    expect(figures(await QUESTIONS.versions.ask(asking(country)))).toEqual(all);
  });
});
