import type { RequestOf } from '../../../app/ipc/contract.ts';
import type { HandlerPorts, Handlers } from './ports.ts';

type Action = RequestOf<'window.perform'>['action'];

/** Has main do something with the window, or with what has the focus in it. */
export function perform({ api }: HandlerPorts, action: Action): () => void {
  return () => void api.invoke('window.perform', { action });
}

/** The same, when the page may be gone right after it, and with it what it has not handed over. */
export function performLast(ports: HandlerPorts, action: Action): () => void {
  return () => {
    ports.usage.flush();
    perform(ports, action)();
  };
}

export const windowHandlers = (ports: HandlerPorts): Handlers<'window'> => ({
  'window.minimize': perform(ports, 'minimize'),
  'window.zoom': perform(ports, 'zoom'),
  'window.full-screen': perform(ports, 'full-screen'),
});
