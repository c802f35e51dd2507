import { languages } from 'candor-client/core';
import { z } from 'zod';
import type { PublishedRules } from '../../suggestions/published.ts';
import { askMet, WITHHELD } from '../findings/shown.ts';
import { untold } from '../findings/try-rule.ts';
import type { AnswerRow, Asking, Question } from '../question.ts';

const Said = z.strictObject(Object.fromEntries(languages.map((language) => [language, z.string()])));

/** The figures of rules, as the answers to both ways of asking have them. */
export const metColumns = {
  installations: z
    .int()
    .nullable()
    .describe('Those that would have met it in one of their sessions; null where that is withheld, or not told.'),
  organisations: z
    .int()
    .nullable()
    .describe('Of those that are known by their domain and may be shown; null where the installations are.'),
  notTold: z
    .array(z.strictObject({ condition: z.int().min(0), why: z.enum(['settings']) }))
    .describe('Conditions, by their places, that history does not tell, and why: then there are no figures.'),
} as const;

/** What people should do: the rules that are published, and how many would have met each. */
export const findings: Question = {
  title: 'What should people of this product do, and how many would it meet?',
  columns: {
    product: z.string(),
    rule: z.string(),
    text: Said.describe('What is suggested.'),
    when: z.array(z.looseObject({ field: z.string(), op: z.string() })).describe('Its conditions.'),
    remedy: z.record(z.string(), z.string()).nullable(),
    serial: z.int().describe('Of the file that it is published in.'),
    expires: z.string().describe('The last UTC day on which that holds.'),
    ...metColumns,
  },
  since: 1,
  isOfRules: true,
  async ask(asking) {
    const { asked, published = [] } = asking;
    const rows: AnswerRow[] = [];
    for (const file of published.filter(({ product }) => asked.product === undefined || product === asked.product)) {
      rows.push(...(await rowsOf(asking, file)));
    }
    return { rows };
  },
};

async function rowsOf({ storage, asked, rules: how }: Asking, file: PublishedRules): Promise<AnswerRow[]> {
  const { product, serial, expires } = file;
  const told = file.rules.filter((rule) => untold(rule.when).length === 0);
  const met = await askMet(storage, { product, range: asked.range, rules: told.map(({ when }) => when) }, how);
  const shown = new Map(told.map(({ id }, place) => [id, met[place]]));
  const rows = file.rules.map((rule) => ({
    product,
    rule: rule.id,
    text: rule.text,
    when: rule.when,
    remedy: rule.remedy ?? null,
    serial,
    expires,
    ...(shown.get(rule.id) ?? WITHHELD),
    notTold: untold(rule.when),
  }));
  // By what is shown; of as many, in the order of the file.
  return rows.sort((a, b) => (b.installations ?? -1) - (a.installations ?? -1));
}
