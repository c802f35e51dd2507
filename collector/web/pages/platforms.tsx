import { systemName } from 'candor-client/core';
import type { PlatformRow } from '../asking/answer.ts';
import { useAnswer } from '../asking/dashboard-context.ts';
import { Bars } from '../charts/bars.tsx';
import { formatNumber, formatParts, formatShare } from '../format.ts';
import { t, tn } from '../messages/index.ts';
import { segmentName } from '../names.ts';
import { AnswerTable, numberColumn } from '../parts/answer-table.tsx';
import { AnswerView, Lead } from '../parts/answer-view.tsx';
import { UnderFigure } from '../parts/notes.tsx';
import type { Page } from './page.ts';

export const platforms: Page = {
  id: 'platforms',
  key: 'p',
  name: 'platforms.name',
  title: 'platforms.title',
  hasFilters: true,
  View: Platforms,
};

/** A system that fewer run than this can be dropped with little loss, as a share of sessions. */
const LITTLE = 0.01;

const MOST_BARS = 12;

const nameOf = ({ os, osVersion, distribution, architecture }: PlatformRow) =>
  `${systemName(os, distribution)} ${osVersion} ${architecture}`;

function Platforms() {
  const { address, ...asked } = useAnswer<PlatformRow>('platforms');
  return (
    <AnswerView asked={asked}>
      {(answer, totals) => {
        const { compared } = answer;
        const others = new Map(compared?.rows.map((row) => [nameOf(row), row]));
        const shown = answer.rows.slice(0, MOST_BARS);
        const rest = answer.rows.slice(MOST_BARS).reduce((sum, { sessions }) => sum + sessions, 0);
        const parts = formatParts([...shown.map(({ sessions }) => sessions), rest]);
        return (
          <>
            <Lead>{leadOf(answer.rows)}</Lead>
            <div>
              <Bars
                title={t('platforms.bars')}
                compared={compared && segmentName(compared.dimension, compared.segment)}
                bars={shown.map((row, index) => {
                  if (!compared)
                    return {
                      name: nameOf(row),
                      value: row.sessions,
                      text: `${formatNumber(row.sessions)} · ${parts[index]}`,
                    };
                  const other = others.get(nameOf(row))?.share ?? 0;
                  const own = row.share ?? 0;
                  return {
                    name: nameOf(row),
                    value: own,
                    text: formatShare(own),
                    other: { value: other, text: formatShare(other) },
                  };
                })}
              />
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

/** Which system can be dropped, in one line: those that hardly anybody runs, or else the one that fewest do. */
function leadOf(rows: readonly PlatformRow[]): string {
  const all = rows.reduce((sum, { sessions }) => sum + sessions, 0);
  const little = rows.filter(({ sessions }) => all > 0 && sessions / all < LITTLE);
  const lost = little.reduce((sum, { sessions }) => sum + sessions, 0);
  const least = rows.at(-1);
  if (!least) return '';
  if (rows.length === 1) return t('platforms.lead-one', { system: nameOf(least) });
  if (little.length > 0) {
    return tn('platforms.lead-little', little.length, {
      system: nameOf(least),
      share: formatShare(lost / all),
      least: formatShare(LITTLE),
    });
  }
  return t('platforms.lead', { system: nameOf(least), share: formatShare(least.sessions / all) });
}
