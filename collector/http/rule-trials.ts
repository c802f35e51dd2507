import { compileSuggestions, MAX_CONDITIONS, type Rule, wordsOf } from 'candor-client/core';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { RuleTrial, TriedRule } from '../answers/findings/try-rule.ts';
import type { QuestionName } from '../answers/questions/questions.ts';
import { RETRY_AFTER_S, RULE_REQUEST_BYTES, RULE_TRIALS } from '../limits.ts';
import type { ProductStates } from '../products/products.ts';
import type { DayRange } from '../rollups/periods.ts';
import { isoDay } from '../storage/rows.ts';
import { StorageUnavailable } from '../storage/storage.ts';
import { abandonedSignal } from './abandoned.ts';
import { Day, dayOf, Range, Word } from './answer-schemas.ts';
import { requireRole } from './caller.ts';
import { sendProblem } from './problem.ts';
import { RequestBudget } from './request-budget.ts';

export interface RuleTrialOptions {
  readonly products: ProductStates;
  /** As for the answers. */
  readonly closedDays: (question?: QuestionName) => Promise<DayRange | undefined>;
  /** Asks history; the signal is aborted when nobody waits for it any more. */
  readonly tryRule: (trial: RuleTrial, signal: AbortSignal) => Promise<TriedRule>;
}

/** What is asked about a rule that nobody has published. */
export const Trial = z.strictObject({
  product: Word,
  from: Day.optional().describe('First day of receipt; by default the oldest that is kept.'),
  to: Day.optional().describe('Last day of receipt, included; by default the newest that has closed.'),
  when: z
    .array(z.looseObject({ field: z.string() }))
    .min(1)
    .max(MAX_CONDITIONS)
    .describe('Conditions, as a rule of a file has them (candor-collector rules check).'),
});

/** What stands for the parts of a rule that history is not asked about. */
const REST = { id: 'tried', text: { en: 'Tried.', it: 'Provata.' } };

/**
 * `POST /v1/answers/findings` with `{"product": "…", "when": […], "from": "…", "to": "…"}`, for administrators: how many would have met
 * these conditions on closed days. It is on record before it is asked: who, and which conditions.
 *
 * 200 · 400 the conditions do not compile: `at` says where · 401, 403 without the role of an administrator · 404 no such product, or no
 * closed day in the range · 413 · 415 · 429 too many in an hour · 503 not now.
 */
export async function ruleTrialRoutes(server: FastifyInstance, { products, closedDays, tryRule }: RuleTrialOptions) {
  const { audit } = server.access;
  const budget = new RequestBudget(RULE_TRIALS.requests, RULE_TRIALS.perMs, RULE_TRIALS.names, () => performance.now());
  // Text, so that what is no JSON is refused as what has a wrong field is.
  const parser = { parseAs: 'string', bodyLimit: RULE_REQUEST_BYTES } as const;
  server.addContentTypeParser('application/json', parser, (_request, body, done) => done(null, body));

  server.post('/v1/answers/findings', async (request, reply) => {
    const caller = await requireRole(request, 'administrator');
    const { success, data } = Trial.safeParse(jsonOf(request.body));
    if (!success) return sendProblem(reply, 400, `A product, and one to ${MAX_CONDITIONS} conditions.`);
    const manifest = (await products.now()).newest(data.product)?.manifest;
    if (!manifest) return sendProblem(reply, 404, 'There is no such product.');
    const { rule, problem } = compiled(data.when, { id: manifest.product, words: wordsOf(manifest) });
    if (!rule) {
      return sendProblem(reply, 400, `The conditions do not compile: expected ${problem?.expected}.`, {
        at: problem?.at,
      });
    }
    const closed = await closedDays();
    const range = closed && {
      from: Math.max(closed.from, data.from === undefined ? closed.from : dayOf(data.from)),
      to: Math.min(closed.to, data.to === undefined ? closed.to : dayOf(data.to)),
    };
    if (!range || range.from > range.to) return sendProblem(reply, 404, 'No day of this range has closed.');
    const wait = budget.spend(caller.name);
    if (wait > 0) {
      const again = reply.header('retry-after', Math.ceil(wait / 1000));
      return sendProblem(again, 429, `Rules are tried ${RULE_TRIALS.requests} times an hour at most.`);
    }
    const days = { from: isoDay(range.from), to: isoDay(range.to) };
    const about = `${manifest.product} ${days.from}..${days.to} ${JSON.stringify(rule.when)}`;
    await audit.note(caller, 'rule-tried', about);
    try {
      const tried = await tryRule({ product: manifest.product, range, when: rule.when }, abandonedSignal(reply));
      return { range: days, ...tried };
    } catch (error) {
      if (!(error instanceof StorageUnavailable)) throw error;
      return sendProblem(reply.header('retry-after', RETRY_AFTER_S), 503, 'The storage cannot answer now.');
    }
  });
}

/** The rule with these conditions, or the first thing that is wrong with them and where it is: "/when/1/of". */
function compiled(when: readonly unknown[], product: Parameters<typeof compileSuggestions>[1]) {
  const day = '2026-01-01';
  const head = { product: product.id, serial: 1, issued: day, expires: day };
  const { document, problems } = compileSuggestions({ ...head, rules: [{ ...REST, when }] }, product);
  const rule: Rule | undefined = document?.rules[0];
  const [problem] = problems;
  return { rule, problem: problem && { ...problem, at: problem.at.replace(/^\/rules\/0/, '') } };
}

function jsonOf(body: unknown): unknown {
  try {
    return JSON.parse(String(body));
  } catch {
    return undefined;
  }
}

/** What it answers. */
export const triedSchema = (columns: Readonly<Record<string, z.ZodType>>) =>
  z.strictObject({
    range: Range,
    k: z.int().min(1).describe('Figures of fewer installations are withheld.'),
    ...columns,
  });
