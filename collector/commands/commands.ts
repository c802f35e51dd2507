import { serviceOptions } from '../config/options.ts';
import { askingOptions, placeOptions } from './clickhouse-options.ts';
import { command } from './command.ts';

/** All commands, in the order of the help; the first one is meant where none is named. */
export const commands = [
  command({
    name: 'serve',
    does: 'Receives batches, keeps them and answers questions about them, until SIGTERM or Ctrl+C',
    options: serviceOptions,
    examples: [
      { call: 'serve --data /var/lib/candor-collector', does: 'for this computer alone, at port 7391' },
      { call: 'serve --config /etc/candor-collector.yaml --port 8080', does: 'as the file says, but for the port' },
    ],
    load: async () => (await import('./serve.ts')).runServe,
  }),
  command({
    name: 'products list',
    does: 'Says of which products batches are taken',
    options: [...placeOptions],
    examples: [],
    load: async () => (await import('./products.ts')).runList,
  }),
  command({
    name: 'products add',
    parameters: ['FILE'],
    does: 'Has batches of a product taken; FILE is its manifest, as its developers hand it out',
    options: [...placeOptions],
    examples: [
      { call: 'products add candor-example.json --data FOLDER', does: 'before the release with new words is out' },
    ],
    load: async () => (await import('./products.ts')).runAdd,
  }),
  command({
    name: 'products remove',
    parameters: ['ID'],
    does: 'Has batches of a product put off; ID is as the list has it',
    options: [...placeOptions, 'undo'],
    examples: [],
    load: async () => (await import('./products.ts')).runRemove,
  }),
  command({
    name: 'products end',
    parameters: ['ID', 'VERSION'],
    does: 'Ends the program for a version, 1.2.3; a release line, 1.2; or all',
    options: [...placeOptions, 'undo'],
    examples: [{ call: 'products end candor-example 1.2 --data FOLDER', does: 'clients of 1.2 stop collecting' }],
    load: async () => (await import('./products.ts')).runEnd,
  }),
  command({
    name: 'sourcemaps add',
    parameters: ['PRODUCT', 'VERSION', 'PATH'],
    does: 'Has errors of a version told in its source; PATH is a source map or a folder of them',
    options: ['config', 'data'],
    examples: [{ call: 'sourcemaps add candor-example 1.2.0 out --data FOLDER', does: 'from where it was built' }],
    load: async () => (await import('./sourcemaps.ts')).runAdd,
  }),
  command({
    name: 'sourcemaps list',
    does: 'Says of which versions there are source maps',
    options: ['config', 'data'],
    examples: [],
    load: async () => (await import('./sourcemaps.ts')).runList,
  }),
  command({
    name: 'sourcemaps remove',
    parameters: ['PRODUCT', 'VERSION'],
    does: 'Removes the source maps of a version',
    options: ['config', 'data'],
    examples: [],
    load: async () => (await import('./sourcemaps.ts')).runRemove,
  }),
  command({
    name: 'login',
    does: 'Makes a link to the dashboard that logs in once, within 15 minutes',
    options: [...placeOptions, 'role', 'as', 'public-url'],
    examples: [{ call: 'login --data FOLDER --role administrator', does: 'for yourself' }],
    load: async () => (await import('./access.ts')).runLogin,
  }),
  command({
    name: 'token create',
    parameters: ['NAME'],
    does: 'Makes a token, which is shown once; it is sent with requests, or logs in',
    options: [...placeOptions, 'role', 'expires'],
    examples: [
      { call: 'token create anna --role support --expires 90d --data FOLDER', does: 'for Anna, three months' },
    ],
    load: async () => (await import('./access.ts')).runTokenCreate,
  }),
  command({
    name: 'token list',
    does: 'Says which tokens and unused login links there are, and of which role; not the tokens themselves',
    options: [...placeOptions],
    examples: [],
    load: async () => (await import('./access.ts')).runTokenList,
  }),
  command({
    name: 'token revoke',
    parameters: ['NAME'],
    does: 'Ends a token, and the sessions that were begun with it',
    options: [...placeOptions],
    examples: [],
    load: async () => (await import('./access.ts')).runTokenRevoke,
  }),
  command({
    name: 'session list',
    does: 'Says who is logged in',
    options: [...placeOptions],
    examples: [],
    load: async () => (await import('./access.ts')).runSessionList,
  }),
  command({
    name: 'session end',
    parameters: ['ID'],
    does: 'Logs somebody out; ID is as the list has it, or the name of the token, or all',
    options: [...placeOptions],
    examples: [{ call: 'session end all --data FOLDER', does: 'logs everybody out' }],
    load: async () => (await import('./access.ts')).runSessionEnd,
  }),
  command({
    name: 'digest',
    does: 'Tells what changed from one closed week to the next, on standard output, in a file or to a webhook',
    options: [...askingOptions, 'to', 'format', 'webhook'],
    examples: [
      { call: 'digest --data FOLDER', does: 'as Markdown, to read' },
      { call: 'digest --data FOLDER --webhook https://chat.example.org/hooks/x', does: 'each Monday, by a timer' },
    ],
    load: async () => (await import('./digest.ts')).runDigest,
  }),
  command({
    name: 'publish',
    does: 'Writes figures for those who said Yes to a folder, as pages for any web server',
    options: [...askingOptions, 'to', 'force'],
    examples: [{ call: 'publish --data FOLDER --to /srv/www/figures', does: 'each Monday, by a timer' }],
    load: async () => (await import('./publish.ts')).runPublish,
  }),
  command({
    name: 'backup',
    parameters: ['FOLDER'],
    does: 'Makes a backup in a folder of its own in FOLDER, also while a collector runs',
    options: [...placeOptions, 'forget'],
    examples: [
      {
        call: 'backup /mnt/backup --data /var/lib/candor-collector',
        does: 'erasures are written there too from now on',
      },
    ],
    load: async () => (await import('./backup.ts')).runBackup,
  }),
  command({
    name: 'restore',
    parameters: ['BACKUP'],
    does: 'Makes a data folder of a backup, without what was erased since',
    options: ['config', 'data', 'force'],
    examples: [
      { call: 'restore /mnt/backup/candor-2026-03-09T140231Z --data FOLDER', does: 'into a folder that is empty' },
    ],
    load: async () => (await import('./backup.ts')).runRestore,
  }),
  command({
    name: 'export',
    parameters: ['FOLDER'],
    does: 'Writes all that is kept to a folder, for import; goes on with one that was ended',
    options: [...placeOptions],
    examples: [{ call: 'export moved --data FOLDER', does: 'what is in the data folder' }],
    load: async () => (await import('./transfer.ts')).runExport,
  }),
  command({
    name: 'import',
    parameters: ['FOLDER'],
    does: 'Adds an export to what is there; goes on with one that was ended',
    options: [...placeOptions],
    examples: [
      {
        call: 'import moved --data FOLDER --clickhouse https://db.example.org:8443',
        does: 'into a ClickHouse',
      },
    ],
    load: async () => (await import('./transfer.ts')).runImport,
  }),
  command({
    name: 'doctor',
    does: 'Says whether all is well with a data folder, also of a collector that runs, and what to do if not',
    options: [...placeOptions],
    examples: [{ call: 'doctor --data /var/lib/candor-collector', does: 'exits with 1 when something is bad' }],
    load: async () => (await import('./doctor.ts')).runDoctor,
  }),
];
