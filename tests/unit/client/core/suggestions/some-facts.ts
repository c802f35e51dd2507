import { noReports } from '../../../../../client/core/batch/batch.ts';
import type { SessionFacts } from '../../../../../client/core/suggestions/evaluate.ts';
import { someContext } from '../../../../support/some-context.ts';

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
