import { isMessageKey, t, tn } from '../../app/messages/index.ts';
import type { FieldType } from '../../app/telemetry/field-types.ts';
import { countryName, languageName } from './format.ts';
import type { FieldInfo } from './shared-model.ts';

/** Values listed for a field; longer vocabularies show these and their size. */
const LISTED_VALUES = 8;

/** The name of a field for people; its path when it has none. */
export function fieldLabel(path: string): string {
  return textOf(`field.${path}`) ?? path;
}

/** Why a field is collected, or `undefined` for one that the event registry does not know. */
export function fieldPurpose(path: string): string | undefined {
  return textOf(`purpose.${path}`);
}

/** A text without parameters by a key that is made at run time. */
function textOf(key: string): string | undefined {
  return isMessageKey(key) ? t(key as 'common.ok') : undefined;
}

/** Unit of a number, or what a code stands for. The value itself is shown as it is sent. */
export function valueNote(path: string, value: string, info: FieldInfo | undefined): string | undefined {
  if (path === 'context.country') return countryName(value);
  if (path === 'context.language') return languageName(value);
  return info?.type.kind === 'uint' ? visibleUnit(info.type.unit) : undefined;
}

/** What a field can hold at all, for the list that is shown while nothing is collected. */
export function possibleValues(type: FieldType): string {
  switch (type.kind) {
    case 'enum':
      return type.values.length <= LISTED_VALUES
        ? t('shared.value.one-of', { values: type.values.join(', ') })
        : t('shared.value.one-of-many', { count: type.values.length, values: sample(type.values) });
    case 'uint': {
      const unit = visibleUnit(type.unit);
      return unit ? t('shared.value.uint-unit', { max: type.max, unit }) : t('shared.value.uint', { max: type.max });
    }
    default:
      return t(`shared.value.${type.kind}`);
  }
}

export function keptFor(days: number): string {
  return tn('shared.days', days);
}

/** "count" and "version" are the registry's words for a bare number. */
function visibleUnit(unit: string): string | undefined {
  return unit === 'count' || unit === 'version' ? undefined : (textOf(`shared.unit.${unit}`) ?? unit);
}

/** Three values from across the list, so that an alphabetical one does not show its first letter only. */
function sample(values: readonly string[]): string {
  const third = Math.floor(values.length / 3);
  return [values[0], values[third], values[2 * third]].join(', ');
}
