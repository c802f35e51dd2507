import { t } from '../messages/index.ts';
import { Completeness } from '../parts/completeness.tsx';
import { Figures } from '../parts/figures.tsx';
import { Notice } from '../parts/notice.tsx';
import { useOverview } from '../use-overview.ts';
import type { Page } from './page.ts';

export const overview: Page = {
  id: 'overview',
  key: 'h',
  name: 'overview.name',
  title: 'features.title',
  hasFilters: false,
  View: Overview,
};

/** What there is of all days, or of this moment where every group is shown. */
function Overview() {
  const { ask, ...state } = useOverview();
  const { overview: figures, failure, askedAt } = state;
  return (
    <>
      <div role="status" className="notices">
        {figures && failure && failure !== 'logged-out' && <Notice title={t('state.stale')} />}
        {figures?.k === 1 && <Notice title={t('k1.title')}>{t('k1.text')}</Notice>}
      </div>
      <Figures state={state} ask={ask} />
      {figures && <Completeness overview={figures} askedAt={askedAt} />}
    </>
  );
}
