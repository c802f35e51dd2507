import type { SuggestionGroup } from './suggestion.ts';
export const exampleGroups = (): readonly SuggestionGroup[] => [];
