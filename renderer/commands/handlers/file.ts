import { openDialog } from 'candor-client/page';
import type { HandlerPorts, Handlers } from './ports.ts';
import { performLast } from './window.ts';

export const fileHandlers = (ports: HandlerPorts): Handlers<'file'> => ({
  'file.new-window': performLast(ports, 'new-window'),
  'file.settings': () => openDialog('settings'),
  'file.clear-history': () => openDialog('clear-history'),
  'file.close-window': performLast(ports, 'close'),
  'file.quit': performLast(ports, 'quit'),
});
