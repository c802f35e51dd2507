import { commandSources, type UsageFigure } from 'candor-client/core';
import { formatNumber, formatParts } from '../format.ts';
import { t } from '../messages/index.ts';
import { groupName, type Names } from '../names.ts';
import { type CommandRow, commandRows, mostUsed, sourceTotals } from '../usage-rows.ts';
import './usage-chart.css';

/** Bars in the chart; the table below has all commands. */
const MOST = 12;

/** The most used commands as bars, stacked by how they were reached; the key tells each way's share of all uses. */
export function UsageChart({ usage, names }: { usage: readonly UsageFigure[]; names: Names }) {
  const rows = mostUsed(commandRows(usage, names.commands), MOST);
  const longest = rows[0]?.count ?? 1;
  return (
    <figure className="chart">
      <figcaption>
        <h2>{t('chart.title')}</h2>
      </figcaption>
      <Key usage={usage} />
      <div role="img" aria-label={t('chart.about', { commands: rows.length })}>
        <ol>
          {rows.map((row) => (
            <Bar key={row.command} row={row} longest={longest} names={names} />
          ))}
        </ol>
      </div>
    </figure>
  );
}

function Key({ usage }: { usage: readonly UsageFigure[] }) {
  const totals = sourceTotals(usage);
  const parts = formatParts(totals.map(({ count }) => count));
  return (
    <ul className="chart-key" aria-label={t('chart.key')}>
      {totals.map(({ source }, index) => (
        <li key={source} title={t('chart.share', { share: parts[index] ?? '' })}>
          <span className={`chart-swatch series-${source}`} aria-hidden="true" />
          {t(`source.${source}`)} <span className="chart-share">{parts[index]}</span>
        </li>
      ))}
    </ul>
  );
}

function Bar({ row, longest, names }: { row: CommandRow; longest: number; names: Names }) {
  return (
    <li className="chart-row">
      <span className="chart-name">
        <span className="chart-menu">{groupName(row.group)} ›</span> {names.command(row.command)}
      </span>
      <span className="chart-track">
        <span className="chart-bar" style={{ width: `${(row.count / longest) * 100}%` }}>
          {commandSources.map((source) => {
            const count = row.bySource[source];
            return count && <span key={source} className={`series-${source}`} style={{ flexGrow: count }} />;
          })}
        </span>
      </span>
      <span className="chart-count">{formatNumber(row.count)}</span>
    </li>
  );
}
