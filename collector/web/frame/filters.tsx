import { compareVersions } from 'candor-client/core';
import { X } from 'lucide-react';
import { Fragment, type ReactNode } from 'react';
import type { Answer, PlatformRow, VersionRow } from '../asking/answer.ts';
import { questionAddress, useDashboard } from '../asking/dashboard-context.ts';
import { useAsked } from '../asking/use-asked.ts';
import { formatList } from '../format.ts';
import { t } from '../messages/index.ts';
import { segmentName } from '../names.ts';
import { goTo, useAddress } from '../routing/address.ts';
import {
  addressOf,
  type Dimension,
  ownParametersOf,
  type Scope,
  segmentOf,
  segmentText,
  withDays,
  withFilter,
} from '../routing/scope.ts';
import { DaysMenu } from './days-menu.tsx';
import { type Choice, Menu } from './menu.tsx';
import { MoreFilters } from './more-filters.tsx';
import './filters.css';

/** Where the keyboard finds the filters. */
export const FILTERS = 'filters';

/** Menus for these alone: the others have a dialog together, and can be taken away one by one. */
const OFFERED: readonly Dimension[] = ['version', 'os', 'level'];

const ALL = '';

/** Stays on the line of what it follows: a button alone could be followed by a new line. */
const STAY = '\u2060';
const COMMA = `${STAY}, `;

/** Texts with places for filters: those that the question of a page follows. */
export type FilterSentence =
  | 'filters.sentence'
  | 'filters.without-votes'
  | 'filters.without-compare'
  | 'filters.neither'
  | 'findings.filters';

interface FiltersProps {
  readonly sentence?: FilterSentence | undefined;
  /** Whether the page is of everything for as long as no days are asked for. */
  readonly isOfAll?: boolean | undefined;
}

/** What the page is about, as a sentence whose parts can be changed. */
export function Filters({ sentence = 'filters.sentence', isOfAll = false }: FiltersProps) {
  const { scope, closed, names } = useDashboard();
  const { path, search } = useAddress();
  const segments = useSegments();
  if (!closed) return null;
  const show = (next: Scope) => goTo(addressOf(path, next, ownParametersOf(search)));
  const chosenOf = (dimension: Dimension) =>
    scope.filters.find((filter) => filter.dimension === dimension)?.segment ?? ALL;
  const others = scope.filters.filter(({ dimension }) => !OFFERED.includes(dimension));
  const parts: Readonly<Record<string, ReactNode>> = {
    product: (
      <Menu
        label={t('filters.product')}
        text={scope.product === undefined ? t('filters.all-products') : names.product(scope.product)}
        chosen={scope.product ?? ALL}
        choices={[
          { id: ALL, label: t('filters.all-products') },
          ...names.products.map(({ id, name }) => ({ id, label: name })),
        ]}
        onChoose={(id) => {
          const { product: _, ...rest } = scope;
          show(id === ALL ? rest : { ...rest, product: id });
        }}
      />
    ),
    days: (
      <DaysMenu
        scope={scope}
        closed={closed}
        isOfAll={isOfAll && !scope.from && !scope.to}
        onChoose={(days) => show(withDays(scope, days))}
      />
    ),
    ...Object.fromEntries(
      OFFERED.map((dimension) => [
        dimension,
        <SegmentMenu
          key={dimension}
          dimension={dimension}
          chosen={chosenOf(dimension)}
          segments={segments[dimension] ?? []}
          onChoose={(segment) => show(withFilter(scope, dimension, segment))}
        />,
      ]),
    ),
    others: [
      ...others.map(({ dimension, segment }) => (
        <Fragment key={dimension}>
          {COMMA}
          <button
            type="button"
            className="part"
            aria-label={t('filters.without', { name: segmentName(dimension, segment) })}
            onClick={() => show(withFilter(scope, dimension, undefined))}
          >
            {segmentName(dimension, segment)}
            <X className="part-mark" aria-hidden />
          </button>
        </Fragment>
      )),
      <span key="more" className="filters-more">
        {COMMA}
        <MoreFilters onChoose={show} />
      </span>,
    ],
    votes: (
      <Menu
        label={t('filters.votes')}
        text={t(`filters.votes-${scope.votes}`)}
        chosen={scope.votes}
        choices={(['events', 'installation'] as const).map((id) => ({ id, label: t(`filters.votes-${id}`) }))}
        onChoose={(id) => show({ ...scope, votes: id === 'installation' ? id : 'events' })}
      />
    ),
    compare: <CompareMenu scope={scope} segments={segments} onChoose={show} />,
  };
  const notFollowed = notFollowedBy(t(sentence, PLACES), scope);
  return (
    <section id={FILTERS} className="filters" aria-label={t('filters.title')}>
      <p>{filled(t(sentence, PLACES), parts)}</p>
      {notFollowed.length > 0 && <p>{t('filters.not-followed', { parts: formatList(notFollowed) })}</p>}
    </section>
  );
}

/** The sentence with its places left open. */
const PLACES = {
  product: '{product}',
  days: '{days}',
  version: '{version}',
  os: '{os}',
  level: '{level}',
  others: '{others}',
  votes: '{votes}',
  compare: '{compare}',
} as const;

/** What an address asks for and a sentence has no place for, as people call it. */
export function notFollowedBy(text: string, { filters, votes, compare }: Scope): string[] {
  const has = (place: keyof typeof PLACES) => text.includes(PLACES[place]);
  return [
    ...(has('others') ? [] : filters.map(({ dimension, segment }) => segmentName(dimension, segment))),
    ...(has('votes') || votes === 'events' ? [] : [t('filters.counted', { votes: t('filters.votes-installation') })]),
    ...(has('compare') || !compare
      ? []
      : [t('filters.compared', { compare: segmentName(compare.dimension, compare.segment) })]),
  ];
}

/**
 * A text with parts in the place of its `{names}`, which are in the order of its language. What follows a part without a blank,
 * such as a comma, stays on its line.
 */
function filled(text: string, parts: Readonly<Record<string, ReactNode>>): ReactNode {
  const [before = '', ...rest] = text.split('{');
  return [
    before,
    ...rest.map((piece) => {
      const [, name = '', glued = '', after = ''] = /^(\w+)\}(\S*)(.*)$/s.exec(piece) ?? [];
      return (
        <Fragment key={name}>
          {name === 'others' ? (
            <>
              {parts[name]}
              {STAY}
              {glued}
            </>
          ) : (
            <span className="part-place">
              {parts[name]}
              {glued}
            </span>
          )}
          {after}
        </Fragment>
      );
    }),
  ];
}

interface SegmentMenuProps {
  readonly dimension: Dimension;
  readonly chosen: string;
  readonly segments: readonly string[];
  readonly onChoose: (segment: string | undefined) => void;
}

function SegmentMenu({ dimension, chosen, segments, onChoose }: SegmentMenuProps) {
  const all = { id: ALL, label: t(`filters.all-${dimension as 'version' | 'os' | 'level'}`) };
  const listed = chosen === ALL || segments.includes(chosen) ? segments : [chosen, ...segments];
  return (
    <Menu
      label={t(`dimension.${dimension}`)}
      text={chosen === ALL ? all.label : segmentName(dimension, chosen)}
      chosen={chosen}
      choices={[all, ...listed.map((id): Choice => ({ id, label: segmentName(dimension, id) }))]}
      onChoose={(id) => onChoose(id === ALL ? undefined : id)}
    />
  );
}

type Segments = Readonly<Partial<Record<Dimension, readonly string[]>>>;

function CompareMenu({
  scope,
  segments,
  onChoose,
}: {
  scope: Scope;
  segments: Segments;
  onChoose: (scope: Scope) => void;
}) {
  const { compare, ...alone } = scope;
  const chosen = compare ? segmentText(compare) : ALL;
  const offered = OFFERED.flatMap((dimension) =>
    (segments[dimension] ?? []).map((segment) => ({
      id: segmentText({ dimension, segment }),
      label: segmentName(dimension, segment),
    })),
  );
  const known = compare && !offered.some(({ id }) => id === chosen);
  return (
    <Menu
      label={t('filters.compare')}
      text={compare ? segmentName(compare.dimension, compare.segment) : t('filters.nothing')}
      chosen={chosen}
      choices={[
        { id: ALL, label: t('filters.nothing') },
        ...(known ? [{ id: chosen, label: segmentName(compare.dimension, compare.segment) }] : []),
        ...offered,
      ]}
      onChoose={(id) => {
        const segment = segmentOf(id);
        onChoose(segment ? { ...alone, compare: segment } : alone);
      }}
    />
  );
}

/** What can be chosen: the versions and systems of these days that may be shown, whatever else is filtered. */
function useSegments(): Segments {
  const { scope, closed } = useDashboard();
  const { compare: _, ...alone } = scope;
  const whole = { ...alone, filters: [], votes: 'events' } as const;
  const versions = useAsked<Answer<VersionRow>>(questionAddress('versions', whole, closed)).answer;
  const platforms = useAsked<Answer<PlatformRow>>(questionAddress('platforms', whole, closed)).answer;
  const numbers = versions?.rows.map(({ version }) => version) ?? [];
  return {
    version: [...new Set(numbers)].sort((a, b) => compareVersions(b, a)),
    os: [...new Set(platforms?.rows.map(({ os }) => os) ?? [])].sort(),
    level: ['standard', 'enhanced'],
  };
}
