import {
  chooseLanguage,
  commonRegistry,
  currentLocale,
  type FieldType,
  type Group,
  wordsOfType,
} from 'candor-client/core';
import { useMemo } from 'react';
import type { FieldRow } from '../asking/answer.ts';
import { useAnswer, useDashboard, useTotals } from '../asking/dashboard-context.ts';
import { formatNumber, formatShare } from '../format.ts';
import { t, tn } from '../messages/index.ts';
import { Lead } from '../parts/answer-view.tsx';
import { FigureTable } from '../parts/figure-table.tsx';
import { UnderFigure } from '../parts/notes.tsx';
import { Failed } from '../parts/states.tsx';
import type { Page } from './page.ts';

export const dictionary: Page = {
  id: 'dictionary',
  key: 'd',
  name: 'dictionary.name',
  title: 'dictionary.title',
  hasFilters: true,
  filters: 'filters.without-compare',
  isApart: true,
  View: Dictionary,
};

/**
 * The fields of every product, as the registry declares them: what "What Is Shared" in the app is made of as well. How often each
 * arrived stands beside it where days have closed; what is declared is shown all the same.
 */
function Dictionary() {
  const { names, closed } = useDashboard();
  const { answer, address, failure, askAgain } = useAnswer<FieldRow>('fields', { compares: false });
  const totals = useTotals();
  const arrived = useMemo(() => answer && new Map(answer.rows.map((row) => [row.field, row])), [answer]);
  const groups: readonly (readonly [string, Group])[] = Object.entries(commonRegistry);
  const count = groups.reduce((sum, [, { fields }]) => sum + Object.keys(fields).length, 0);
  return (
    <div className="answer">
      <Lead>
        {t('dictionary.lead', { count })}{' '}
        {names.products.length > 0 &&
          t('dictionary.words', { products: names.products.map(({ name }) => name).join(', ') })}
      </Lead>
      {closed === null && <p>{t('dictionary.no-day')}</p>}
      {failure && !answer && <Failed failure={failure} askAgain={askAgain} />}
      {answer && (
        <div>
          <p>{t('dictionary.arrived-about')}</p>
          <UnderFigure answer={answer} address={address} totals={totals} />
        </div>
      )}
      {groups
        .filter(([, { fields }]) => Object.keys(fields).length > 0)
        .map(([id, group]) => (
          <Fields key={id} id={id} group={group} arrived={arrived} />
        ))}
    </div>
  );
}

interface FieldsProps {
  readonly id: string;
  readonly group: Group;
  /** By the field's path; `undefined` while it is not known. */
  readonly arrived: ReadonlyMap<string, FieldRow> | undefined;
}

function Fields({ id, group: { about, fields }, arrived }: FieldsProps) {
  const language = chooseLanguage([currentLocale()]);
  return (
    <FigureTable title={about.title[language]}>
      <thead>
        <tr>
          {(['field', 'value', 'level', 'why', 'arrived', 'installations', 'kept', 'until', 'owner'] as const).map(
            (head) => (
              <th key={head} scope="col" className={FIGURES.includes(head) ? 'number' : undefined}>
                {t(`dictionary.${head}`)}
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody>
        {Object.entries(fields).map(([name, { type, level, texts, retentionDays, expires, owner }]) => (
          <tr key={name}>
            <th scope="row">
              {texts[language][0]} <code className="field-id">{`${id}.${name}`}</code>
            </th>
            <td>{typeText(type)}</td>
            <td>{t(level === 'enhanced' ? 'segment.enhanced' : 'segment.standard')}</td>
            <td className="wraps">{texts[language][1]}</td>
            <Arrived row={arrived?.get(`${id}.${name}`)} />
            <td>{tn('dictionary.days', retentionDays)}</td>
            <td>{expires === 'never' ? t('dictionary.no-end') : expires}</td>
            <td>{owner}</td>
          </tr>
        ))}
      </tbody>
    </FigureTable>
  );
}

const FIGURES: readonly string[] = ['arrived', 'installations'];

/** In what share of the parts of sessions a field arrived, and from how many installations; a dash where that is none, withheld or not known. */
function Arrived({ row }: { readonly row: FieldRow | undefined }) {
  return (
    <>
      <td className="number">{row?.share === undefined || row.share === null ? '–' : formatShare(row.share)}</td>
      <td className="number">{row ? formatNumber(row.installations) : '–'}</td>
    </>
  );
}

/** Units that say more than that something is counted. */
const UNITS = ['cores', 'GiB', 'minutes', 'seconds'] as const;

function unitName(unit: string): string {
  const known = UNITS.find((its) => its === unit);
  return known ? t(`unit.${known}`) : '';
}

/** What a field can hold. */
function typeText(type: FieldType): string {
  switch (type.kind) {
    case 'enum':
      return tn('dictionary.type-enum', wordsOfType(type).length);
    case 'uint':
      return t('dictionary.type-uint', { max: formatNumber(type.max), unit: unitName(type.unit) }).trim();
    default:
      return t(`dictionary.type-${type.kind}`);
  }
}
