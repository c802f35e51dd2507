/**
 * Adds the corpus's commands that the product does not have yet to the command catalogue's ids. To be imported before
 * the event registry is loaded, which makes its vocabulary of them: so the client under measurement runs unchanged, with
 * the sixty commands that the corpus is made of.
 */
import { commandIds } from '../../../app/commands/catalogue.ts';
import { numberedCommands } from '../../../client/core/registry/numbered-commands.ts';
import { corpusCommands } from './generate.ts';

for (const list of [commandIds, numberedCommands as unknown as string[]] as string[][]) {
  for (const id of corpusCommands) if (!list.includes(id)) list.push(id);
}
