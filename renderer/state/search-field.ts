/** Lets commands and views work the search field, wherever that is drawn. */
export class SearchFocus {
  field: { focus(): void; build(): void } | null = null;

  /** Puts the focus into the field, with its text marked. */
  focus(): void {
    this.field?.focus();
  }

  /** Opens the builder below it. */
  build(): void {
    this.field?.build();
  }
}
