import type { ReactNode } from 'react';
import type { Answer, TotalsRow } from '../asking/answer.ts';
import { useDashboard, useTotals } from '../asking/dashboard-context.ts';
import type { Asked } from '../asking/use-asked.ts';
import { t } from '../messages/index.ts';
import { Failed, Loading, NoDay, PageState } from './states.tsx';
import './answer-view.css';

interface AnswerViewProps<Row, Summary> {
  readonly asked: Asked<Answer<Row, Summary>>;
  /** What is shown of the answer. @param totals what it is about; not there where it may not be told. */
  readonly children: (answer: Answer<Row, Summary>, totals: TotalsRow | undefined) => ReactNode;
}

/** The answer to a page's question, or what there is to say in its place. */
export function AnswerView<Row, Summary>({ asked, children }: AnswerViewProps<Row, Summary>) {
  const { closed } = useDashboard();
  const totals = useTotals();
  const { answer, failure, isAsking, askAgain } = asked;
  if (closed === null) return <NoDay />;
  if (failure && (!answer || failure.kind !== 'unreachable')) return <Failed failure={failure} askAgain={askAgain} />;
  if (!answer) return <Loading />;
  return (
    <div className="answer" aria-busy={isAsking}>
      {failure && (
        <p role="status" className="answer-stale">
          {t('state.stale')}
        </p>
      )}
      {answer.rows.length === 0 && !answer.compared?.rows.length ? (
        <PageState title={t(answer.k === 1 ? 'state.nothing' : 'state.nothing-shown')}>
          <p>
            {answer.k > 1 && t('under.k', { k: answer.k })} {t('state.nothing-text')}
          </p>
        </PageState>
      ) : (
        children(answer, totals)
      )}
    </div>
  );
}

/** The answer as one sentence with its figure, which stands first. */
export function Lead({ children }: { children: ReactNode }) {
  return <p className="lead">{children}</p>;
}
