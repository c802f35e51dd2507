import { t } from '../../../app/messages/index.ts';
import type { BuilderDisplay } from '../../../app/query/builder.ts';
import { type Field, fields, findField } from '../../../app/query/fields.ts';
import { MAX_LIMIT } from '../../../app/query/limits.ts';
import { type Aggregate, aggregates, type ObjectType, type Shown } from '../../../app/query/query.ts';
import { aggregateFits, shownText } from '../../../app/query/shown.ts';
import { fieldTitle } from '../../../app/query/words.ts';
import { Add, Entry, Pick, Remove } from './controls.tsx';

interface DisplayProps {
  readonly type: ObjectType;
  readonly display: BuilderDisplay;
  readonly onChange: (display: BuilderDisplay) => void;
}

/** How what is found is grouped, reckoned, sorted and cut. */
export function Display({ type, display, onChange }: DisplayProps) {
  const { group, show, sort, limit, columns } = display;
  const list: readonly Field[] = fields[type];
  const options = list.map(({ id }) => ({ value: id, label: fieldTitle(type, id) }));
  const grouped = group.length > 0 || show.length > 0;
  return (
    <>
      <Names
        title={t('builder.group')}
        names={group}
        options={options}
        onChange={(changed) => onChange({ ...display, group: changed, columns: [] })}
      />
      {grouped && <Figures type={type} show={show} onChange={(changed) => onChange({ ...display, show: changed })} />}
      <Order
        sort={sort}
        options={grouped ? groupedOptions(type, display) : options}
        onChange={(changed) => onChange({ ...display, sort: changed })}
      />
      <div className="builder-line">
        <span className="builder-name">{t('builder.limit')}</span>
        <Entry
          label={t('builder.limit')}
          value={limit === null ? '' : String(limit)}
          placeholder={t('builder.limit-none')}
          onChange={(text) => onChange({ ...display, limit: limitOf(text) })}
        />
      </div>
      {!grouped && (
        <Names
          title={t('builder.columns')}
          names={columns}
          options={options}
          onChange={(changed) => onChange({ ...display, columns: changed })}
        />
      )}
    </>
  );
}

function limitOf(text: string): number | null {
  const digits = text.replaceAll(/\D/g, '');
  return digits === '' ? null : Math.min(MAX_LIMIT, Math.max(1, Number(digits)));
}

/** What groups can be sorted by: what they are grouped by, and their figures. */
function groupedOptions(type: ObjectType, { group, show }: BuilderDisplay) {
  const shown = show.length > 0 ? show : [{ aggregate: 'count', field: null } as const];
  return [
    ...group.map((id) => ({ value: id, label: fieldTitle(type, id) })),
    ...shown.map((figure) => ({ value: shownText(figure), label: figureTitle(type, figure) })),
  ];
}

function figureTitle(type: ObjectType, { aggregate, field }: Shown): string {
  const name = t(`aggregate.${aggregate}`);
  return field === null ? name : `${name}: ${fieldTitle(type, field)}`;
}

interface Option {
  readonly value: string;
  readonly label: string;
}

interface NamesProps {
  readonly title: string;
  readonly names: readonly string[];
  readonly options: readonly Option[];
  readonly onChange: (names: readonly string[]) => void;
}

/** Several fields, each once, in an order. */
function Names({ title, names, options, onChange }: NamesProps) {
  const next = options.find(({ value }) => !names.includes(value));
  return (
    <div className="builder-line">
      <span className="builder-name">{title}</span>
      {names.map((name, index) => (
        <span key={name} className="builder-item">
          <Pick
            label={title}
            value={name}
            options={options.filter(({ value }) => value === name || !names.includes(value))}
            onChange={(changed) => onChange(names.with(index, changed))}
          />
          <Remove
            what={options.find(({ value }) => value === name)?.label ?? name}
            onPress={() => onChange(names.toSpliced(index, 1))}
          />
        </span>
      ))}
      {next && <Add label={t('builder.add-short')} to={title} onPress={() => onChange([...names, next.value])} />}
    </div>
  );
}

interface FiguresProps {
  readonly type: ObjectType;
  readonly show: readonly Shown[];
  readonly onChange: (show: readonly Shown[]) => void;
}

/** What is reckoned of each group. */
function Figures({ type, show, onChange }: FiguresProps) {
  const title = t('builder.show');
  const list: readonly Field[] = fields[type];
  return (
    <div className="builder-line">
      <span className="builder-name">{title}</span>
      {show.map(({ aggregate, field }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a figure has nothing to be known by but its place
        <span key={index} className="builder-item">
          <Pick
            label={title}
            value={aggregate}
            options={aggregates.map((one) => ({ value: one, label: t(`aggregate.${one}`) }))}
            onChange={(chosen) => onChange(show.with(index, figureOf(type, chosen, field)))}
          />
          {field !== null && (
            <Pick
              label={t('builder.of')}
              value={field}
              options={list
                .filter((one) => aggregateFits(aggregate, one))
                .map(({ id }) => ({ value: id, label: fieldTitle(type, id) }))}
              onChange={(chosen) => onChange(show.with(index, { aggregate, field: chosen }))}
            />
          )}
          <Remove what={figureTitle(type, { aggregate, field })} onPress={() => onChange(show.toSpliced(index, 1))} />
        </span>
      ))}
      <Add
        label={t('builder.add-short')}
        to={title}
        onPress={() => onChange([...show, { aggregate: 'count', field: null }])}
      />
    </div>
  );
}

/** A figure by its name, of the same field where that can be. */
function figureOf(type: ObjectType, name: string, field: string | null): Shown {
  const aggregate: Aggregate = aggregates.find((one) => one === name) ?? 'count';
  if (aggregate === 'count') return { aggregate, field: null };
  const before = field === null ? undefined : findField(type, field);
  if (before && aggregateFits(aggregate, before)) return { aggregate, field };
  const list: readonly Field[] = fields[type];
  return { aggregate, field: list.find((one) => aggregateFits(aggregate, one))?.id ?? null };
}

interface OrderProps {
  readonly sort: BuilderDisplay['sort'];
  readonly options: readonly Option[];
  readonly onChange: (sort: BuilderDisplay['sort']) => void;
}

/** What comes first. */
function Order({ sort, options, onChange }: OrderProps) {
  const title = t('builder.sort');
  const taken = sort.map(({ field }) => field);
  const next = options.find(({ value }) => !taken.includes(value));
  return (
    <div className="builder-line">
      <span className="builder-name">{title}</span>
      {sort.map(({ field, descending }, index) => (
        <span key={field} className="builder-item">
          <Pick
            label={title}
            value={field}
            options={options.filter(({ value }) => value === field || !taken.includes(value))}
            onChange={(changed) => onChange(sort.with(index, { field: changed, descending }))}
          />
          <Pick
            label={t('builder.direction')}
            value={descending ? 'desc' : 'asc'}
            options={[
              { value: 'desc', label: t('complete.desc') },
              { value: 'asc', label: t('complete.asc') },
            ]}
            onChange={(way) => onChange(sort.with(index, { field, descending: way === 'desc' }))}
          />
          <Remove
            what={options.find(({ value }) => value === field)?.label ?? field}
            onPress={() => onChange(sort.toSpliced(index, 1))}
          />
        </span>
      ))}
      {next && (
        <Add
          label={t('builder.add-short')}
          to={title}
          onPress={() => onChange([...sort, { field: next.value, descending: true }])}
        />
      )}
    </div>
  );
}
