import type { DashboardPage } from 'candor-client/core';
import type { ComponentType } from 'react';
import type { FilterSentence } from '../frame/filters.tsx';
import type { PlainKey } from '../messages/index.ts';

/** A page of the dashboard: one question, and what answers it. One module each; pages.ts lists them. */
export interface Page {
  /** Where it is; the overview is at "/". */
  readonly id: DashboardPage | 'overview';
  /** The letter that goes to it after `g`. */
  readonly key: string;
  /** What it is called in the navigation. */
  readonly name: PlainKey;
  /** Its question. */
  readonly title: PlainKey;
  /** Whether it is about what the filters say; not when it is about the collector itself. */
  readonly hasFilters: boolean;
  /** The sentence of its filters, where its question does not follow all of them. */
  readonly filters?: FilterSentence;
  /** Whether it is of everything for as long as no days are asked for, also where none has closed. */
  readonly isOfAll?: boolean;
  /** Begins a group of its own in the navigation, with those that follow and say so too. */
  readonly isApart?: boolean;
  readonly View: ComponentType;
}
