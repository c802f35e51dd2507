import { useId } from 'react';
import { t } from '../../../app/messages/index.ts';
import { type BuilderCondition, conditionErrors } from '../../../app/query/builder.ts';
import { findField } from '../../../app/query/fields.ts';
import type { ObjectType } from '../../../app/query/query.ts';
import { errorText } from '../../../app/query/words.ts';
import {
  compared,
  comparisonOf,
  comparisons,
  conditionAbout,
  readValues,
  subjectOf,
  subjects,
  valuesText,
} from './conditions.ts';
import { Add, Entry, Pick, Remove } from './controls.tsx';

interface MatchingProps {
  readonly type: ObjectType;
  readonly conditions: readonly BuilderCondition[];
  /** It stands within alternatives. */
  readonly nested?: boolean;
  readonly onChange: (conditions: readonly BuilderCondition[]) => void;
}

/** Conditions that all have to fit, one a line. */
export function Matching({ type, conditions, nested = false, onChange }: MatchingProps) {
  return (
    <>
      {conditions.map((condition, index) => (
        <Line
          // biome-ignore lint/suspicious/noArrayIndexKey: a condition has nothing to be known by but its place
          key={index}
          type={type}
          condition={condition}
          nested={nested}
          onChange={(changed) => onChange(conditions.with(index, changed))}
          onRemove={() => onChange(conditions.toSpliced(index, 1))}
        />
      ))}
      <Add label={t('builder.add')} onPress={() => onChange([...conditions, conditionAbout(type, 'words')])} />
    </>
  );
}

interface LineProps {
  readonly type: ObjectType;
  readonly condition: BuilderCondition;
  readonly nested: boolean;
  readonly onChange: (condition: BuilderCondition) => void;
  readonly onRemove: () => void;
}

function Line({ type, condition, nested, onChange, onRemove }: LineProps) {
  const errorId = useId();
  const options = subjects(type, nested);
  const subject = subjectOf(condition);
  const name = options.find(({ value }) => value === subject)?.label ?? subject;
  const [wrong] = condition.kind === 'alternatives' ? [] : conditionErrors(type, condition);
  const error = { invalid: wrong !== undefined, describedBy: wrong && errorId };
  return (
    <div className="builder-condition">
      <div className="builder-line">
        <Pick
          label={t('builder.subject')}
          value={subject}
          options={options}
          onChange={(chosen) => onChange(conditionAbout(type, chosen, condition.negated))}
        />
        <Pick
          label={t('builder.fits', { name })}
          value={condition.negated ? 'no' : 'yes'}
          options={[
            { value: 'yes', label: t('builder.fits-yes') },
            { value: 'no', label: t('builder.fits-no') },
          ]}
          onChange={(fits) => onChange({ ...condition, negated: fits === 'no' })}
        />
        <Compared type={type} condition={condition} name={name} error={error} onChange={onChange} />
        <Remove what={name} onPress={onRemove} />
      </div>
      {wrong && (
        <p id={errorId} className="search-error">
          {errorText(wrong.message)}
        </p>
      )}
      {condition.kind === 'alternatives' && <Alternatives type={type} condition={condition} onChange={onChange} />}
    </div>
  );
}

interface ComparedProps {
  readonly type: ObjectType;
  readonly condition: BuilderCondition;
  readonly name: string;
  readonly error: { readonly invalid: boolean; readonly describedBy: string | undefined };
  readonly onChange: (condition: BuilderCondition) => void;
}

/** What the subject of a condition is compared with. */
function Compared({ type, condition, name, error, onChange }: ComparedProps) {
  const value = t('builder.value', { name });
  if (condition.kind === 'words') {
    return (
      <Entry label={value} value={condition.text} {...error} onChange={(text) => onChange({ ...condition, text })} />
    );
  }
  const field = condition.kind === 'field' ? findField(type, condition.field) : undefined;
  if (condition.kind !== 'field' || !field) return <span className="builder-rest" />;
  const { values, range } = condition;
  const [low = '', high = ''] = values;
  const choices = values.length === 1 ? field.choices : undefined;
  return (
    <>
      <Pick
        label={t('builder.comparison', { name })}
        value={comparisonOf(condition)}
        options={comparisons(field)}
        onChange={(comparison) => onChange(compared(condition, comparison, field))}
      />
      {range && (
        <>
          <Entry
            label={t('builder.from', { name })}
            value={low}
            {...error}
            onChange={(from) => onChange({ ...condition, values: [from, high] })}
          />
          <Entry
            label={t('builder.to', { name })}
            value={high}
            {...error}
            onChange={(to) => onChange({ ...condition, values: [low, to] })}
          />
        </>
      )}
      {!range && choices && (
        <Pick
          label={value}
          value={low}
          options={choices.map((choice) => ({ value: choice, label: choice }))}
          onChange={(choice) => onChange({ ...condition, values: [choice] })}
        />
      )}
      {!range && !choices && (
        <Entry
          label={value}
          value={valuesText(values)}
          {...error}
          onChange={(text) => onChange({ ...condition, values: readValues(text) })}
        />
      )}
    </>
  );
}

interface AlternativesProps {
  readonly type: ObjectType;
  readonly condition: Extract<BuilderCondition, { readonly kind: 'alternatives' }>;
  readonly onChange: (condition: BuilderCondition) => void;
}

/** Several lists of conditions, one of which has to fit. */
function Alternatives({ type, condition, onChange }: AlternativesProps) {
  const { alternatives } = condition;
  const change = (changed: readonly (readonly BuilderCondition[])[]) => {
    // An alternative without conditions would fit everything.
    onChange({ ...condition, alternatives: changed.filter((conditions) => conditions.length > 0) });
  };
  return (
    <div className="builder-alternatives">
      {alternatives.map((conditions, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an alternative has nothing to be known by but its place
        <fieldset key={index} className="builder-lines">
          <legend>{t(index === 0 ? 'builder.either' : 'builder.or')}</legend>
          <Matching
            type={type}
            conditions={conditions}
            nested
            onChange={(changed) => change(alternatives.with(index, changed))}
          />
        </fieldset>
      ))}
      <Add
        label={t('builder.add-alternative')}
        onPress={() => change([...alternatives, [conditionAbout(type, 'words')]])}
      />
    </div>
  );
}
