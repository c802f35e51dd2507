import { openDialog } from 'candor-client/page';
import type { Handlers } from './ports.ts';

export const helpHandlers = (): Handlers<'help'> => ({
  'help.shortcuts': () => openDialog('shortcuts'),
  'help.program': () => openDialog('program'),
  'help.what-is-shared': () => openDialog('what-is-shared'),
  'help.suggestions': () => openDialog('suggestions'),
  'help.diagnostics': () => openDialog('diagnostics'),
  'help.about': () => openDialog('about'),
});
