import type { RetentionRow } from '../asking/answer.ts';
import { useAnswer, useDashboard } from '../asking/dashboard-context.ts';
import { formatNumber, formatShare, formatShortDay } from '../format.ts';
import { t, tn } from '../messages/index.ts';
import { NotTold } from '../parts/answer-table.tsx';
import { AnswerView, Lead } from '../parts/answer-view.tsx';
import { FigureTable } from '../parts/figure-table.tsx';
import { UnderFigure } from '../parts/notes.tsx';
import type { Page } from './page.ts';
import './retention.css';

export const retention: Page = {
  id: 'retention',
  key: 'b',
  name: 'retention.name',
  title: 'retention.title',
  hasFilters: true,
  filters: 'filters.neither',
  View: Retention,
};

/** Weeks after the first that have columns. */
const WEEKS = 12;

/** A week of a range is told of when all its days are. */
const isWhole = ({ days }: RetentionRow) => days === 7;

function Retention() {
  const { names } = useDashboard();
  const { address, ...asked } = useAnswer<RetentionRow>('retention', { compares: false, votes: 'events' });
  return (
    <AnswerView asked={asked}>
      {(answer, totals) => {
        const isAlone = new Set(answer.rows.map(({ product }) => product)).size === 1;
        const label = ({ product, version }: RetentionRow) =>
          isAlone ? version : `${names.product(product)} ${version}`;
        const next = returnedAfter(answer.rows, 1);
        return (
          <>
            {next && (
              <Lead>{t('retention.lead', { share: formatShare(next.share), count: formatNumber(next.first) })}</Lead>
            )}
            <div>
              <WeekTable
                title={t('retention.by-version')}
                head={t('retention.first-version')}
                groups={grouped(answer.rows, label)}
              />
              <UnderFigure answer={answer} address={address} totals={totals} />
            </div>
            <WeekTable
              title={t('retention.by-week')}
              head={t('retention.first-week')}
              groups={grouped(answer.rows, ({ week }) => week).sort(([a], [b]) => (a < b ? 1 : -1))}
              nameOf={formatShortDay}
              notes={[t('retention.about')]}
            />
          </>
        );
      }}
    </AnswerView>
  );
}

type Group = readonly [name: string, rows: readonly RetentionRow[]];

function grouped(rows: readonly RetentionRow[], nameOf: (row: RetentionRow) => string): Group[] {
  const groups = new Map<string, RetentionRow[]>();
  for (const row of rows) {
    const its = groups.get(nameOf(row)) ?? [];
    groups.set(nameOf(row), its);
    its.push(row);
  }
  return [...groups];
}

/**
 * Of those who were first seen, how many came back so many weeks later: of the weeks alone of which both may be told, and that are
 * over; `undefined` when there are none.
 */
function returnedAfter(rows: readonly RetentionRow[], after: number): { share: number; first: number } | undefined {
  const nameOf = ({ product, version, week }: RetentionRow) => `${product} ${version} ${week}`;
  const first = new Map(rows.filter((row) => row.after === 0).map((row) => [nameOf(row), row.installations]));
  let [came, of] = [0, 0];
  for (const row of rows.filter((one) => one.after === after && isWhole(one))) {
    const whole = first.get(nameOf(row));
    if (whole === undefined) continue;
    came += row.installations;
    of += whole;
  }
  return of > 0 ? { share: Math.min(1, came / of), first: of } : undefined;
}

interface WeekTableProps {
  readonly title: string;
  readonly head: string;
  readonly groups: readonly Group[];
  readonly nameOf?: (name: string) => string;
  readonly notes?: readonly (string | undefined)[];
}

function WeekTable({ title, head, groups, nameOf = (name) => name, notes = [] }: WeekTableProps) {
  const weeks = Math.min(WEEKS, Math.max(0, ...groups.flatMap(([, rows]) => rows.map(({ after }) => after))));
  const columns = Array.from({ length: weeks }, (_, index) => index + 1);
  return (
    <FigureTable title={title} notes={notes}>
      <thead>
        <tr>
          <th scope="col">{head}</th>
          <th scope="col" className="number">
            {t('retention.new')}
          </th>
          {columns.map((after) => (
            <th key={after} scope="col" className="number">
              {tn('retention.after', after)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {groups.map(([name, rows]) => (
          <tr key={name}>
            <th scope="row">{nameOf(name)}</th>
            <td className="number">
              {formatNumber(rows.reduce((sum, row) => sum + (row.after === 0 ? row.installations : 0), 0))}
            </td>
            {columns.map((after) => (
              <Returned key={after} share={returnedAfter(rows, after)?.share} />
            ))}
          </tr>
        ))}
      </tbody>
    </FigureTable>
  );
}

/** The larger the share, the deeper its ground; the figure says the same. */
function Returned({ share }: { share: number | undefined }) {
  if (share === undefined) {
    return (
      <td className="number">
        <NotTold />
      </td>
    );
  }
  return (
    <td className="number returned" style={{ '--share': share } as React.CSSProperties}>
      {formatShare(share)}
    </td>
  );
}
