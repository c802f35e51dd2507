import type { Answer, FlowRow } from '../asking/answer.ts';
import { useAnswer, useDashboard } from '../asking/dashboard-context.ts';
import { FlowChart } from '../charts/flow-chart.tsx';
import { beginningWith, isFlow } from '../charts/flows-of.ts';
import { formatShare } from '../format.ts';
import { Menu } from '../frame/menu.tsx';
import { t } from '../messages/index.ts';
import { AnswerTable, NotTold, numberColumn } from '../parts/answer-table.tsx';
import { AnswerView, Lead } from '../parts/answer-view.tsx';
import { UnderFigure } from '../parts/notes.tsx';
import { useOwnParameter } from '../routing/own-parameter.ts';
import type { Page } from './page.ts';

export const flows: Page = {
  id: 'flows',
  key: 'l',
  name: 'flows.name',
  title: 'flows.title',
  hasFilters: true,
  View: Flows,
};

/** Flows in the drawing; the table has all. */
const MOST_DRAWN = 14;

const ANY = '';

function Flows() {
  const { names } = useDashboard();
  const { address, ...asked } = useAnswer<FlowRow>('flows');
  const [chosen, choose] = useOwnParameter('first');
  return (
    <AnswerView asked={asked}>
      {(answer, totals) => {
        const named = answer.rows.filter(isFlow);
        const firsts = [
          ...new Set([...named, ...(answer.compared?.rows ?? []).filter(isFlow)].map(({ first }) => first)),
        ];
        // What was chosen may not be there with other filters.
        const first = firsts.includes(chosen) ? chosen : ANY;
        const shown = first === ANY ? answer : beginningWith(first, answer);
        const from = shown.rows.filter(isFlow);
        const [most] = from;
        const choices = [{ id: ANY, label: t('flows.any') }, ...firsts.map((id) => ({ id, label: names.command(id) }))];
        return (
          <>
            {most && (
              <Lead>
                {t('flows.lead', {
                  first: names.command(most.first),
                  second: names.command(most.second),
                  third: names.command(most.third),
                })}
              </Lead>
            )}
            <p className="chooser">
              {t('flows.beginning')}{' '}
              <Menu
                label={t('flows.first')}
                text={choices.find(({ id }) => id === first)?.label ?? ''}
                choices={choices}
                chosen={first}
                onChoose={choose}
              />
            </p>
            <div>
              {from.length > 0 && <FlowChart title={t('flows.chart')} flows={from.slice(0, MOST_DRAWN)} />}
              <UnderFigure answer={answer} address={address} totals={totals} />
            </div>
            <FlowTable answer={shown} />
          </>
        );
      }}
    </AnswerView>
  );
}

function FlowTable({ answer }: { answer: Answer<FlowRow> }) {
  const { names } = useDashboard();
  const stepOf = (command: string | null) => (command === null ? <NotTold /> : names.command(command));
  return (
    <AnswerTable
      title={t('flows.table')}
      answer={answer}
      keyOf={(row) => `${row.product} ${row.first} ${row.second} ${row.third}`}
      notes={[t('flows.about')]}
      columns={[
        { head: t('flows.step-0'), of: (row) => (isFlow(row) ? names.command(row.first) : t('flows.others')) },
        { head: t('flows.step-1'), of: ({ second }) => stepOf(second) },
        { head: t('flows.step-2'), of: ({ third }) => stepOf(third) },
        { head: t('table.product'), of: ({ product }) => names.product(product) },
        numberColumn<FlowRow>(t('flows.times'), ({ uses }) => uses),
        numberColumn<FlowRow>(t('table.installations'), ({ installations }) => installations),
        numberColumn<FlowRow>(t('table.share'), ({ share }) => share, formatShare),
      ]}
    />
  );
}
