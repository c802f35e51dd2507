import type { LostRow, ReceivedSummary } from '../asking/answer.ts';
import { useAnswer, useDashboard, useTotals } from '../asking/dashboard-context.ts';
import { Bars } from '../charts/bars.tsx';
import { formatNumber, formatShare } from '../format.ts';
import { t } from '../messages/index.ts';
import { AnswerTable, numberColumn } from '../parts/answer-table.tsx';
import { AnswerView, Lead } from '../parts/answer-view.tsx';
import { receivedShare, UnderFigure } from '../parts/notes.tsx';
import { PageState } from '../parts/states.tsx';
import type { Page } from './page.ts';

export const completeness: Page = {
  id: 'completeness',
  key: 'c',
  name: 'lost.name',
  title: 'lost.title',
  hasFilters: true,
  filters: 'filters.without-votes',
  View: Completeness,
};

const REASONS = [
  'sessions-missing',
  'parts-missing',
  'buffer-full',
  'disk-full',
  'log-damaged',
  'outbox-full',
  'outbox-expired',
  'refused',
  'errors-full',
  'log-full',
] as const;

function reasonName({ reason }: LostRow): string {
  const known = REASONS.find((its) => its === reason);
  return known ? t(`lost.because-${known}`) : reason;
}

function leadOf(summary: ReceivedSummary | undefined): string {
  const sessions = summary && receivedShare(summary.sessions);
  const parts = summary && receivedShare(summary.parts);
  if (sessions === undefined || parts === undefined) return t('lost.lead-withheld');
  return t('lost.lead', { sessions: formatShare(sessions), parts: formatShare(parts) });
}

function Completeness() {
  const { address, ...asked } = useAnswer<LostRow, ReceivedSummary>('completeness');
  const { closed } = useDashboard();
  const totals = useTotals();
  // That nothing was lost is an answer, and a good one.
  if (closed && asked.answer && !asked.isAsking && asked.answer.rows.length === 0 && totals && !asked.answer.compared) {
    const { k } = asked.answer;
    return (
      <PageState title={t(k > 1 ? 'lost.few' : 'lost.none')}>
        <p>{k > 1 ? t('under.k', { k }) : t('lost.none-text')}</p>
      </PageState>
    );
  }
  return (
    <AnswerView asked={asked}>
      {(answer, its) => (
        <>
          <Lead>{leadOf(answer.summary)}</Lead>
          <div>
            <Bars
              title={t('lost.bars')}
              bars={answer.rows.map((row) => ({
                name: reasonName(row),
                value: row.lost,
                text: formatNumber(row.lost),
              }))}
            />
            <UnderFigure answer={answer} address={address} totals={its} />
          </div>
          <AnswerTable
            title={t('lost.table')}
            answer={answer}
            keyOf={({ reason }) => reason}
            columns={[
              { head: t('lost.reason'), of: reasonName },
              numberColumn<LostRow>(t('lost.lost'), ({ lost }) => lost),
              numberColumn<LostRow>(t('table.installations'), ({ installations }) => installations),
            ]}
            notes={[t('lost.about')]}
          />
        </>
      )}
    </AnswerView>
  );
}
