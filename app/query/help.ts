import type { queryMessages } from '../messages/en/query.ts';

type HelpKey = Extract<keyof typeof queryMessages, `help.${string}`>;

/** A query that shows something of the language, with the title of what it finds. */
export interface Example {
  readonly title: HelpKey;
  readonly query: string;
}

/** The examples of the help and of docs/query-language.md, from the simplest on. */
export const examples: readonly Example[] = [
  { title: 'help.all', query: 'process' },
  { title: 'help.word', query: 'process firefox' },
  { title: 'help.phrase', query: 'process "http.server 3000"' },
  { title: 'help.port', query: 'port:3000' },
  { title: 'help.busy', query: 'process cpu>20%' },
  { title: 'help.memory', query: 'process memory>=500MB | sort memory desc' },
  { title: 'help.not', query: 'process -user:root' },
  { title: 'help.either', query: 'process (name:chrome OR name:firefox)' },
  { title: 'help.list', query: 'process state:zombie,stopped' },
  { title: 'help.range', query: 'port port:3000..3999' },
  { title: 'help.pattern', query: 'process name~"^(node|deno)$"' },
  { title: 'help.remote', query: 'connection remote:192.168. remote-port:443' },
  { title: 'help.mine', query: 'process is:mine -is:kernel' },
  { title: 'help.deleted', query: 'process is:deleted' },
  { title: 'help.at', query: 'process at 14:02 | sort cpu desc' },
  { title: 'help.yesterday', query: 'process at "yesterday 18:00"' },
  { title: 'help.during', query: 'process cpu>20% user:root during 24h | by name | show max(cpu)' },
  { title: 'help.between', query: 'connection during 09:00..10:30' },
  { title: 'help.gone', query: 'process is:gone during 5m' },
  { title: 'help.exit', query: 'process exit>0 during 24h | sort ended desc' },
  { title: 'help.new', query: 'port is:new since boot' },
  { title: 'help.count', query: 'process | by user | show count(), sum(memory)' },
  { title: 'help.units', query: 'unit kind:service | sort memory desc | limit 10' },
  { title: 'help.traffic', query: 'device during 24h | sort received desc | limit 20' },
  { title: 'help.columns', query: 'process | columns name, pid, parent, command' },
];
