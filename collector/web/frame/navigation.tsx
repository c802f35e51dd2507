import { t } from '../messages/index.ts';
import { pages, pathOf } from '../pages/pages.ts';
import { Link } from '../routing/link.tsx';
import { addressOf, type Scope } from '../routing/scope.ts';
import './navigation.css';

interface NavigationProps {
  readonly path: string;
  readonly scope: Scope;
  /** Hears that a page was chosen, so that what covered the page can close. */
  readonly onGo: () => void;
}

/** Links to the pages, each with what the page before it was about. */
export function Navigation({ path, scope, onGo }: NavigationProps) {
  return (
    <nav id="navigation" className="navigation" aria-label={t('navigation.title')}>
      <ul>
        {pages.map(({ id, name, title, key, isApart = false }) => (
          <li key={id} className={isApart ? 'navigation-apart' : undefined}>
            <Link
              href={addressOf(pathOf(id), scope)}
              onClick={onGo}
              aria-current={path === pathOf(id) ? 'page' : undefined}
              aria-keyshortcuts={`g ${key}`}
              title={`${t(title)} (g ${key})`}
            >
              {t(name)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
