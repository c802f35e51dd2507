/** Settings, Clear History, the question whether to keep recording, and what the app says on a terminal. */
export const settingsMessages = {
  'settings.title': 'Settings',
  'settings.history': 'History',
  'settings.record': 'Record what this computer does',
  'settings.record.note':
    'What the app reads is kept on this computer, so that you can ask what was. It is yours alone: nothing of it is ever sent.',
  'settings.record.off':
    'Nothing is recorded. What was recorded before stays until you clear it, or until it is older than the days below.',
  'settings.keep': 'Keep recording when {product} is closed',
  'settings.keep.note':
    'Closing the last window leaves only the recording running. It starts when you log in, without a window. Quit ends it until the next start or login.',
  'settings.login.off':
    'It does not start when you log in: its entry was removed or switched off in the system’s own settings. To have it started again, turn this off and on.',
  'settings.login.failed':
    'It cannot be started when you log in: the system did not take the entry for it. It records until you log out or quit.',
  'settings.login.unsupported': 'This build cannot be started when you log in. It records until you log out or quit.',
  'settings.days': 'Days kept',
  'settings.megabytes': 'Most on the disk, in MiB',
  'settings.memory': 'Most memory for searches, in MiB',
  'settings.limits': 'When a limit is reached, the oldest days go first.',
  'settings.more': 'More: {label}',
  'settings.less': 'Less: {label}',
  'settings.excluded': 'Programs that are not recorded',
  'settings.excluded.none': 'None. Every program is recorded.',
  'settings.excluded.note': 'What was recorded of a program before is removed.',
  'settings.excluded.name': 'Name of a program',
  'settings.excluded.add': 'Add',
  'settings.excluded.remove': 'Record {name} again',
  'settings.excluded.there': '{name} is in the list already.',
  'settings.excluded.full': 'The list is full: {most} programs at most.',
  'settings.excluded.long': 'A name has {most} characters at most.',
  'settings.kept': 'What is kept now',
  'settings.kept.size': 'Size',
  'settings.kept.size.of': '{size} of {most}',
  'settings.kept.from': 'Since',
  'settings.kept.nothing': 'Nothing is kept yet',
  'settings.kept.folder': 'Folder',
  'settings.kept.copy': 'Copy the folder',
  'settings.kept.set-aside': 'Set aside, because it could not be read',
  'settings.kept.failed': 'What is kept could not be asked for.',
  'settings.lifetime': 'What becomes of the history',
  'settings.lifetime.off':
    'When you turn recording off, nothing more is recorded. What is there stays until you clear it, or until it is too old.',
  'settings.lifetime.closed':
    'While {product} is closed and does not keep recording, nothing is recorded. You will see a gap there.',
  'settings.lifetime.uninstall':
    'When {product} is removed from the computer, also with all its configuration (purge), the history stays in your profile: no installer touches the files of people. Clear it before, or delete the folder.',
  'settings.lifetime.files': 'The files can be read by you alone. They are not encrypted.',

  'clear.title': 'Clear History',
  'clear.question': 'How much of the history is to be cleared?',
  'clear.hour': 'The last hour',
  'clear.day': 'The last 24 hours',
  'clear.all': 'Everything',
  'clear.lost.hour':
    'What ran, listened and was connected in the last hour can no longer be found, and shows as a gap. What runs now stays in the lists.',
  'clear.lost.day':
    'What ran, listened and was connected in the last 24 hours can no longer be found, and shows as a gap. What runs now stays in the lists.',
  'clear.lost.all':
    'Nothing of the past can be found any more, and the files are deleted. What runs now stays in the lists, and recording goes on as you have set it.',
  'clear.final': 'This cannot be undone.',
  'clear.confirm': 'Clear History',
  'clear.working': 'Clearing…',
  'clear.done.hour': 'The last hour was cleared.',
  'clear.done.day': 'The last 24 hours were cleared.',
  'clear.done.all': 'The history was cleared.',
  'clear.failed': 'It could not be cleared. Some of it may be gone. Try again.',

  'keep.gap': 'Nothing was recorded from {start} to {end}, while {product} was closed.',
  'keep.question':
    'It can go on recording when its last window is closed, and start when you log in. You can change it in Settings.',
  'keep.yes': 'Keep Recording',
  'keep.no': 'Not Now',
  'keep.label': 'Recording',

  'background.comment': 'Keeps recording what this computer does',

  'terminal.usage': 'Usage: {program} [SEARCH]',
  'terminal.opens': 'Opens {product}, on a search if there is one: {example}',
  'terminal.running': 'In an app that runs already the search opens in its window.',
  'terminal.background': 'start without a window, if it keeps recording when it is closed',
  'terminal.diagnose': 'say why usage data is or is not sent, and end',
  'terminal.policy': 'set what people on this computer may share, and end',
  'terminal.help': 'say this, and end',
  'terminal.words': 'After a -- every word belongs to the search.',
  'terminal.too-long': 'The search is longer than {most} characters.',
} as const;
