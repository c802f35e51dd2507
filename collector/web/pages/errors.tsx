import type { Answer, CrashSummary, ErrorRow, Place } from '../asking/answer.ts';
import { useAnswer, useDashboard } from '../asking/dashboard-context.ts';
import { useAsked } from '../asking/use-asked.ts';
import { Bars } from '../charts/bars.tsx';
import { formatNumber, formatShare } from '../format.ts';
import { t, tn } from '../messages/index.ts';
import { errorKind } from '../names.ts';
import { AnswerTable, NotTold, numberColumn } from '../parts/answer-table.tsx';
import { AnswerView, Lead } from '../parts/answer-view.tsx';
import { UnderFigure } from '../parts/notes.tsx';
import { issueAddress } from './issue-address.ts';
import type { Page } from './page.ts';

export const errors: Page = {
  id: 'errors',
  key: 'e',
  name: 'breaks.name',
  title: 'breaks.title',
  hasFilters: true,
  filters: 'filters.without-votes',
  View: Errors,
};

const MOST_BARS = 10;

function Errors() {
  const { names } = useDashboard();
  const { address, ...asked } = useAnswer<ErrorRow, CrashSummary>('errors');
  return (
    <AnswerView asked={asked}>
      {(answer, totals) => {
        const isAlone = new Set(answer.rows.map(({ product }) => product)).size === 1;
        const most = answer.rows.toSorted((a, b) => b.installations - a.installations);
        return (
          <>
            <Lead>{crashSentence(answer.summary)}</Lead>
            <div>
              <Bars
                title={t('breaks.bars')}
                bars={most.slice(0, MOST_BARS).map((row) => ({
                  name: isAlone ? groupName(row) : `${names.product(row.product)}: ${groupName(row)}`,
                  value: row.installations,
                  text: formatNumber(row.installations),
                }))}
              />
              <UnderFigure answer={answer} address={address} totals={totals} />
            </div>
            <ErrorTable answer={answer} />
          </>
        );
      }}
    </AnswerView>
  );
}

function crashSentence(summary: CrashSummary | undefined): string {
  if (!summary || summary.crashFree === null || summary.sessions === null) return t('breaks.lead-withheld');
  return t('breaks.lead', {
    share: formatShare(summary.crashFree),
    sessions: tn('features.sessions', summary.sessions),
    crashed: summary.crashedSessions ?? 0,
  });
}

/** What tells a group apart: class, code and file, as far as it has them. */
function groupName(row: ErrorRow): string {
  const kind = errorKind(row);
  return row.file === 'none' ? kind : t('breaks.in-file', { kind, file: row.file });
}

function ErrorTable({ answer }: { answer: Answer<ErrorRow, CrashSummary> }) {
  const { names } = useDashboard();
  const issue = useAsked<{ readonly issue: string | null }>('/v1/links').answer?.issue;
  return (
    <AnswerTable
      title={t('breaks.table')}
      answer={answer}
      keyOf={(row) => `${row.product} ${row.class} ${row.code} ${row.file}`}
      columns={[
        {
          head: t('breaks.error'),
          of: (row) => (row.places.length > 0 ? <Places name={groupName(row)} places={row.places} /> : groupName(row)),
        },
        { head: t('table.product'), of: ({ product }) => names.product(product) },
        numberColumn<ErrorRow>(t('breaks.reports'), ({ reports }) => reports),
        numberColumn<ErrorRow>(t('table.installations'), ({ installations }) => installations),
        numberColumn<ErrorRow>(t('table.sessions'), ({ sessions }) => sessions),
        { head: t('breaks.first'), of: ({ firstVersion }) => firstVersion ?? <NotTold /> },
        { head: t('breaks.last'), of: ({ lastVersion }) => lastVersion ?? <NotTold /> },
        ...(issue
          ? [{ head: t('breaks.issue'), of: (row: ErrorRow) => <IssueLink template={issue} row={row} /> }]
          : []),
      ]}
    />
  );
}

/** Leads to somebody else's site, which hears of nothing but what stands in the address. */
function IssueLink({ template, row }: { template: string; row: ErrorRow }) {
  const address = issueAddress(template, row);
  const about = t('breaks.issue-of', { name: groupName(row), host: new URL(address).host });
  return (
    <a href={address} target="_blank" rel="noreferrer" aria-label={about} title={about}>
      {t('breaks.issue-go')}
    </a>
  );
}

function Places({ name, places }: { name: string; places: readonly Place[] }) {
  return (
    <details className="places">
      <summary>{name}</summary>
      <ul>
        {places.map((place) => (
          <li key={`${place.product} ${place.version} ${place.file}:${place.line}:${place.column}`}>
            {place.source
              ? `${place.source.file}:${place.source.line}:${place.source.column}`
              : `${place.file}:${place.line}:${place.column}`}{' '}
            <span className="places-about">
              {place.source?.name ? `${place.source.name}, ` : ''}
              {place.version}, {tn('breaks.reports-count', place.reports)}
              {place.source ? '' : `, ${t('breaks.unmapped')}`}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
