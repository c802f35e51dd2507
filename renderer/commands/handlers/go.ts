import { goBack, goForward, goToView, type View } from '../../state/navigation.ts';
import type { HandlerPorts, Handlers } from './ports.ts';

export function goHandlers({ trail, search, paletteOpen }: HandlerPorts): Handlers<'go'> {
  const goTo = (view: View) => () => trail.update((now) => goToView(now, view));
  return {
    'go.back': () => trail.update(goBack),
    'go.forward': () => trail.update(goForward),
    'go.search': () => search.focus(),
    'go.builder': () => search.build(),
    'go.commands': () => paletteOpen.set(true),
    'go.this-device': goTo('this-device'),
    'go.processes': goTo('processes'),
    'go.ports': goTo('ports'),
    'go.connections': goTo('connections'),
    'go.units': goTo('units'),
  };
}
