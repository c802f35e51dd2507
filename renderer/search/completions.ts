import type { Reading } from './reading.ts';
import type { SuggestionGroup } from './suggestion.ts';

const none: readonly SuggestionGroup[] = [];
export function useCompletions(_reading: Reading, _wanted: boolean, _caret: number): readonly SuggestionGroup[] {
  return none;
}
