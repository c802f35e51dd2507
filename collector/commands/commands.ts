import { command } from './command.ts';

/** All commands, in the order of the help; the first one is meant where none is named. */
export const commands = [
  command({
    name: 'serve',
    does: 'Receives batches, keeps them and answers questions about them, until SIGTERM or Ctrl+C',
    options: ['config', 'data', 'host', 'port', 'k', 'unpackaged'],
    examples: [
      { call: 'serve --data /var/lib/candor-collector', does: 'for this computer alone, at port 7391' },
      { call: 'serve --config /etc/candor-collector.yaml --port 8080', does: 'as the file says, but for the port' },
    ],
    load: async () => (await import('./serve.ts')).runServe,
  }),
  command({
    name: 'products list',
    does: 'Says of which products batches are taken',
    options: ['config', 'data'],
    examples: [],
    load: async () => (await import('./products.ts')).runList,
  }),
  command({
    name: 'products add',
    parameters: ['FILE'],
    does: 'Has batches of a product taken; FILE is its manifest, as its developers hand it out',
    options: ['config', 'data'],
    examples: [
      { call: 'products add candor-example.json --data FOLDER', does: 'before the release with new words is out' },
    ],
    load: async () => (await import('./products.ts')).runAdd,
  }),
  command({
    name: 'products remove',
    parameters: ['ID'],
    does: 'Has batches of a product put off; ID is as the list has it',
    options: ['config', 'data', 'undo'],
    examples: [],
    load: async () => (await import('./products.ts')).runRemove,
  }),
  command({
    name: 'products end',
    parameters: ['ID', 'VERSION'],
    does: 'Ends the program for a version, 1.2.3; a release line, 1.2; or all',
    options: ['config', 'data', 'undo'],
    examples: [{ call: 'products end candor-example 1.2 --data FOLDER', does: 'clients of 1.2 stop collecting' }],
    load: async () => (await import('./products.ts')).runEnd,
  }),
];
