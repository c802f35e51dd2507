/** What the search field does for commands and views, once it is on the screen. */
interface Field {
  /** Takes the focus, with its text marked. */
  focus(): void;
  /** Opens the builder below itself, or closes it. */
  build(): void;
}

/** What the shown view does for the search field. */
interface Target {
  /** Gives the focus to the selected row, or selects the first one when none is selected; `false` when it is not there. */
  enterRows(): boolean;
}

/** Joins the search field and what it finds, wherever they are drawn. */
export class SearchFocus {
  field: Field | null = null;
  target: Target | null = null;
  #giveUp: () => void = () => {};

  /** Somebody goes to the field: what is still to come of the search before takes neither its focus nor its text. */
  focus(): void {
    this.stay();
    this.field?.focus();
  }

  /** Somebody goes on in the field. */
  stay(): void {
    this.#giveUp();
    this.#giveUp = () => {};
  }

  build(): void {
    this.field?.build();
  }

  /** A search is being answered, or the focus led to rows that are still to come; what was led before is given up. */
  leading(giveUp: () => void): void {
    this.#giveUp();
    this.#giveUp = giveUp;
  }

  /** Leads from the field to the rows of what was found; `false` when there are none, or not yet. */
  enterRows(): boolean {
    if (this.target) return this.target.enterRows();
    const element = document.querySelector<HTMLElement>('[data-search-target]');
    element?.focus();
    return element !== null;
  }
}
