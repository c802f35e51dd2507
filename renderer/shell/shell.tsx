import { ProgramDialogs, useDialogOpen } from 'candor-client/page';
import { X } from 'lucide-react';
import { useEffect } from 'react';
import { suggestedChange, suggestedValue } from '../../app/finder/suggested-settings.ts';
import { t } from '../../app/messages/index.ts';
import { defaultSettings, paneLimits } from '../../app/settings.ts';
import { IconButton, Note } from '../../ui/design/index.ts';
import { useStore } from '../../ui/state/store.ts';
import { runSuggested } from '../commands/command-state.ts';
import { DetailPane } from '../detail/detail-pane.tsx';
import { SaveReport } from '../device/save-report.tsx';
import { finderDialogs } from '../dialogs/index.tsx';
import { ErrorBoundary, FailedPane } from '../errors/failure.tsx';
import { MenuBar } from '../menu-bar/menu-bar.tsx';
import { CommandPalette } from '../palette/command-palette.tsx';
import { PathBar } from '../path-bar/path-bar.tsx';
import { KeepRecordingNote } from '../settings/keep-recording-note.tsx';
import { Sidebar } from '../sidebar/sidebar.tsx';
import { useModel } from '../state/model.ts';
import { useNeed } from '../state/use-need.ts';
import { Toolbar } from '../toolbar/toolbar.tsx';
import { PlaceView } from '../views/place-view.tsx';
import { Banner } from './banner.tsx';
import { Splitter } from './splitter.tsx';

import './shell.css';

const sidebarLimits = { ...paneLimits.sidebar, initial: defaultSettings.sidebarWidth } as const;
const detailLimits = { ...paneLimits.detail, initial: defaultSettings.detailWidth } as const;

/** The Finder window: chrome around the view that is shown. */
export function Shell() {
  const model = useModel();
  const { platform, product } = model;
  const view = useStore(model.trail, (trail) => trail.here.view);
  const pathBarVisible = useStore(model.settings, (settings) => settings.pathBarVisible);
  useDialogWatch();
  useNeed('processes');
  useEffect(() => {
    document.title = t('shell.window-title', { view: t(`command.go.${view}`), product });
  }, [view, product]);

  return (
    <div className="shell" data-platform={platform}>
      <header>
        {platform !== 'macos' && <MenuBar />}
        <Toolbar />
      </header>
      <div className="shell-panes">
        <SidebarPane />
        <main className="shell-main">
          <ErrorBoundary subject={view} instead={(retry) => <FailedPane pane="main" onRetry={retry} />}>
            <PlaceView />
          </ErrorBoundary>
        </main>
        <DetailSide />
        <NoticeLine />
      </div>
      {/* Below what one works with: rows that moved when it came would be missed by the click on its way. */}
      <Banner />
      <KeepRecordingNote />
      {pathBarVisible && <PathBar />}
      <SaveReport />
      <CommandPalette />
      <Dialogs />
    </div>
  );
}

function Dialogs() {
  const { platform, dispatch, settings } = useModel();
  const now = useStore(settings);
  const suggested = {
    valueOf: (name: string) => suggestedValue(now, name),
    set: (name: string, value: string) => settings.change(suggestedChange(name, value) ?? {}),
  };
  return (
    <ProgramDialogs own={finderDialogs(platform)} onCommand={(id) => runSuggested(id, dispatch)} settings={suggested} />
  );
}

/** Tells the commands whether a modal dialog is in front. */
function useDialogWatch() {
  const { dialogOpen } = useModel();
  const open = useDialogOpen();
  useEffect(() => dialogOpen.set(open), [dialogOpen, open]);
}

function SidebarPane() {
  const { settings } = useModel();
  const visible = useStore(settings, (now) => now.sidebarVisible);
  const width = useStore(settings, (now) => now.sidebarWidth);
  if (!visible) return null;
  return (
    <nav id="sidebar" className="shell-sidebar" aria-label={t('shell.sidebar')} style={{ width }}>
      <Sidebar />
      <Splitter
        label={t('shell.resize-sidebar')}
        controls="sidebar"
        side="left"
        width={width}
        {...sidebarLimits}
        onMove={(sidebarWidth) => settings.preview({ sidebarWidth })}
        onDone={(sidebarWidth) => settings.change({ sidebarWidth })}
        onCancel={() => settings.preview({})}
      />
    </nav>
  );
}

function DetailSide() {
  const { settings, trail, detailPlace } = useModel();
  const here = useStore(trail, (now) => now.here);
  const visible = useStore(detailPlace.shown);
  const over = useStore(detailPlace.narrow);
  usePutAway(visible && over, detailPlace.toggle);
  const width = useStore(settings, (now) => now.detailWidth);
  if (!visible) return null;
  return (
    <aside id="detail" className="shell-detail" data-over={over} aria-label={t('shell.detail')} style={{ width }}>
      {!over && (
        <Splitter
          label={t('shell.resize-detail')}
          controls="detail"
          side="right"
          width={width}
          {...detailLimits}
          onMove={(detailWidth) => settings.preview({ detailWidth })}
          onDone={(detailWidth) => settings.change({ detailWidth })}
          onCancel={() => settings.preview({})}
        />
      )}
      <div className="shell-scroll">
        <ErrorBoundary subject={here} instead={(retry) => <FailedPane pane="detail" onRetry={retry} />}>
          <DetailPane />
        </ErrorBoundary>
      </div>
    </aside>
  );
}

/** Escape puts away what lies over the list before it does anything in the list, but nothing that is in front of it. */
function usePutAway(active: boolean, putAway: () => void) {
  const { dialogOpen } = useModel();
  useEffect(() => {
    if (!active) return;
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      const within = event.target instanceof Element && event.target.closest('.shell-panes') !== null;
      const inMenu = document.querySelector('[role="menu"]') !== null;
      if (event.key !== 'Escape' || !within || inMenu || dialogOpen.get()) return;
      event.preventDefault();
      event.stopPropagation();
      putAway();
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [active, putAway, dialogOpen]);
}

/** Long enough to read three words, in milliseconds. */
const SHOWN_MS = 2500;

/** What came of the last thing that was done, above the banner and the path bar. What went wrong stays until it is closed. */
function NoticeLine() {
  const { notice } = useModel();
  const shown = useStore(notice);
  useEffect(() => {
    if (shown?.tone !== 'ok') return;
    const timer = setTimeout(() => notice.set(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [notice, shown]);
  return (
    <div className="shell-notice-place" role="status">
      {shown && (
        <div className="shell-notice">
          <Note tone={shown.tone}>{shown.text}</Note>
          {shown.tone === 'danger' && (
            <IconButton icon={X} label={t('common.close')} onPress={() => notice.set(null)} />
          )}
        </div>
      )}
    </div>
  );
}
