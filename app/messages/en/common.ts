/** Words that every window and dialog shares. */
export const commonMessages = {
  'common.ok': 'OK',
  'common.cancel': 'Cancel',
  'common.close': 'Close',
  'common.back': 'Back',
  'common.copied': 'Copied',
  'common.copy-failed': 'Could not copy',
  'common.refresh': 'Refresh',
  'common.try-again': 'Try again',
  'common.loading': 'Loading…',
  'common.key-escape': 'Esc',
} as const;
