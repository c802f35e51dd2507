import { roles } from '../access/roles.ts';
import { logFormats, logLevels } from '../log/log.ts';
import { storageKinds } from '../storage/storage.ts';
import {
  choice,
  duration,
  flag,
  headers,
  list,
  type OptionSpec,
  receiver,
  template,
  text,
  webAddress,
  whole,
} from './option.ts';

/** Everything that a collector can be told, in the order of the help. An option joins here and nowhere else. */
export const options = {
  config: text({
    placeholder: 'FILE',
    help: 'configuration file (YAML) with any of the options, by their names without dashes in front',
  }),
  data: text({
    placeholder: 'FOLDER',
    isRequired: true,
    help: 'everything that the collector keeps; made when it is not there, for its owner alone',
  }),
  host: text({
    placeholder: 'ADDRESS',
    default: '127.0.0.1',
    help: 'address to listen on; 127.0.0.1 is this computer only',
  }),
  port: whole({ placeholder: 'NUMBER', default: '7391', help: 'port to listen on; 0 takes any free one' }, 0, 65_535),
  'public-url': webAddress(
    {
      help: 'where products and people reach it, when that is not where it listens, such as behind a proxy',
      unlessGiven: 'where it listens',
    },
    'https:',
    'http:',
  ),
  'also-called': list(
    {
      placeholder: 'NAMES',
      help: 'other names and addresses that it is reached by, without ports; requests for any other name are refused',
      unlessGiven: 'none',
    },
    /^[a-z0-9._-]+$|^\[?[0-9a-f:.]+\]?$/i,
    'must be names or addresses without ports, with commas between them',
  ),
  'trusted-proxy': list(
    {
      placeholder: 'ADDRESSES',
      help: 'addresses and networks of proxies that say in X-Forwarded-For whom they speak for; one on this computer need not be named',
      unlessGiven: 'none',
    },
    /^[0-9a-f:.]+(?:\/\d{1,3})?$/i,
    'must be addresses or networks such as 10.0.0.0/8, with commas between them',
  ),
  k: whole(
    {
      placeholder: 'NUMBER',
      default: '5',
      help: 'figures of fewer installations than this are not shown; 1 shows everything, with a warning',
    },
    1,
  ),
  unpackaged: flag({ help: 'count builds that are not packaged as well, such as those of developers' }),
  'issue-url': template(
    {
      placeholder: 'URL',
      help: 'where the dashboard links each group of errors to, such as a new issue of a tracker, with {class}, {code}, {file} and {version} where these go',
      unlessGiven: 'no link',
    },
    ['class', 'code', 'file', 'version'],
  ),
  'log-level': choice({ default: 'info', help: 'what is logged, on standard error; never a request' }, ...logLevels),
  'log-format': choice(
    { default: 'auto', help: 'how it is logged; auto is text in a terminal, else a line of JSON for each' },
    ...logFormats,
  ),
  storage: choice(
    {
      default: 'auto',
      help: 'where batches are loaded into; none keeps them in the journal and makes no figures; auto is chdb, or none where that has no build',
    },
    ...storageKinds,
  ),
  'tls-cert': text({
    placeholder: 'FILE',
    help: 'certificate to speak HTTPS with, as PEM, with those between it and its root; read anew when it changes',
    unlessGiven: 'plain HTTP',
  }),
  'tls-key': text({ placeholder: 'FILE', help: 'the key of that certificate, as PEM' }),
  'metrics-port': whole(
    { placeholder: 'NUMBER', help: 'port of 127.0.0.1 on which /metrics needs no token; 0 takes any free one' },
    0,
    65_535,
  ),
  clickhouse: webAddress(
    {
      isSecret: true,
      unlessGiven: 'in the data folder',
      help: 'HTTP address of the ClickHouse that the tables are in, such as https://HOST:8443',
    },
    'http:',
    'https:',
  ),
  'clickhouse-user': text({
    placeholder: 'NAME',
    unlessGiven: 'default',
    help: 'who asks that ClickHouse, unless its address says so',
  }),
  'clickhouse-password': text({
    placeholder: 'TEXT',
    isSecret: true,
    help: 'the password of that user; everybody on the computer sees what stands on a command line, so say it in the environment or the configuration file',
  }),
  cluster: text({
    placeholder: 'NAME',
    help: 'cluster of that ClickHouse whose shards and replicas have the tables, as its servers call it',
  }),
  role: choice({ isOfCall: true, default: 'viewer', help: 'what whoever has it may do' }, ...roles),
  expires: duration({
    isOfCall: true,
    placeholder: 'TIME',
    help: 'how long it is good for: 90d, 12h or 30m',
    unlessGiven: 'for ever',
  }),
  as: text({
    isOfCall: true,
    placeholder: 'NAME',
    default: 'login-link',
    help: 'what whoever logs in is called in lists and in the audit log',
  }),
  'forward-otlp': webAddress(
    {
      help: 'OpenTelemetry endpoint (OTLP over HTTP) that gets logs and durations as well, without what tells installations apart',
      unlessGiven: 'nothing is forwarded',
    },
    'https:',
    'http:',
  ),
  'forward-headers': headers({
    placeholder: 'NAME=VALUE,…',
    isSecret: true,
    help: 'sent to that endpoint with each request, such as authorization',
  }),
  'forward-notice-confirmed': flag({
    help: 'confirm that the privacy notice says what is forwarded, and to whom; nothing is forwarded without',
  }),
  to: text({ isOfCall: true, placeholder: 'PATH', help: 'the file or the folder that it is written to' }),
  format: choice({ isOfCall: true, default: 'markdown', help: 'for people or for programs' }, 'markdown', 'json'),
  webhook: receiver({
    isSecret: true,
    help: 'address that a digest is sent to, once, as JSON; a secret in it is best said in the environment or the configuration file',
  }),
  manifest: text({
    isOfCall: true,
    placeholder: 'FILE',
    help: 'the manifest of the product that rules are of',
    unlessGiven: 'that of a product which comes with the collector',
  }),
  key: list(
    {
      isOfCall: true,
      placeholder: 'FILES',
      help: 'private keys to sign with, as rules keygen makes them: one, or two while a product goes over to another',
      unlessGiven: 'none',
    },
    /^.+$/,
    'must be one or two files, with a comma between them',
  ),
  'public-key': list(
    {
      isOfCall: true,
      placeholder: 'KEYS',
      help: 'what the product pins, as rules sign tells it; remembered for later files',
      unlessGiven: 'those of the file before',
    },
    /^[A-Za-z0-9+/]{43}=$/,
    'must be one or two public keys as rules sign tells them, with a comma between them',
  ),
  undo: flag({ isOfCall: true, help: 'take it back' }),
  forget: flag({ isOfCall: true, help: 'give up a place of backups: nothing is written there any more' }),
  force: flag({
    isOfCall: true,
    help: 'restore also without the log of erasures, so that what was erased since comes back; publish also with k = 1',
  }),
} as const satisfies Readonly<Record<string, OptionSpec>>;

export type OptionName = keyof typeof options;

/** The values of all options, as they were read. */
export type Settings = {
  readonly [N in OptionName]: (typeof options)[N] extends OptionSpec<infer T> ? T : never;
};

export const optionNames = Object.keys(options) as readonly OptionName[];

/** Those of the service: what stands in its configuration file, and in the documentation's table. */
export const serviceOptions = [
  'config',
  'data',
  'host',
  'port',
  'public-url',
  'also-called',
  'trusted-proxy',
  'k',
  'unpackaged',
  'issue-url',
  'log-level',
  'log-format',
  'storage',
  'tls-cert',
  'tls-key',
  'metrics-port',
  'forward-otlp',
  'forward-headers',
  'forward-notice-confirmed',
  'clickhouse',
  'clickhouse-user',
  'clickhouse-password',
  'cluster',
] as const satisfies readonly OptionName[];
export type ServiceOption = (typeof serviceOptions)[number];
