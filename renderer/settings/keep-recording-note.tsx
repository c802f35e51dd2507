import { swallowed } from 'candor-client/core';
import { useDialogOpen } from 'candor-client/page';
import { useEffect, useState } from 'react';
import type { Gap } from '../../app/finder/history.ts';
import { t } from '../../app/messages/index.ts';
import { Button } from '../../ui/design/index.ts';
import { minuteMoment } from '../../ui/format/format.ts';
import { wallClock } from '../../ui/state/clock.ts';
import { useStore } from '../../ui/state/store.ts';
import { useModel } from '../state/model.ts';
import { askHistory } from './kept-history.tsx';
import './settings.css';

/** People have looked around by then, in milliseconds: the first seconds of a window are for what it was opened for. */
const LOOK_AFTER_MS = 20_000;

/** A shorter gap is a restart, in milliseconds, and nobody misses it. */
const WORTH_SAYING_MS = 60_000;

/** The latest time of which something is missing because the app was closed. */
export function gapToTell(gaps: readonly Gap[]): Gap | undefined {
  return gaps.findLast(({ reason, from, to }) => reason === 'off' && to - from >= WORTH_SAYING_MS);
}

/**
 * Asks once whether recording may go on without a window, where it makes sense: something is missing because the app was
 * closed. A line in the window, in the way of nothing; main says whether it may be asked at all.
 */
export function KeepRecordingNote() {
  const { settings, product } = useModel();
  const isOpen = useStore(settings, (now) => now.keepRecording === 'not-asked' && now.history);
  const gap = useGap(isOpen);
  const dialogOpen = useDialogOpen();
  if (!isOpen || !gap || dialogOpen) return null;
  const now = wallClock();
  return (
    <section className="settings-keep" aria-label={t('keep.label')}>
      <p role="status">
        {t('keep.gap', { start: minuteMoment(gap.from, now), end: minuteMoment(gap.to, now), product })}{' '}
        {t('keep.question')}
      </p>
      <Button onPress={() => settings.change({ keepRecording: 'on' })}>{t('keep.yes')}</Button>
      <Button onPress={() => settings.change({ keepRecording: 'off' })}>{t('keep.no')}</Button>
    </section>
  );
}

function useGap(isOpen: boolean): Gap | undefined {
  const { api, ask } = useModel();
  const [gap, setGap] = useState<Gap>();
  useEffect(() => {
    if (!isOpen) return;
    let isThere = true;
    const look = async () => {
      try {
        const { mayAsk } = await api.invoke('recording.status');
        if (!mayAsk) return;
        const { gaps } = await askHistory(ask);
        // The program may have asked something meanwhile.
        const again = await api.invoke('recording.status');
        if (isThere && again.mayAsk) setGap(gapToTell(gaps));
      } catch (error) {
        // Nothing is asked then.
        swallowed('ipc', 'look-for-gap', error);
      }
    };
    const timer = setTimeout(look, LOOK_AFTER_MS);
    return () => {
      isThere = false;
      clearTimeout(timer);
    };
  }, [api, ask, isOpen]);
  return gap;
}
