import type { Condition } from 'candor-client/core';
import { IN_ORDER, REPEATED_DAYS } from '../../rollups/day-batches.ts';
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

/** What is asked about rules. */
export interface MetQuestion {
  readonly product: string;
  /** Closed days of receipt. */
  readonly range: DayRange;
  /** Conditions of each rule, all of which have to hold in one session; none that history does not tell. */
  readonly rules: readonly (readonly Condition[])[];
}

/** Who would have met a rule. */
export interface MetCells {
  /** Not there when nobody would have. */
  readonly all: NamedCell | undefined;
  /** The same of each organisation that is known, by its domain. */
  readonly organisations: readonly NamedCell[];
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

/**
 * The installations that would have met rules in one of their sessions at least: asked of the batches, since only there is what a
 * session had together. They are looked through once for some rules.
 */
function source({ product, range, rules }: MetQuestion): CellSource {
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
  const met = rules.map((rule) => rule.map(placeOf).map((place) => `holds[${place + 1}]`));
  const items = met.map((all, rule) => `if(${all.join(' AND ')}, '${rule}', '')`);
  return {
    sql: `
      SELECT 'met' AS kind, '' AS ofProduct, ofSegment, '' AS ofPeriod, item, count() AS sum, toUInt64(1) AS largest,
        toUInt64(count() > 1) AS second, groupBitmapState(number) AS members
      FROM (
        SELECT DISTINCT number, item, ofSegment
        FROM (
          SELECT installation, keyHash, item, arrayJoin(if(organisation IS NULL, [''], ['', assumeNotNull(organisation)])) AS ofSegment
          FROM (
            SELECT installation, keyHash, organisation, arrayJoin(arrayFilter(its -> its != '', [${items.join(', ')}])) AS item
            FROM (
              SELECT installation, keyHash, organisation, [${conditions.map(({ holds }) => `toUInt8(${holds})`).join(', ')}] AS holds
              FROM (
                SELECT installation, keyHash, session, min(toString(domain)) AS organisation,
                  ${conditions.flatMap(({ figures }) => figures).join(', ')}
                ${ROWS}
                GROUP BY installation, keyHash, session
              )
            )
          )
        ) AS sessions
        INNER JOIN (SELECT number, installation, keyHash FROM ${NUMBERS} WHERE ${OF_KNOWN}) AS numbers
          ON numbers.installation = sessions.installation AND numbers.keyHash = toString(sessions.keyHash)
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
  const met: MetCells[] = [];
  for (let from = 0; from < rules.length; from += RULES_AT_ONCE) {
    const some = rules.slice(from, from + RULES_AT_ONCE);
    const cells = await askCells(storage, source({ ...question, rules: some }), { product, of, isKeyed: k > 1 });
    for (const rule of some.keys()) {
      const its = cells.filter(({ item }) => item[0] === `${rule}`);
      met.push({
        all: its.find(({ ofSegment }) => ofSegment === ''),
        organisations: its.filter(({ ofSegment }) => ofSegment !== ''),
      });
    }
  }
  return met;
}
