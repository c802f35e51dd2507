import { PRODUCTS_PATH, type ProductTitles } from 'candor-client/core';
import { Menu as MenuIcon } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { DashboardContext } from '../asking/dashboard-context.ts';
import { type Asked, useAsked } from '../asking/use-asked.ts';
import icon from '../icon.svg';
import { t } from '../messages/index.ts';
import { namesOf } from '../names.ts';
import type { Page } from '../pages/page.ts';
import { pageAt } from '../pages/pages.ts';
import { LogOut } from '../parts/log-out.tsx';
import { Failed, PageState } from '../parts/states.tsx';
import { useAddress } from '../routing/address.ts';
import { Link } from '../routing/link.tsx';
import { type Days, scopeOf } from '../routing/scope.ts';
import { Filters } from './filters.tsx';
import { Keys, useKeys } from './keys.tsx';
import { type Language, LanguageChoice } from './language.tsx';
import { Navigation } from './navigation.tsx';
import './frame.css';

interface FrameProps {
  readonly language: Language;
  readonly onLanguage: (language: Language) => void;
}

/** What stands around every page: its name, the pages, what the figures are about. */
export function Frame({ language, onLanguage }: FrameProps) {
  const { path, search } = useAddress();
  const page = pageAt(path);
  const scope = useMemo(() => scopeOf(search), [search]);
  const list = useAsked<{ readonly days: Days | null }>('/v1/answers');
  const { answer: products } = useAsked<ProductTitles[]>(PRODUCTS_PATH);
  // biome-ignore lint/correctness/useExhaustiveDependencies: titles are in the language of the page
  const names = useMemo(() => namesOf(products ?? []), [products, language]);
  const [showsKeys, setShowsKeys] = useState(false);
  const [showsPages, setShowsPages] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useKeys(scope, () => setShowsKeys(true));
  useArrival(path, heading);
  const title = t(page?.title ?? 'page.none');
  useEffect(() => {
    document.title = `${title} – ${t('brand')}`;
  }, [title]);
  const closed = list.answer?.days;
  return (
    <DashboardContext value={{ scope, closed, names }}>
      <a className="skip" href="#figures">
        {t('skip')}
      </a>
      <header className="brand">
        <button
          type="button"
          className="pages-button"
          aria-expanded={showsPages}
          aria-controls="navigation"
          onClick={() => setShowsPages(!showsPages)}
        >
          <MenuIcon className="ui-icon" aria-hidden /> {t('navigation.open')}
        </button>
        <img src={icon} alt="" />
        <span className="brand-name">{t('brand')}</span>
        <button type="button" className="keys-button" onClick={() => setShowsKeys(true)}>
          {t('keys.open')}
        </button>
        <LanguageChoice language={language} onChange={onLanguage} />
        <LogOut />
      </header>
      <div className="frame" data-pages={showsPages ? 'shown' : 'folded'}>
        <Navigation path={path} scope={scope} onGo={() => setShowsPages(false)} />
        <main id="figures">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {page?.hasFilters && <Filters sentence={page.filters} isOfAll={page.isOfAll} />}
          <PageOrFailure page={page} list={list} />
        </main>
      </div>
      <Keys isOpen={showsKeys} onClose={() => setShowsKeys(false)} />
    </DashboardContext>
  );
}

/** Another page begins at its top, with its question under the keyboard and in the ears of who does not see it. */
function useArrival(path: string, heading: { readonly current: HTMLElement | null }): void {
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    window.scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, [path, heading]);
}

/** A page about closed days has nothing to show while it is not known which there are. */
function PageOrFailure({ page, list }: { page: Page | undefined; list: Asked<unknown> }) {
  if (page === undefined) return <NoPage />;
  if (page.hasFilters && !page.isOfAll && list.failure && !list.answer)
    return <Failed failure={list.failure} askAgain={list.askAgain} />;
  return <page.View key={page.id} />;
}

function NoPage() {
  return (
    <PageState title={t('page.none-title')}>
      <p>{t('page.none-text')}</p>
      <Link href="/">{t('page.none-go')}</Link>
    </PageState>
  );
}
