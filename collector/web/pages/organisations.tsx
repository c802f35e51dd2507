import type { OrganisationRow } from '../asking/answer.ts';
import { useAnswer, useDashboard } from '../asking/dashboard-context.ts';
import { Bars } from '../charts/bars.tsx';
import { formatNumber, formatTenths } from '../format.ts';
import { t, tn } from '../messages/index.ts';
import { AnswerTable, numberColumn } from '../parts/answer-table.tsx';
import { AnswerView, Lead } from '../parts/answer-view.tsx';
import { UnderFigure } from '../parts/notes.tsx';
import { medianOf } from './medians.ts';
import type { Page } from './page.ts';

export const organisations: Page = {
  id: 'organisations',
  key: 'r',
  name: 'organisations.name',
  title: 'organisations.title',
  hasFilters: true,
  filters: 'filters.without-votes',
  View: Organisations,
};

/** Batches of the standard level do not say. */
const UNKNOWN = 'unknown';

const nameOf = ({ organisation }: OrganisationRow) =>
  organisation === UNKNOWN ? t('organisations.unknown') : organisation;

/** Uses for each installation, of figures as they are shown. */
function usesEach({ uses, installations }: OrganisationRow): number | null {
  return uses === null || installations <= 0 ? null : uses / installations;
}

/** Of the organisations of each product, where it has enough of them. */
function mediansOf(known: readonly OrganisationRow[]): ReadonlyMap<string, number> {
  const products = [...new Set(known.map(({ product }) => product))];
  return new Map(
    products.flatMap((product) => {
      const its = known.filter((row) => row.product === product);
      const median = medianOf(its.flatMap((row) => usesEach(row) ?? []));
      return median === undefined ? [] : [[product, median]];
    }),
  );
}

/** How many times the median of the product's organisations; of everybody else there is none. */
function against(row: OrganisationRow, medians: ReadonlyMap<string, number>): number | null {
  const each = usesEach(row);
  const median = medians.get(row.product);
  return each === null || !median || row.organisation === UNKNOWN ? null : each / median;
}

function Organisations() {
  const { names } = useDashboard();
  const { address, ...asked } = useAnswer<OrganisationRow>('organisations');
  return (
    <AnswerView asked={asked}>
      {(answer, totals) => {
        const known = answer.rows.filter(({ organisation }) => organisation !== UNKNOWN);
        const medians = mediansOf(known);
        return (
          <>
            <Lead>{tn('organisations.lead', new Set(known.map(({ organisation }) => organisation)).size)}</Lead>
            <div>
              {known.length > 0 && (
                <Bars
                  title={t('organisations.bars')}
                  bars={known.slice(0, 12).map((row) => ({
                    name: nameOf(row),
                    value: row.installations,
                    text: formatNumber(row.installations),
                  }))}
                />
              )}
              <UnderFigure answer={answer} address={address} totals={totals} />
            </div>
            <AnswerTable
              title={t('organisations.table')}
              answer={answer}
              keyOf={(row) => `${row.product} ${row.organisation}`}
              columns={[
                { head: t('organisations.organisation'), of: nameOf },
                { head: t('table.product'), of: ({ product }) => names.product(product) },
                numberColumn<OrganisationRow>(t('table.sessions'), ({ sessions }) => sessions),
                numberColumn<OrganisationRow>(t('table.uses'), ({ uses }) => uses),
                numberColumn<OrganisationRow>(t('table.installations'), ({ installations }) => installations),
                numberColumn<OrganisationRow>(t('organisations.each'), usesEach, formatTenths),
                numberColumn<OrganisationRow>(
                  t('organisations.against'),
                  (row) => against(row, medians),
                  (factor) => t('organisations.times', { factor: formatTenths(factor) }),
                ),
              ]}
              notes={[t('organisations.about'), t(medians.size > 0 ? 'organisations.median' : 'organisations.few')]}
            />
          </>
        );
      }}
    </AnswerView>
  );
}
