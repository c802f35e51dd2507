import { ChevronRight } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { Button } from 'react-aria-components';
import { SAMPLE_INTERVAL_SECONDS } from '../../app/finder/sampling.ts';
import { t, tn } from '../../app/messages/index.ts';
import { age } from '../../ui/format/format.ts';
import { useNow } from '../../ui/state/clock.ts';
import { useStore } from '../../ui/state/store.ts';
import { useModel } from '../state/model.ts';
import type { View } from '../state/navigation.ts';
import './path-bar.css';

/** Samples missed before the data counts as no longer updating; one may be late on a busy computer. */
const MISSED_SAMPLES = 4;

/** The trail from the device to what is selected, and how much and how fresh the data is. */
export function PathBar() {
  return (
    <footer className="path-bar">
      <Trail />
      <Freshness />
    </footer>
  );
}

function Trail() {
  const { trail, feed } = useModel();
  const { view, selection } = useStore(trail, (now) => now.here);
  const only = selection.length === 1 ? selection[0] : undefined;
  const name = useStore(feed.live, (live) => only && (live.byKey.get(only) ?? live.departed.get(only))?.name);
  return (
    <nav aria-label={t('path.trail')} className="path-trail">
      <Crumb view="this-device" here={view === 'this-device'} />
      {view !== 'this-device' && (
        <>
          <ChevronRight className="path-chevron" aria-hidden />
          <Crumb view={view} here={!name} />
        </>
      )}
      {view === 'processes' && name && (
        <>
          <ChevronRight className="path-chevron" aria-hidden />
          <span className="path-name" aria-current="page">
            {name}
          </span>
        </>
      )}
    </nav>
  );
}

function Crumb({ view, here }: { readonly view: View; readonly here: boolean }) {
  const { dispatch } = useModel();
  const name = t(`command.go.${view}`);
  if (here) {
    return (
      <span className="path-name" aria-current="page">
        {name}
      </span>
    );
  }
  return (
    <Button className="path-crumb" onPress={() => dispatch(`go.${view}`, 'button')}>
      {name}
    </Button>
  );
}

/** "482 processes · 2 s ago · live". Only this ticks every second. */
function Freshness() {
  const { feed, trail, list } = useModel();
  const view = useStore(trail, (now) => now.here.view);
  const selected = useStore(trail, (now) => now.here.selection.length);
  const rows = useSyncExternalStore(list.subscribe, list.get);
  const paused = useStore(feed.paused);
  const at = useStore(feed.live, (live) => live.at);
  const failed = useStore(feed.live, (live) => live.processesFailed || live.engineFailed);
  const now = useNow(1000);
  if (at === null) return null;
  const late = now - at > MISSED_SAMPLES * SAMPLE_INTERVAL_SECONDS * 1000;
  const running = failed || late ? t('path.not-updating') : t('path.live');
  const shown = { shown: rows.matched, total: rows.all };
  const parts = [
    view === 'processes' && selected > 1 && t('path.selected', { count: selected }),
    view === 'processes' && shown.shown < shown.total ? t('path.of', shown) : tn('path.processes', shown.total),
    age(now - at),
    paused ? t('path.paused') : running,
  ];
  return (
    <p className="path-freshness" data-warn={!paused && (failed || late)}>
      {parts.filter(Boolean).join(' · ')}
    </p>
  );
}
