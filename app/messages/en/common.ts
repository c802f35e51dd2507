/** Words that every window and dialog shares. */
export const commonMessages = {
  'common.ok': 'OK',
  'common.cancel': 'Cancel',
  'common.close': 'Close',
  'common.back': 'Back',
  'common.copied': 'Copied',
  'common.copy-failed.too-long':
    'Not copied: it is longer than the {count} characters that the clipboard takes. What you copied before is still there.',
  'common.copy-failed.refused': 'Not copied: the system did not take it. What you copied before is still there.',
  'common.refresh': 'Refresh',
  'common.try-again': 'Try again',
  'common.more-below': 'More below',
  'common.loading': 'Loading…',
  'common.key-escape': 'Esc',
} as const;
