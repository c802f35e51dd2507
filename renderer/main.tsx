import './bridge.ts';
import '../ui/design/tokens.css';
import '../ui/design/fonts.css';
import '../ui/design/base.css';
import '../ui/design/components.css';
import '../ui/design/dialog.css';
import { chooseLanguage, openDebug, setLanguage, setProductTexts, swallowed } from 'candor-client/core';
import { guardedBridge, reportPageErrors } from 'candor-client/page';
import { I18nProvider } from 'react-aria-components';
import { createRoot } from 'react-dom/client';
import { catalogues } from '../app/messages/index.ts';
import { listenForCopy, listenForShortcuts } from './commands/keyboard.ts';
import { ErrorBoundary, FailedWindow, showPlainFailure } from './errors/failure.tsx';
import { Shell } from './shell/shell.tsx';
import { createModel } from './state/create-model.ts';
import { ModelProvider } from './state/model.ts';
import { attachWindow } from './state/window-link.ts';

// Where the page is developed its console tells everything; elsewhere main tells of each message that failed.
// biome-ignore lint/suspicious/noConsole: for whoever develops the page; the build leaves it out
if (import.meta.env.DEV) openDebug('all', (line) => console.debug(line));
// Main knows it better, but may be what fails.
setLanguage(chooseLanguage(navigator.languages));
setProductTexts(catalogues);
start().catch((error: unknown) => {
  reportError(error);
  showPlainFailure(document);
});

async function start(): Promise<void> {
  const api = guardedBridge(window.candor);
  const [info, settings, status] = await Promise.all([
    api.invoke('app.info'),
    api.invoke('settings.get'),
    // Not known means off.
    api.invoke('program.status').catch((error: unknown) => swallowed('client', 'ask-status', error)),
  ]);
  setLanguage(info.language, info.locale);
  document.documentElement.lang = info.language;
  // The face of the texts is the system's, but for Linux, see ui/design/fonts.css.
  document.documentElement.dataset['platform'] = info.platform;
  const model = createModel(api, info, settings);
  // What goes wrong in the first frame is reported too, if it may be.
  if (status) model.usage.setState(status);
  reportPageErrors(window, (thrown, handledBy) => model.measures.report(thrown, handledBy));
  attachWindow(model);
  // On macOS the native menu owns the shortcuts and tells of them; listening here as well would dispatch twice.
  if (model.platform !== 'macos') {
    listenForShortcuts(model.platform, (command) => model.dispatch(command, 'shortcut'));
    listenForCopy((command) => {
      if (model.commandStateNow().disabled.has(command)) return false;
      model.dispatch(command, 'shortcut');
      return true;
    });
  }

  const rootElement = document.getElementById('root');
  if (!rootElement) throw new Error('index.html has no #root');
  const root = createRoot(rootElement, {
    onCaughtError: (error) => {
      // biome-ignore lint/suspicious/noConsole: React itself would log it, if nobody else took it
      console.error(error);
      model.measures.report(error, 'boundary');
    },
    onUncaughtError: (error) => {
      reportError(error);
      showPlainFailure(document);
    },
  });
  root.render(
    <I18nProvider locale={info.locale}>
      <ModelProvider value={model}>
        <ErrorBoundary subject={null} instead={() => <FailedWindow />}>
          <Shell />
        </ErrorBoundary>
      </ModelProvider>
    </I18nProvider>,
  );
}
