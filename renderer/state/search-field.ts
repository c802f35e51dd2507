/** What the search field does for commands and views, once it is on the screen. */
interface Field {
  /** Takes the focus, with its text marked. */
  focus(): void;
  /** Opens the builder below itself. */
  build(): void;
}

/** What the shown view does for the search field. */
interface Target {
  /** Selects its first row and gives it the focus; `false` when there is none. */
  selectFirst(): boolean;
}

/** Joins the search field and what it finds, wherever they are drawn. */
export class SearchFocus {
  field: Field | null = null;
  target: Target | null = null;

  focus(): void {
    this.field?.focus();
  }

  build(): void {
    this.field?.build();
  }

  /** Leads from the field to the first row of what was found. */
  selectFirst(): boolean {
    if (this.target) return this.target.selectFirst();
    const element = document.querySelector<HTMLElement>('[data-search-target]');
    element?.focus();
    return element !== null;
  }
}
