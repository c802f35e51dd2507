import type { Condition } from 'candor-client/core';
import { REPEATED_DAYS } from '../../rollups/day-batches.ts';
import { OF_KNOWN } from '../../rollups/day-cells.ts';
import type { DayRange } from '../../rollups/periods.ts';
import { NUMBERS } from '../../rollups/tables.ts';
import { isoDay } from '../../storage/rows.ts';
import type { Storage } from '../../storage/storage.ts';
import { BATCHES, SORTING_KEY } from '../../storage/table.ts';
import { KEPT } from '../../storage/views.ts';
import { askCells, type CellSource, type NamedCell, OF_PRODUCT } from '../cells.ts';
import type { AnswerRules } from '../question.ts';
import { type ConditionSql, conditionSql } from './condition-sql.ts';
import { oneSpelling } from './one-spelling.ts';

/** What is asked about rules. */
export interface MetQuestion {
  readonly product: string;
  /** Closed days of receipt. */
  readonly range: DayRange;
  /** Conditions of each rule, all of which have to hold in one session; none that history does not tell. */
  readonly rules: readonly (readonly Condition[])[];
}

/** Who would have met some of a rule's conditions. */
export interface MetCell {
  /** Not there when nobody would have. */
  readonly all: NamedCell | undefined;
  /** The same of each organisation that is known, by its domain. */
  readonly organisations: readonly NamedCell[];
}

/** Who would have met a rule. */
export interface MetCells {
  /** In one order and spelling, however they were asked for, and each once. */
  readonly conditions: readonly Condition[];
  /**
   * By which of the conditions hold, bit i for condition i, and 0 for everybody; of all of them alone where all is shown as it is.
   */
  readonly cells: ReadonlyMap<number, MetCell>;
}

/** Rules of one statement: with all hundred of a file it would be long to read, for a storage that has one limit for each. */
const RULES_AT_ONCE = 20;

const BATCH_HASH = `cityHash64(${SORTING_KEY.join(', ')})`;

const BETWEEN = 'received >= {from:Date} AND received <= {to:Date}';

/** Of the product, and of builds for users, unless all count; received for the first time on these days (`ROWS_OF_DAY`). */
const ROWS = `
  FROM ${KEPT}
  WHERE ${BETWEEN} AND ${OF_PRODUCT} AND ${BATCH_HASH} NOT IN (
    SELECT ${BATCH_HASH} AS hash FROM ${BATCHES}
    WHERE received >= {from:Date} - ${REPEATED_DAYS} AND received < {from:Date} AND product = {product:String}
      AND hash IN (SELECT ${BATCH_HASH} FROM ${BATCHES} WHERE ${BETWEEN} AND product = {product:String}))`;

interface Met {
  readonly conditions: readonly Condition[];
  readonly masks: readonly number[];
}

/** Conditions in one order and spelling, and the parts of the rule that are asked about. */
function metOf(rule: readonly Condition[], isKeyed: boolean): Met {
  const texts = [...new Set(rule.map((condition) => JSON.stringify(oneSpelling(condition))))].sort();
  const all = 2 ** texts.length - 1;
  return {
    conditions: texts.map((text) => JSON.parse(text) as Condition),
    masks: isKeyed ? Array.from({ length: all + 1 }, (_, mask) => mask) : [all],
  };
}

/**
 * The installations that would have met rules in one of their sessions at least: asked of the batches, since only there is what a
 * session had together. They are looked through once for some rules.
 */
function source({ product, range }: MetQuestion, met: readonly Met[]): CellSource {
  const places = new Map<string, number>();
  const conditions: ConditionSql[] = [];
  const placeOf = (condition: Condition) => {
    const key = JSON.stringify(condition);
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, conditions.length);
    conditions.push(conditionSql(condition, `condition${conditions.length}`));
    return conditions.length - 1;
  };
  const items = met.flatMap((rule, place) => {
    const holds = rule.conditions.map((condition) => `holds[${placeOf(condition) + 1}]`);
    return rule.masks.map((mask) => {
      const are = holds.filter((_, bit) => (mask >> bit) & 1);
      return `if(${are.length === 0 ? '1' : are.join(' AND ')}, '${place}.${mask}', '')`;
    });
  });
  return {
    sql: `
      SELECT 'met' AS kind, '' AS ofProduct, ofSegment, '' AS ofPeriod, item, groupBitmapMergeState(some) AS members,
        bitmapCardinality(members) AS sum, toUInt64(1) AS largest, toUInt64(sum > 1) AS second
      FROM (
        SELECT item, some, arrayJoin(if(organisation IS NULL, [''], ['', assumeNotNull(organisation)])) AS ofSegment
        FROM (
          SELECT organisation, some, arrayJoin(arrayFilter(its -> its != '', [${items.join(', ')}])) AS item
          FROM (
            SELECT organisation, holds, groupBitmapState(number) AS some
            FROM (
              SELECT installation, keyHash, organisation, [${conditions.map(({ holds }) => `toUInt8(${holds})`).join(', ')}] AS holds
              FROM (
                SELECT installation, keyHash, session, min(toString(domain)) AS organisation,
                  ${conditions.flatMap(({ figures }) => figures).join(', ')}
                ${ROWS}
                GROUP BY installation, keyHash, session
              )
            ) AS sessions
            INNER JOIN (SELECT number, installation, keyHash FROM ${NUMBERS} WHERE ${OF_KNOWN}) AS numbers
              ON numbers.installation = sessions.installation AND numbers.keyHash = toString(sessions.keyHash)
            GROUP BY organisation, holds
          )
        )
      )
      GROUP BY item, ofSegment`,
    parameters: {
      ...Object.assign({}, ...conditions.map(({ parameters }) => parameters)),
      product,
      from: isoDay(range.from),
      to: isoDay(range.to),
    },
  };
}

/**
 * Cells of the installations that would have met rules, in the order of the rules, as they are.
 * @throws StorageUnavailable when the storage cannot answer now; the signal's reason where the storage has one.
 */
export async function queryMet(
  storage: Pick<Storage, 'query'>,
  question: MetQuestion,
  { k, of }: AnswerRules,
): Promise<readonly MetCells[]> {
  const { product, rules } = question;
  const isKeyed = k > 1;
  const all: MetCells[] = [];
  for (let from = 0; from < rules.length; from += RULES_AT_ONCE) {
    const met = rules.slice(from, from + RULES_AT_ONCE).map((rule) => metOf(rule, isKeyed));
    const cells = await askCells(storage, source(question, met), { product, of, isKeyed });
    for (const [place, { conditions, masks }] of met.entries()) {
      const cellOf = (mask: number): MetCell => {
        const its = cells.filter(({ item }) => item[0] === `${place}.${mask}`);
        return {
          all: its.find(({ ofSegment }) => ofSegment === ''),
          organisations: its.filter(({ ofSegment }) => ofSegment !== ''),
        };
      };
      all.push({ conditions, cells: new Map(masks.map((mask) => [mask, cellOf(mask)])) });
    }
  }
  return all;
}
