import { finder } from '../../../../../app/finder/product.ts';
import { noReports } from '../../../../../client/core/batch/batch.ts';
import type { SessionFacts } from '../../../../../client/core/suggestions/evaluate.ts';
import type { Condition, Rule } from '../../../../../client/core/suggestions/rules.ts';
import { someContext } from '../../../../support/some-context.ts';

/** A document of rules for the Finder, as JSON has it, with these rules. */
export const someDocument = (rules: readonly unknown[] = [someRule()], more: object = {}) => ({
  product: finder.id,
  serial: 7,
  issued: '2026-03-01',
  expires: '2026-06-30',
  rules,
  ...more,
});

export const usedOften: Condition = { field: 'usage.command', of: 'view.refresh', op: 'at-least', value: 3 };

export const someRule = (more: Partial<Record<keyof Rule, unknown>> = {}) => ({
  id: 'live-instead-of-refresh',
  when: [usedOften],
  text: { en: 'The list follows by itself.', it: 'L’elenco si aggiorna da solo.' },
  ...more,
});

/** A session of the Finder in which nothing happened. */
export const someFacts = (more: Partial<SessionFacts> = {}): SessionFacts => ({
  level: 'standard',
  context: someContext,
  usage: [],
  operations: noReports.operations,
  counts: {},
  errors: [],
  configuration: {},
  ...more,
});
