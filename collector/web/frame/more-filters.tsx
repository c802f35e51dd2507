import { commonRegistry, wordsOfType } from 'candor-client/core';
import { useId, useState } from 'react';
import { Dialog, DialogTrigger, Popover } from 'react-aria-components';
import type { Answer, OrganisationRow, PlatformRow } from '../asking/answer.ts';
import { questionAddress, useDashboard } from '../asking/dashboard-context.ts';
import { useAsked } from '../asking/use-asked.ts';
import { t } from '../messages/index.ts';
import { segmentName } from '../names.ts';
import { type Scope, withFilter } from '../routing/scope.ts';
import { PartButton } from './menu.tsx';
import './more-filters.css';

/** Filters that are asked for less often: they have one dialog together. */
const MORE = ['organisation', 'distribution', 'country', 'language'] as const;

const ANY = '';

/** Offers the filters that the sentence has no place of its own for. */
export function MoreFilters({ onChoose }: { onChoose: (scope: Scope) => void }) {
  return (
    <DialogTrigger>
      <PartButton label={t('filters.more')} text={t('filters.more-text')} />
      <Popover className="menu-popup" offset={4} placement="bottom start">
        <Dialog className="more-filters" aria-label={t('filters.more')}>
          {({ close }) => (
            <Chosen
              onChoose={(scope) => {
                close();
                onChoose(scope);
              }}
            />
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Chosen({ onChoose }: { onChoose: (scope: Scope) => void }) {
  const { scope } = useDashboard();
  const id = useId();
  const segments = useMoreSegments();
  const [chosen, setChosen] = useState<Scope>(scope);
  const segmentIn = (dimension: (typeof MORE)[number]) =>
    chosen.filters.find((filter) => filter.dimension === dimension)?.segment ?? ANY;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onChoose(chosen);
      }}
    >
      {MORE.map((dimension) => {
        const now = segmentIn(dimension);
        const known = segments[dimension];
        const offered = now === ANY || known.includes(now) ? known : [now, ...known];
        return (
          <div key={dimension} className="more-filters-one">
            <label htmlFor={`${id}-${dimension}`}>{t(`dimension.${dimension}`)}</label>
            <select
              id={`${id}-${dimension}`}
              value={now}
              onChange={({ target: { value } }) => setChosen(withFilter(chosen, dimension, value || undefined))}
            >
              <option value={ANY}>{t('filters.any')}</option>
              {offered.map((segment) => (
                <option key={segment} value={segment}>
                  {segmentName(dimension, segment)}
                </option>
              ))}
            </select>
          </div>
        );
      })}
      <button type="submit" className="button">
        {t('filters.show')}
      </button>
    </form>
  );
}

/** Organisations and distributions that may be shown on these days, whatever else is filtered; countries and languages that there are. */
function useMoreSegments(): Readonly<Record<(typeof MORE)[number], readonly string[]>> {
  const { scope, closed } = useDashboard();
  const { compare: _, ...alone } = scope;
  const whole = { ...alone, filters: [], votes: 'events' } as const;
  const organisations = useAsked<Answer<OrganisationRow>>(questionAddress('organisations', whole, closed)).answer;
  const platforms = useAsked<Answer<PlatformRow>>(questionAddress('platforms', whole, closed)).answer;
  const { country, language } = commonRegistry.context.fields;
  return {
    organisation: distinct(organisations?.rows.map(({ organisation }) => organisation)),
    distribution: distinct(platforms?.rows.map(({ distribution }) => distribution)).filter((name) => name !== 'none'),
    country: byName('country', wordsOfType(country.type)),
    language: byName('language', wordsOfType(language.type)),
  };
}

const distinct = (words: readonly string[] = []) => [...new Set(words)].sort();

const byName = (dimension: 'country' | 'language', words: readonly string[]) =>
  words.toSorted((a, b) => segmentName(dimension, a).localeCompare(segmentName(dimension, b)));
