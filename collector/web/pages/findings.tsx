import { chooseLanguage, currentLocale } from 'candor-client/core';
import type { Answer, FindingRow } from '../asking/answer.ts';
import { questionAddress, useDashboard, useTotals } from '../asking/dashboard-context.ts';
import { useAsked } from '../asking/use-asked.ts';
import { Bars } from '../charts/bars.tsx';
import { formatDays, formatNumber } from '../format.ts';
import { t, tn } from '../messages/index.ts';
import { AnswerTable, numberColumn } from '../parts/answer-table.tsx';
import { AnswerView, Lead } from '../parts/answer-view.tsx';
import { UnderFigure } from '../parts/notes.tsx';
import { PageState } from '../parts/states.tsx';
import { RuleEditor } from '../rules/rule-editor.tsx';
import { remedyText, sentenceOf } from '../rules/sentence.ts';
import type { Page } from './page.ts';
import './findings.css';

export const findings: Page = {
  id: 'findings',
  key: 'i',
  name: 'findings.name',
  title: 'findings.title',
  hasFilters: true,
  filters: 'findings.filters',
  View: Findings,
};

function Findings() {
  const me = useAsked<{ readonly role: string }>('/v1/me').answer;
  return (
    <>
      <Published />
      {me?.role === 'administrator' && <RuleEditor />}
    </>
  );
}

/** The rules that are published; those with the same conditions for everybody, so that no filter is among them. */
function Published() {
  const { scope, closed } = useDashboard();
  const totals = useTotals();
  const { compare: _, ...days } = scope;
  const address = questionAddress('findings', { ...days, filters: [], votes: 'events' }, closed);
  const asked = useAsked<Answer<FindingRow>>(address);
  if (closed && asked.answer && !asked.isAsking && asked.answer.rows.length === 0) return <NoRules />;
  return (
    <AnswerView asked={asked}>
      {(answer) => (
        <>
          <LeadOf rows={answer.rows} />
          <div>
            <Bars
              title={t('findings.bars')}
              bars={answer.rows.flatMap((row) =>
                row.installations === null
                  ? []
                  : [{ name: textOf(row), value: row.installations, text: formatNumber(row.installations) }],
              )}
            />
            <UnderFigure answer={answer} address={address} totals={totals} />
          </div>
          <Rules answer={answer} />
        </>
      )}
    </AnswerView>
  );
}

const textOf = ({ text }: FindingRow) => text[chooseLanguage([currentLocale()])];

function LeadOf({ rows }: { rows: readonly FindingRow[] }) {
  const [first] = rows;
  if (!first || first.installations === null) return <Lead>{t('findings.lead-withheld')}</Lead>;
  return <Lead>{tn('findings.lead', first.installations, { text: textOf(first).replace(/\.$/, '') })}</Lead>;
}

function Rules({ answer }: { answer: Answer<FindingRow> }) {
  const { names } = useDashboard();
  return (
    <AnswerTable
      title={t('findings.table')}
      answer={answer}
      keyOf={({ product, rule }) => `${product} ${rule}`}
      columns={[
        {
          head: t('findings.rule'),
          of: (row) => (
            <span className="finding">
              {textOf(row)}
              <span>{sentenceOf(row.when, names)}</span>
              {row.remedy && <span>{remedyText(row.remedy, names)}</span>}
              {row.notTold.length > 0 && <span>{t('findings.untold')}</span>}
            </span>
          ),
        },
        numberColumn<FindingRow>(t('table.installations'), ({ installations }) => installations),
        numberColumn<FindingRow>(t('findings.organisations'), ({ organisations }) => organisations),
        { head: t('table.product'), of: ({ product }) => names.product(product) },
        { head: t('findings.serial'), of: ({ serial }) => serial },
        { head: t('findings.until'), of: ({ expires }) => formatDays(expires, expires) },
      ]}
      notes={[
        t('findings.about'),
        answer.k === 1 ? t('findings.organisations-all') : t('findings.organisations-about', { k: answer.k }),
      ]}
    />
  );
}

const COMMANDS = [
  'candor-collector rules check RULES',
  'candor-collector rules sign RULES --key KEY --to FILE',
  'candor-collector rules publish FILE',
];

function NoRules() {
  return (
    <PageState title={t('findings.none')}>
      <p>{t('findings.none-text')}</p>
      <pre className="findings-how">{COMMANDS.join('\n')}</pre>
    </PageState>
  );
}
