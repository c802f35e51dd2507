import { systemName } from 'candor-client/core';
import type { Answer, PlatformRow } from '../asking/answer.ts';
import { useAnswer, useDashboard } from '../asking/dashboard-context.ts';
import { Bars } from '../charts/bars.tsx';
import { formatNumber, formatParts, formatShare } from '../format.ts';
import { t } from '../messages/index.ts';
import { segmentName } from '../names.ts';
import { AnswerTable, numberColumn } from '../parts/answer-table.tsx';
import { AnswerView, Lead } from '../parts/answer-view.tsx';
import { UnderFigure } from '../parts/notes.tsx';
import type { Page } from './page.ts';
import { type Figure, nameOf, platformsLead } from './platforms-of.ts';

export const platforms: Page = {
  id: 'platforms',
  key: 'p',
  name: 'platforms.name',
  title: 'platforms.title',
  hasFilters: true,
  View: Platforms,
};

const MOST_BARS = 12;

function Platforms() {
  const { scope } = useDashboard();
  const { address, ...asked } = useAnswer<PlatformRow>('platforms');
  const figure = scope.votes === 'installation' ? 'installations' : 'sessions';
  return (
    <AnswerView asked={asked}>
      {(answer, totals) => {
        const lead = platformsLead(answer.rows, figure);
        return (
          <>
            {lead && <Lead>{lead}</Lead>}
            <div>
              <PlatformBars answer={answer} figure={figure} />
              <UnderFigure answer={answer} address={address} totals={totals} />
            </div>
            <AnswerTable
              title={t('table.platforms')}
              answer={answer}
              keyOf={nameOf}
              columns={[
                { head: t('table.system'), of: ({ os, distribution }) => systemName(os, distribution) },
                { head: t('table.version'), of: ({ osVersion }) => osVersion },
                { head: t('table.architecture'), of: ({ architecture }) => architecture },
                numberColumn<PlatformRow>(t('table.sessions'), ({ sessions }) => sessions),
                numberColumn<PlatformRow>(t('table.installations'), ({ installations }) => installations),
                numberColumn<PlatformRow>(t('table.share'), ({ share }) => share, formatShare),
              ]}
            />
          </>
        );
      }}
    </AnswerView>
  );
}

function PlatformBars({ answer: { rows, compared }, figure }: { answer: Answer<PlatformRow>; figure: Figure }) {
  const others = new Map(compared?.rows.map((row) => [nameOf(row), row]));
  const shown = rows.slice(0, MOST_BARS);
  const rest = rows.slice(MOST_BARS).reduce((sum, { sessions }) => sum + sessions, 0);
  // Sessions are parts of a whole; an installation can have several systems.
  const parts = formatParts([...shown.map(({ sessions }) => sessions), rest]);
  const bars = shown.map((row, index) => {
    const own = row.share ?? 0;
    if (!compared) {
      const share = figure === 'sessions' ? parts[index] : formatShare(own);
      return { name: nameOf(row), value: row[figure], text: `${formatNumber(row[figure])} · ${share}` };
    }
    // Two sides have different numbers of installations: shares are compared, not counts.
    const other = others.get(nameOf(row))?.share ?? 0;
    return {
      name: nameOf(row),
      value: own,
      text: formatShare(own),
      other: { value: other, text: formatShare(other) },
    };
  });
  return (
    <Bars
      title={t(compared ? `platforms.bars-share-${figure}` : `platforms.bars-${figure}`)}
      compared={compared && segmentName(compared.dimension, compared.segment)}
      bars={bars}
    />
  );
}
