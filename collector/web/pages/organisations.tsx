import type { OrganisationRow } from '../asking/answer.ts';
import { useAnswer, useDashboard } from '../asking/dashboard-context.ts';
import { Bars } from '../charts/bars.tsx';
import { formatNumber } from '../format.ts';
import { t, tn } from '../messages/index.ts';
import { AnswerTable, numberColumn } from '../parts/answer-table.tsx';
import { AnswerView, Lead } from '../parts/answer-view.tsx';
import { UnderFigure } from '../parts/notes.tsx';
import type { Page } from './page.ts';

export const organisations: Page = {
  id: 'organisations',
  key: 'r',
  name: 'organisations.name',
  title: 'organisations.title',
  hasFilters: true,
  View: Organisations,
};

/** Batches of the standard level do not say. */
const UNKNOWN = 'unknown';

const nameOf = ({ organisation }: OrganisationRow) =>
  organisation === UNKNOWN ? t('organisations.unknown') : organisation;

function Organisations() {
  const { names } = useDashboard();
  const { address, ...asked } = useAnswer<OrganisationRow>('organisations');
  return (
    <AnswerView asked={asked}>
      {(answer, totals) => {
        const known = answer.rows.filter(({ organisation }) => organisation !== UNKNOWN);
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
              ]}
              notes={[t('organisations.about')]}
            />
          </>
        );
      }}
    </AnswerView>
  );
}
