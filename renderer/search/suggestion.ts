import type { CommandId } from '../../app/commands/catalogue.ts';
import type { Hit } from '../../app/finder/asking.ts';
import type { Span } from './edit-text.ts';

/** What happens when a suggestion is chosen. */
export type Choice =
  /** The text becomes another one, to be gone on with. */
  | { readonly kind: 'edit'; readonly span: Span; readonly text: string }
  /** A search is made. */
  | { readonly kind: 'search'; readonly text: string }
  | { readonly kind: 'open'; readonly hit: Hit }
  /** A fact about this device, by its id. */
  | { readonly kind: 'fact'; readonly text: string }
  | { readonly kind: 'command'; readonly command: CommandId }
  | { readonly kind: 'forget' };

/** One line below the search field. */
export interface Suggestion {
  /** Unlike that of any other line. */
  readonly id: string;
  readonly title: string;
  /** What else tells it from its like, quieter. */
  readonly detail?: string | undefined;
  readonly shortcut?: string | undefined;
  /** It is a piece of a query, and is drawn as code. */
  readonly code?: true;
  readonly choice: Choice;
}

export interface SuggestionGroup {
  readonly id: string;
  readonly title: string;
  readonly suggestions: readonly Suggestion[];
}
