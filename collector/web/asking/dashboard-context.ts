import { createContext, use } from 'react';
import type { Names } from '../names.ts';
import { type Days, daysOf, parametersOf, type Scope, withDays } from '../routing/scope.ts';
import type { Answer, TotalsRow } from './answer.ts';
import { type Asked, useAsked } from './use-asked.ts';

/** What every page goes by. */
export interface Dashboard {
  readonly scope: Scope;
  /** Closed days that can be asked about; `undefined` until it is known, null before the first has closed. */
  readonly closed: Days | null | undefined;
  readonly names: Names;
}

export const DashboardContext = createContext<Dashboard | undefined>(undefined);

/** @throws outside of the dashboard's frame. */
export function useDashboard(): Dashboard {
  const dashboard = use(DashboardContext);
  if (!dashboard) throw new Error('outside of the frame');
  return dashboard;
}

/** How one question of a page is asked beside what the page is about. */
export interface AskedWith {
  readonly by?: 'day' | 'week' | 'month';
  /** Whether what is compared is asked for as well. */
  readonly compares?: boolean;
  readonly votes?: Scope['votes'];
}

/** Where a question about a scope is answered; `undefined` while there are no days to ask about. */
export function questionAddress(
  question: string,
  scope: Scope,
  closed: Days | null | undefined,
  { by, compares = true, votes = scope.votes }: AskedWith = {},
): string | undefined {
  if (!closed) return undefined;
  const { compare, ...alone } = scope;
  const asked = { ...(compares ? scope : alone), votes };
  const parameters = parametersOf(withDays(asked, daysOf(scope, closed)));
  if (by) parameters.set('by', by);
  return `/v1/answers/${question}?${parameters}`;
}

/** Asks a question about what the page is about. */
export function useAnswer<Row, Summary = undefined>(
  question: string,
  how: AskedWith = {},
): Asked<Answer<Row, Summary>> & { readonly address: string | undefined } {
  const { scope, closed } = useDashboard();
  const address = questionAddress(question, scope, closed, how);
  return { ...useAsked<Answer<Row, Summary>>(address), address };
}

/** Sessions and installations that the page is about; `undefined` where they may not be told. */
export function useTotals(): TotalsRow | undefined {
  return useAnswer<TotalsRow>('totals', { compares: false, votes: 'events' }).answer?.rows[0];
}
