import type { Overview } from 'candor-client/core';
import type { ReactNode } from 'react';
import { formatDays, formatNumber, formatShare } from '../format.ts';
import { t, tn } from '../messages/index.ts';
import { type Names, namesOf } from '../names.ts';
import { commandRows, mostUsed, total } from '../usage-rows.ts';
import type { OverviewState } from '../use-overview.ts';
import { Lead } from './answer-view.tsx';
import { PlatformsTable, VersionsTable } from './platform-tables.tsx';
import { Failed, Loading, NoDay, PageState } from './states.tsx';
import { UsageChart } from './usage-chart.tsx';
import { UsageTable } from './usage-table.tsx';
import './figures.css';

/** The figures, or what there is to say in their place. */
export function Figures({
  state: { overview, products, failure },
  ask,
}: {
  state: OverviewState;
  ask: () => Promise<void>;
}) {
  if (failure === 'logged-out' || failure === 'without-storage') {
    return <Failed failure={{ kind: failure }} askAgain={() => void ask()} />;
  }
  if (!overview) return failure ? <Failed failure={{ kind: failure }} askAgain={() => void ask()} /> : <Loading />;
  if (overview.k > 1 && overview.through === null) return <NoDay />;
  if (overview.sessions === 0) {
    const what = overview.k === 1 ? 'state.empty' : 'state.withheld';
    return (
      <PageState title={t(what)}>
        <p>{t(`${what}-text`, { k: overview.k })}</p>
      </PageState>
    );
  }
  return <OverviewFigures overview={overview} names={namesOf(products)} />;
}

interface OverviewFiguresProps {
  readonly overview: Overview;
  readonly names: Names;
  /** What stands beneath the chart. */
  readonly under?: ReactNode;
}

/** The figures of the first page, of whichever days they are. */
export function OverviewFigures({ overview, names, under }: OverviewFiguresProps) {
  const [most] = mostUsed(commandRows(overview.usage, names.commands), 1);
  const uses = total(overview.usage);
  return (
    <>
      {most && uses > 0 && (
        <Lead>
          {t('overview.lead', { command: names.command(most.command), share: formatShare(most.count / uses) })}
        </Lead>
      )}
      <Headline overview={overview} />
      <div>
        <UsageChart usage={overview.usage} names={names} />
        {under}
      </div>
      <UsageTable overview={overview} names={names} />
      <div className="pair">
        <PlatformsTable overview={overview} />
        <VersionsTable overview={overview} names={names} />
      </div>
    </>
  );
}

/** The main figure: how often commands were used, and what it rests on. */
function Headline({ overview }: { overview: Overview }) {
  const uses = total(overview.usage);
  const { days } = overview;
  return (
    <div className="headline">
      <p>
        <strong>{formatNumber(uses)}</strong> {tn('features.figure', uses)}
      </p>
      {days && (
        <p className="headline-span">
          {t(overview.through === null ? 'features.span' : 'features.span-received', {
            sessions: tn('features.sessions', overview.sessions),
            installations: tn('features.installations', overview.installations),
            days: formatDays(days.first, days.last),
          })}
        </p>
      )}
    </div>
  );
}
