import { Button } from 'react-aria-components';
import { t, tn } from '../../app/messages/index.ts';
import { effectiveTime } from '../../app/query/needs.ts';
import type { Row } from '../../app/query/query.ts';
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

/**
 * Whether a list lacks what other accounts run: Linux can keep that from an account (the option `hidepid` of /proc), and
 * then the first process, which every system has, is not to be seen either.
 */
export function hidesOthers(rows: readonly Row[], platform: string): boolean {
  return platform === 'linux' && rows.length > 0 && !rows.some(({ pid }) => pid === 1);
}

/** Says that the list is not of all processes, where the system keeps others from this account. */
export function OthersNote() {
  const { results, lists, platform } = useModel();
  const shown = useStore(results, ({ type, mode }) => type === 'process' && mode !== 'history');
  const hidden = useStore(lists.processes, ({ rows }) => hidesOthers(rows, platform));
  if (!shown || !hidden) return null;
  return (
    <Tooltip text={t('place.others.tip')}>
      <Button className="path-note" data-warn="">
        {t('place.others')}
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
