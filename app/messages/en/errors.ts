/** What people read when part of the app has stopped working. */
export const errorMessages = {
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
} as const;
