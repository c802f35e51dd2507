import { OVERVIEW_PATH, type Overview, PRODUCTS_PATH, type ProductTitles } from 'candor-client/core';
import { useCallback, useEffect, useState } from 'react';

/** How often the figures are asked for while the page is visible, in milliseconds. */
const REFRESH_MS = 10_000;

/** `without-storage`: the collector keeps what it receives, and makes no figures of it. */
export type Failure = 'unreachable' | 'starting' | 'logged-out' | 'without-storage';

export interface OverviewState {
  /** The newest figures there are. */
  readonly overview: Overview | undefined;
  /** What the products call their commands, as far as it could be had. */
  readonly products: readonly ProductTitles[];
  /** When they were asked for, in milliseconds since 1970-01-01. */
  readonly askedAt: number | undefined;
  /** Why there are no newer ones. */
  readonly failure: Failure | undefined;
}

/** The figures, asked for again and again while the page is visible, and on demand. */
export function useOverview(): OverviewState & { readonly ask: () => Promise<void> } {
  const [state, setState] = useState<OverviewState>({
    overview: undefined,
    products: [],
    askedAt: undefined,
    failure: undefined,
  });
  const ask = useCallback(async () => {
    const [answer, products] = await Promise.all([fetchOverview(), fetchProducts()]);
    setState((before) =>
      typeof answer === 'string'
        ? { ...before, failure: answer }
        : { overview: answer, products: products ?? before.products, askedAt: Date.now(), failure: undefined },
    );
  }, []);
  useEffect(() => {
    const askIfVisible = () => {
      if (document.visibilityState === 'visible') void ask();
    };
    void ask();
    const timer = setInterval(askIfVisible, REFRESH_MS);
    document.addEventListener('visibilitychange', askIfVisible);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', askIfVisible);
    };
  }, [ask]);
  return { ...state, ask };
}

async function fetchOverview(): Promise<Overview | Failure> {
  try {
    const response = await fetch(OVERVIEW_PATH);
    if (response.status === 401) return 'logged-out';
    if (response.status === 501) return 'without-storage';
    if (response.status === 503) return 'starting';
    return response.ok ? ((await response.json()) as Overview) : 'unreachable';
  } catch {
    return 'unreachable';
  }
}

async function fetchProducts(): Promise<ProductTitles[] | undefined> {
  try {
    const response = await fetch(PRODUCTS_PATH);
    return response.ok ? ((await response.json()) as ProductTitles[]) : undefined;
  } catch {
    return undefined;
  }
}
