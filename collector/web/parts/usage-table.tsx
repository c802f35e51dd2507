import { commandSources, type Overview } from 'candor-client/core';
import { formatNumber } from '../format.ts';
import { t } from '../messages/index.ts';
import { groupName, type Names } from '../names.ts';
import { type CommandRow, commandRows, commandsWithoutFigures } from '../usage-rows.ts';
import { FigureTable } from './figure-table.tsx';

/** Every command that has figures, by the groups of their ids, and by how it was reached. */
export function UsageTable({ overview, names }: { overview: Overview; names: Names }) {
  const rows = commandRows(overview.usage, names.commands);
  const groups = [...new Set(rows.map(({ group }) => group))];
  const without = commandsWithoutFigures(overview.usage, names.commands).map(names.command).join(', ');
  const notes = [without && t('table.without', { commands: without })];
  return (
    <FigureTable title={t('table.commands')} notes={notes}>
      <thead>
        <tr>
          <th scope="col">{t('table.command')}</th>
          {commandSources.map((source) => (
            <th key={source} scope="col" className="number">
              {t(`source.${source}`)}
            </th>
          ))}
          <th scope="col" className="number">
            {t('table.all')}
          </th>
          <th scope="col" className="number">
            {t('table.reach')}
          </th>
        </tr>
      </thead>
      {groups.map((group) => (
        <tbody key={group ?? ''}>
          <tr className="group">
            <th scope="rowgroup" colSpan={commandSources.length + 3}>
              {groupName(group)}
            </th>
          </tr>
          {rows
            .filter((row) => row.group === group)
            .map((row) => (
              <Row key={row.command} row={row} names={names} />
            ))}
        </tbody>
      ))}
    </FigureTable>
  );
}

function Row({ row, names }: { row: CommandRow; names: Names }) {
  return (
    <tr>
      <th scope="row">{names.command(row.command)}</th>
      {commandSources.map((source) => (
        <td key={source} className="number">
          <Count count={row.bySource[source]} />
        </td>
      ))}
      <td className="number total">{formatNumber(row.count)}</td>
      <td className="number">{formatNumber(row.reach)}</td>
    </tr>
  );
}

function Count({ count }: { count: number | undefined }) {
  if (count !== undefined) return formatNumber(count);
  return (
    <span className="none" title={t('table.none')}>
      {t('table.none-short')}
    </span>
  );
}
