import { exactly, isText, type Shape, within } from '../batch/shapes.ts';
import type { Rule } from '../suggestions/rules.ts';
import { suggestionRefusals } from '../suggestions/signed-file.ts';

/**
 * What came of the last request for suggestions. `none`: the collector has none for this product; `unreachable`: nobody
 * answered, or not as the collector does.
 */
export const suggestionOutcomes = ['taken', 'none', 'unreachable', ...suggestionRefusals] as const;
export type SuggestionOutcome = (typeof suggestionOutcomes)[number];

/** When suggestions were last asked for, UTC milliseconds, and what came of it. */
export interface AskedSuggestions {
  readonly at: number;
  readonly outcome: SuggestionOutcome;
}

/** A suggestion as the dialog shows it. */
export interface ShownSuggestion {
  readonly rule: Rule;
  /** What was found for each condition, see `Met` in suggestions/evaluate.ts. */
  readonly found: readonly (number | undefined)[];
  /** It was not shown before. */
  readonly isNew: boolean;
  readonly dismissed: boolean;
}

export interface SuggestionsAnswer {
  /** `no-keys`: the product says of nobody that they may suggest something; `off`: this person does not take part. */
  readonly state: 'on' | 'off' | 'no-keys';
  readonly shown: readonly ShownSuggestion[];
  /** `null` before the first request. */
  readonly asked: AskedSuggestions | null;
}

/** How many are new. */
export interface FreshSuggestions {
  readonly fresh: number;
}

export interface DismissRequest {
  /** Id of the rule. */
  readonly rule: string;
  /** `false` takes it back. */
  readonly dismissed: boolean;
}

export const isDismissRequest: Shape<DismissRequest> = exactly<DismissRequest>({
  rule: isText,
  dismissed: within([true, false]),
});
