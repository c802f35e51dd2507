import { administration } from './administration.tsx';
import { completeness } from './completeness.tsx';
import { dictionary } from './dictionary.tsx';
import { errors } from './errors.tsx';
import { features } from './features.tsx';
import { findings } from './findings.tsx';
import { flows } from './flows.tsx';
import { operations } from './operations.tsx';
import { organisations } from './organisations.tsx';
import { overview } from './overview.tsx';
import type { Page } from './page.ts';
import { platforms } from './platforms.tsx';
import { retention } from './retention.tsx';
import { support } from './support.tsx';
import { versions } from './versions.tsx';

/** All pages, in the order of the navigation. */
export const pages: readonly Page[] = [
  overview,
  features,
  flows,
  operations,
  errors,
  platforms,
  versions,
  retention,
  organisations,
  findings,
  completeness,
  support,
  dictionary,
  administration,
];

export const pathOf = (id: Page['id']): string => (id === 'overview' ? '/' : `/${id}`);

/** The page at a path; `undefined` when there is none. */
export function pageAt(path: string): Page | undefined {
  return pages.find(({ id }) => pathOf(id) === path);
}
