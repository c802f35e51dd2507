/** The window around the views: menu bar, toolbar, sidebar, path bar, banner and command palette. */
export const shellMessages = {
  'shell.menu-new': 'New',
  'shell.menu-bar': 'Menu bar',
  'shell.toolbar': 'Toolbar',
  'shell.sidebar': 'Sidebar',
  'shell.detail': 'Detail',
  'shell.window-title': '{view} – {product}',
  'shell.resize-sidebar': 'Width of the sidebar',
  'shell.resize-detail': 'Width of the detail pane',

  'app-menu.services': 'Services',
  'app-menu.hide': 'Hide {product}',
  'app-menu.hide-others': 'Hide Others',
  'app-menu.show-all': 'Show All',
  'app-menu.quit': 'Quit {product}',

  'toolbar.resume': 'Resume Live Updates',

  'sidebar.objects': 'Objects',

  'path.trail': 'Where you are',
  'path.live': 'live',
  'path.paused': 'paused',
  'path.not-updating': 'not updating',

  'notice.settings': 'Your change was not kept: {reason}.',
  'notice.reason.denied': 'the app may not write to its folder',
  'notice.reason.full': 'the disk is full',
  'notice.reason.read-only': 'the disk is read-only',
  'notice.reason.missing': 'the folder of the app is gone',
  'notice.reason.unknown': 'the system refused',

  'palette.title': 'Commands',
  'palette.search': 'Search commands',
  'palette.empty': 'No command matches “{query}”.',

  'key.shift': 'Shift',
  'key.space': 'Space',
  'key.delete': 'Del',
  'key.menu': 'Menu',
  'key.enter': 'Enter',

  'shortcuts.title': 'Keyboard shortcuts',
  'shortcuts.filter': 'Filter shortcuts',
  'shortcuts.or': 'or',
  'shortcuts.empty': 'No shortcut matches “{filter}”.',

  // What people read when part of the app has stopped working.
  'errors.main.title': 'This view has stopped working',
  'errors.main.text': 'An error in the app keeps it from being shown. The rest of the window still works.',
  'errors.detail.title': 'The details have stopped working',
  'errors.detail.text': 'An error in the app keeps them from being shown. The rest of the window still works.',
  'errors.window.title': 'This window has stopped working',
  'errors.window.text':
    'An error in the app keeps it from being shown. Nothing on this computer was changed, and your settings are kept.',
  'errors.start.title': 'This window could not be opened',
  'errors.start.text':
    'An error in the app kept it from starting. Nothing on this computer was changed. If it happens again, quit the app and start it anew.',
  'errors.no-folder': '{product} cannot start, because its folder cannot be made: {folder}',
  'errors.no-lock':
    '{product} cannot start, because the system does not let it lock its folder, and two copies at once would damage what is in it: {folder}',

  // Words of its log lines, as What Is Shared shows them.
  'said.log.processes': 'the processes',
  'said.log.connections': 'the connections',
  'said.log.metrics': 'the load',
  'said.log.device': 'the device',
  'said.log.units': 'the services',
  'said.log.store': 'the history',
} as const;
