import { useState } from 'react';
import { Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { formatDays } from '../format.ts';
import { t } from '../messages/index.ts';
import { countDays, type Days, daysOf, lastDays, type Scope } from '../routing/scope.ts';
import { PartButton } from './menu.tsx';
import './days-menu.css';

/** Spans that are one click away, in days. */
const SPANS = [7, 28, 90] as const;

interface DaysMenuProps {
  readonly scope: Scope;
  readonly closed: Days;
  /** Whether none are asked for, and everything is shown. */
  readonly isOfAll: boolean;
  readonly onChoose: (days: Days) => void;
}

/** The days of receipt that a page is about: the last ones, all that have closed, or from one day to another. */
export function DaysMenu({ scope, closed, isOfAll, onChoose }: DaysMenuProps) {
  const days = daysOf(scope, closed);
  return (
    <DialogTrigger>
      <PartButton label={t('filters.days')} text={isOfAll ? t('filters.everything') : formatDays(days.from, days.to)} />
      <Popover className="menu-popup" offset={4} placement="bottom start">
        <Dialog className="days-menu" aria-label={t('filters.days')}>
          {({ close }) => {
            const choose = (chosen: Days) => {
              close();
              onChoose(chosen);
            };
            return (
              <>
                {SPANS.filter((span) => span < countDays(closed)).map((span) => (
                  <button key={span} type="button" className="menu-item" onClick={() => choose(lastDays(closed, span))}>
                    {t('filters.last-days', { count: span })}
                  </button>
                ))}
                <button type="button" className="menu-item" onClick={() => choose(closed)}>
                  {t('filters.all-days', { days: formatDays(closed.from, closed.to) })}
                </button>
                <Between days={days} closed={closed} onChoose={choose} />
              </>
            );
          }}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Between({ days, closed, onChoose }: { days: Days; closed: Days; onChoose: (days: Days) => void }) {
  const [{ from, to }, setDays] = useState(days);
  return (
    <form
      className="days-between"
      onSubmit={(event) => {
        event.preventDefault();
        onChoose(from <= to ? { from, to } : { from: to, to: from });
      }}
    >
      <label>
        {t('filters.from')}
        <input
          type="date"
          required
          min={closed.from}
          max={closed.to}
          value={from}
          onChange={({ target: { value } }) => setDays({ from: value, to })}
        />
      </label>
      <label>
        {t('filters.to')}
        <input
          type="date"
          required
          min={closed.from}
          max={closed.to}
          value={to}
          onChange={({ target: { value } }) => setDays({ from, to: value })}
        />
      </label>
      <button type="submit" className="button">
        {t('filters.show')}
      </button>
    </form>
  );
}
