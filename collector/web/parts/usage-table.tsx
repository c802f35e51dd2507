import { commandSources, type Overview } from 'candor-client/core';
import { formatNumber } from '../format.ts';
import { t } from '../messages.ts';
import { commandName, menuName } from '../names.ts';
import { type CommandRow, commandRows, commandsWithoutFigures } from '../usage-rows.ts';
import { FigureTable, hiddenNote } from './figure-table.tsx';

/** Every command that has figures, by menu, and by how it was reached. */
export function UsageTable({ overview }: { overview: Overview }) {
  const rows = commandRows(overview.usage);
  const menus = [...new Set(rows.map(({ menu }) => menu))];
  const without = commandsWithoutFigures(overview.usage).map(commandName).join(', ');
  const notes = [hiddenNote(overview.hidden.usage, overview.k), without && t('table.without', { commands: without })];
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
        </tr>
      </thead>
      {menus.map((menu) => (
        <tbody key={menu}>
          <tr className="group">
            <th scope="rowgroup" colSpan={commandSources.length + 2}>
              {menuName(menu)}
            </th>
          </tr>
          {rows
            .filter((row) => row.menu === menu)
            .map((row) => (
              <Row key={row.command} row={row} />
            ))}
        </tbody>
      ))}
    </FigureTable>
  );
}

function Row({ row }: { row: CommandRow }) {
  return (
    <tr>
      <th scope="row">{commandName(row.command)}</th>
      {commandSources.map((source) => (
        <td key={source} className="number">
          <Count count={row.bySource[source]} />
        </td>
      ))}
      <td className="number total">{formatNumber(row.count)}</td>
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
