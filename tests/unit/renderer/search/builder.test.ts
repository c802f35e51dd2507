import { describe, expect, it } from 'vitest';
import { type BuilderCondition, fromBuilder, toBuilder } from '../../../../app/query/builder.ts';
import { fields, findField } from '../../../../app/query/fields.ts';
import { parseQuery } from '../../../../app/query/parse.ts';
import { objectTypes } from '../../../../app/query/query.ts';
import {
  compared,
  comparisonOf,
  comparisons,
  conditionAbout,
  readValues,
  subjectOf,
  subjects,
  valuesText,
} from '../../../../renderer/search/builder/conditions.ts';

/** The only condition of a text. */
function conditionOf(text: string): BuilderCondition {
  const { query } = parseQuery(text, 'process');
  const [condition] = query ? toBuilder(query).matching : [];
  if (!condition) throw new Error(`no condition: ${text}`);
  return condition;
}

describe('a condition of the builder', () => {
  it('is about anything that its type has', () => {
    for (const type of objectTypes) {
      for (const { value } of subjects(type, false)) {
        expect(subjectOf(conditionAbout(type, value))).toBe(value);
      }
      const nested = subjects(type, true).map(({ value }) => value);
      expect(nested).not.toContain('alternatives');
      expect(nested).toEqual(expect.arrayContaining(fields[type].map(({ id }) => id)));
    }
  });

  it('says whether it must fit, and keeps that when it becomes one about something else', () => {
    const condition = conditionAbout('process', 'cpu', true);
    expect(condition.negated).toBe(true);
    expect(
      fromBuilder({ ...toBuilder(parseQuery('process').query ?? never()), matching: [conditionOf('-user:root')] }).text,
    ).toBe('process -user:root');
  });

  it('with a first choice is right at once', () => {
    const state = conditionAbout('process', 'state');
    const form = { ...toBuilder(parseQuery('process').query ?? never()), matching: [state] };
    expect(fromBuilder(form).errors).toEqual([]);
  });

  it('is compared in another way with what it was compared with', () => {
    const cpu = findField('process', 'cpu') ?? never();
    const condition = conditionOf('process cpu>20%');
    if (condition.kind !== 'field') throw new Error('not about a field');
    expect(compared(condition, '<=', cpu)).toMatchObject({ operator: '<=', values: ['20%'], range: false });
    const between = compared(condition, '..', cpu);
    expect(comparisonOf(between)).toBe('..');
    expect(between.values).toEqual(['20%', '']);
    expect(compared(between, '>', cpu)).toMatchObject({ operator: '>', values: ['20%'], range: false });
    expect(comparisons(cpu).map(({ value }) => value)).toContain('..');
    const name = findField('process', 'name') ?? never();
    expect(comparisons(name).map(({ value }) => value)).not.toContain('..');
  });
});

describe('several values', () => {
  it('are one text and back, with commas and backslashes in them', () => {
    for (const values of [['node', 'deno'], ['a,b', 'c'], ['C:\\Users', '\\,'], [''], ['20%']]) {
      expect(readValues(valuesText(values))).toEqual(values);
    }
  });

  it('can be typed one letter after the other', () => {
    expect(readValues('node,')).toEqual(['node', '']);
    expect(readValues('node, d')).toEqual(['node', 'd']);
    expect(readValues('two words')).toEqual(['two words']);
  });
});

function never(): never {
  throw new Error('is there');
}
