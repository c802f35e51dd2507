import {
  chooseLanguage,
  commonRegistry,
  currentLocale,
  type FieldType,
  type Group,
  wordsOfType,
} from 'candor-client/core';
import { useDashboard } from '../asking/dashboard-context.ts';
import { formatNumber } from '../format.ts';
import { t, tn } from '../messages/index.ts';
import { Lead } from '../parts/answer-view.tsx';
import { FigureTable } from '../parts/figure-table.tsx';
import type { Page } from './page.ts';

export const dictionary: Page = {
  id: 'dictionary',
  key: 'd',
  name: 'dictionary.name',
  title: 'dictionary.title',
  hasFilters: false,
  isApart: true,
  View: Dictionary,
};

/** The fields of every product, as the registry declares them: what "What Is Shared" in the app is made of as well. */
function Dictionary() {
  const { names } = useDashboard();
  const groups: readonly (readonly [string, Group])[] = Object.entries(commonRegistry);
  const count = groups.reduce((sum, [, { fields }]) => sum + Object.keys(fields).length, 0);
  return (
    <div className="answer">
      <Lead>
        {t('dictionary.lead', { count })}{' '}
        {names.products.length > 0 &&
          t('dictionary.words', { products: names.products.map(({ name }) => name).join(', ') })}
      </Lead>
      {groups
        .filter(([, { fields }]) => Object.keys(fields).length > 0)
        .map(([id, group]) => (
          <Fields key={id} id={id} group={group} />
        ))}
    </div>
  );
}

function Fields({ id, group: { about, fields } }: { id: string; group: Group }) {
  const language = chooseLanguage([currentLocale()]);
  return (
    <FigureTable title={about.title[language]}>
      <thead>
        <tr>
          {(['field', 'value', 'level', 'why', 'kept', 'until', 'owner'] as const).map((head) => (
            <th key={head} scope="col">
              {t(`dictionary.${head}`)}
            </th>
          ))}
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
            <td>{tn('dictionary.days', retentionDays)}</td>
            <td>{expires === 'never' ? t('dictionary.no-end') : expires}</td>
            <td>{owner}</td>
          </tr>
        ))}
      </tbody>
    </FigureTable>
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
