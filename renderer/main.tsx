import './bridge.ts';
import './design/tokens.css';
import './design/base.css';
import './design/components.css';
import './design/dialog.css';
import { I18nProvider } from 'react-aria-components';
import { createRoot } from 'react-dom/client';
import { setLanguage } from '../app/messages/index.ts';
import { listenForShortcuts } from './commands/keyboard.ts';
import { Shell } from './shell/shell.tsx';
import { createModel, ModelProvider } from './state/model.ts';
import { attachWindow } from './state/window-link.ts';

const api = window.candor;
const [info, settings] = await Promise.all([api.invoke('app.info'), api.invoke('settings.get')]);
setLanguage(info.language, info.locale);
document.documentElement.lang = info.language;
const model = createModel(api, info, settings);
attachWindow(model);
// On macOS the native menu owns the shortcuts and tells of them; listening here as well would dispatch twice.
if (model.platform !== 'macos') {
  listenForShortcuts(model.platform, (command) => model.dispatch(command, 'shortcut'));
}

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <I18nProvider locale={info.locale}>
    <ModelProvider value={model}>
      <Shell />
    </ModelProvider>
  </I18nProvider>,
);
