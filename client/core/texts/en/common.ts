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

  'age.now': 'just now',
  'age.seconds': '{count} s ago',
  'age.minutes': '{count} min ago',
  'age.hours': '{count} h ago',
  'age.days': '{count} d ago',
  'span.seconds': '{seconds} s',
  'span.minutes': '{minutes} min',
  'span.hours': '{hours} h {minutes} min',
  'span.days': '{days} d {hours} h',
  'unit.percent': '%',
  'unit.byte': 'B',
  'unit.kilobyte': 'kB',
  'unit.megabyte': 'MB',
  'unit.gigabyte': 'GB',
  'unit.terabyte': 'TB',
  'unit.per-second': '{unit}/s',

  'errors.reload': 'Reload Window',
  'errors.crashed.title': 'This window stops working again and again',
  'errors.crashed.text':
    'It was loaded again several times, and each time it stopped. Nothing on this computer was changed, and your settings are kept.',
  'errors.crashed.close': 'Close Window',
} as const;
