import { Button } from 'react-aria-components';
import { t, tn } from '../../app/messages/index.ts';
import { effectiveTime } from '../../app/query/needs.ts';
import { timeTitle } from '../../app/query/words.ts';
import { Tooltip } from '../../ui/design/controls.tsx';
import { span } from '../../ui/format/format.ts';
import { useNow } from '../../ui/state/clock.ts';
import { useStore } from '../../ui/state/store.ts';
import { useModel } from '../state/model.ts';
import { rangeWords } from './range-words.ts';

/** Lines of a tooltip; more would cover the window. */
const MAX_LINES = 8;

/** What cannot be read, by source and reason; a press leads to Diagnostics. */
export function UnreadSources() {
  const { live, dispatch } = useModel();
  const sources = useStore(live, (state) => state.sources);
  const failed = sources.flatMap(({ source, failure }) => (failure ? [{ source, failure }] : []));
  if (failed.length === 0) return null;
  const lines = failed.map(({ source, failure }) =>
    t('place.unread.item', { source: t(`source.${source}`), reason: t(`source.failure.${failure}`) }),
  );
  return (
    <Tooltip text={lines.join('\n')}>
      <Button className="path-note" onPress={() => dispatch('help.diagnostics', 'button')}>
        {tn('place.unread', failed.length)}
      </Button>
    </Tooltip>
  );
}

/** Where one is in time, when that is not now, and how much of it is not known. */
export function PastNote() {
  const { results } = useModel();
  const range = useStore(results, (result) => result.history?.answer.range);
  const time = useStore(results, ({ query }) => effectiveTime(query));
  const gaps = useStore(results, (result) => result.gaps);
  const now = useNow(60_000);
  if (!range) return null;
  const within = gaps.map((gap) => ({
    ...gap,
    from: Math.max(gap.from, range.from),
    to: Math.min(gap.to, range.to),
  }));
  const missing = within.reduce((sum, { from, to }) => sum + Math.max(0, to - from), 0);
  const lines = within
    .slice(-MAX_LINES)
    .map((gap) => t('place.gap', { time: rangeWords(gap, now), reason: t(`place.gap.${gap.reason}`) }));
  return (
    <>
      <span className="path-when">{time?.kind === 'during' ? timeTitle(time) : rangeWords(range, now)}</span>
      {missing > 0 && (
        <Tooltip text={lines.join('\n')}>
          <Button className="path-note" data-warn="">
            {t('place.gaps', { span: span(missing) })}
          </Button>
        </Tooltip>
      )}
    </>
  );
}
