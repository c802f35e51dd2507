import { useState } from 'react';
import { formatShortDay } from '../format.ts';
import { t } from '../messages/index.ts';
import { FigureTable } from '../parts/figure-table.tsx';

export interface Line {
  readonly name: string;
  /** One for each day; null where it is not told. */
  readonly values: readonly (number | null)[];
}

interface SeriesTableProps {
  readonly title: string;
  /** First days of the periods, oldest first. */
  readonly days: readonly string[];
  readonly lines: readonly Line[];
  /** A figure, or what stands in its place. */
  readonly text: (value: number | null | undefined) => string;
  /** Where the periods were asked for. */
  readonly address: string | undefined;
}

/** What a chart of periods draws, in figures: a row for each period, the newest first; shown when it is asked for. */
export function SeriesTable({ title, days, lines, text, address }: SeriesTableProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="series-figures" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{t('chart.figures')}</summary>
      {isOpen && (
        <FigureTable title={title}>
          <thead>
            <tr>
              <th scope="col">{t('chart.period')}</th>
              {lines.map(({ name }) => (
                <th key={name} scope="col" className="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {days
              .map((day, index) => (
                <tr key={day}>
                  <th scope="row">{formatShortDay(day)}</th>
                  {lines.map(({ name, values }) => (
                    <td key={name} className="number">
                      {text(values[index])}
                    </td>
                  ))}
                </tr>
              ))
              .toReversed()}
          </tbody>
        </FigureTable>
      )}
      {isOpen && address && (
        <p className="under-ways">
          <a href={`${address}&format=csv`} download>
            {t('under.csv')}
          </a>
        </p>
      )}
    </details>
  );
}
