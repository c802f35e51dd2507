import type { fields } from '../../query/fields.ts';
import type { ObjectType } from '../../query/query.ts';

type Choices<T extends ObjectType> = Extract<
  (typeof fields)[T][number],
  { readonly choices: unknown }
>['choices'][number];
/** Every value of every choice. */
export type ChoiceValue = { [T in ObjectType]: Choices<T> }[ObjectType];

const choices = {
  'choice.running': 'Running',
  'choice.sleeping': 'Sleeping',
  'choice.waiting': 'Waiting for a disk',
  'choice.stopped': 'Stopped',
  'choice.zombie': 'Zombie',
  'choice.idle': 'Idle',
  'choice.unknown': 'Unknown',
  'choice.tcp': 'TCP',
  'choice.udp': 'UDP',
  'choice.established': 'Connected',
  'choice.opening': 'Opening',
  'choice.closing': 'Closing',
  'choice.time-wait': 'Just closed',
  'choice.close-wait': 'Closed by the other side',
  'choice.listening': 'Listening',
  'choice.in': 'Incoming',
  'choice.out': 'Outgoing',
  'choice.service': 'Service',
  'choice.app': 'App',
  'choice.session': 'Session',
  'choice.container': 'Container',
  'choice.group': 'Group',
  'choice.other': 'Other',
} as const satisfies Record<`choice.${ChoiceValue}`, string>;

/** Lists of objects: the titles of their columns, and what they say when there is nothing to list. */
export const viewMessages = {
  ...choices,

  'list.process': 'Processes',
  'list.port': 'Listening ports',
  'list.connection': 'Connections',
  'list.unit': 'Services and apps',
  'list.device': 'This device',

  'column.count': 'Count',
  'column.of': '{field}, {aggregate}',

  'value.none': '–',
  'value.unknown': 'Not known',
  'value.needs-permission': 'Needs permission',
  'value.all-addresses': 'All',
  'value.runs-still': 'Still runs',

  'list.loading.process': 'Reading the processes…',
  'list.loading.port': 'Reading the ports…',
  'list.loading.connection': 'Reading the connections…',
  'list.loading.unit': 'Reading the services and apps…',
  'list.loading.device': 'Asking the history…',
  'list.asking': 'Asking the history…',
  'list.none.process': 'No process could be seen.',
  'list.none.port': 'Nothing listens on a port.',
  'list.none.connection': 'There is no connection.',
  'list.none.unit': 'No service or app could be seen.',
  'list.none.device': 'Nothing is known of this device then.',
  'list.no-match.process': 'No process matches.',
  'list.no-match.port': 'No listening port matches.',
  'list.no-match.connection': 'No connection matches.',
  'list.no-match.unit': 'No service or app matches.',
  'list.no-match.device': 'Nothing matches.',
  'list.no-match.past': 'Nothing matches in the time asked about.',
  'list.clear': 'Clear the Search',
  'list.outside.one': '{count} more is outside of what you show.',
  'list.outside.other': '{count} more are outside of what you show.',
  'list.show-all': 'Show All',

  'list.failed.engine': 'This could not be read, because the part of the app that reads this computer does not answer.',
  'list.failed.timeout': 'The answer took too long and was given up. A shorter time may help.',
  'list.failed.invalid': 'This search could not be understood.',
  'list.failed.store': 'The history could not be read.',
  'list.failed.stale': 'This answer is no longer kept. Ask again.',
  'list.failed.not-found': 'What was asked about is not known.',
  'list.failed.refused': 'The part of the app that reads this computer would not answer this.',
  'list.failed.denied': 'This computer does not allow it to be read.',
  'list.failed.missing': 'This computer does not offer it.',
  'list.failed.malformed': 'What this computer tells of it could not be understood.',
  'list.failed.other': 'It could not be read.',

  'copied.process.one': 'Copied {count} process',
  'copied.process.other': 'Copied {count} processes',
  'copied.port.one': 'Copied {count} port',
  'copied.port.other': 'Copied {count} ports',
  'copied.connection.one': 'Copied {count} connection',
  'copied.connection.other': 'Copied {count} connections',
  'copied.unit.one': 'Copied {count} service or app',
  'copied.unit.other': 'Copied {count} services and apps',
  'copied.device.one': 'Copied {count} row',
  'copied.device.other': 'Copied {count} rows',

  'look.typeface':
    'On Linux its texts are set in Inter, copyright 2016 Inter Project Authors, SIL Open Font License 1.1.',

  'list.cut': 'Only the first {count} rows are listed. A narrower search or a limit shows the others.',
  'gap.title': 'Not recorded',
  'gap.about': 'What is not listed may have run then all the same: nobody looked.',
  'gap.row': 'Not recorded {start} – {end} ({span}): {reason}',
  'gap.by': '{reason}, by {source}',
  'gap.more.one': '{count} more time was not recorded, {span}',
  'gap.more.other': '{count} more times were not recorded, {span} altogether',
  'gap.reason.off': 'Candor was closed, or recording was off',
  'gap.reason.asleep': 'the computer slept',
  'gap.reason.down': 'the computer was off',
  'gap.reason.damaged': 'what was recorded was damaged and set aside',
  'gap.reason.cleared': 'it was cleared from the history',
} as const;
