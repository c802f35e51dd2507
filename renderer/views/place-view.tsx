import { useStore } from '../../ui/state/store.ts';
import { DeviceView } from '../device/device-view.tsx';
import { useModel } from '../state/model.ts';
import { ObjectList } from './object-list.tsx';

/** What the place shown is drawn by: This Device as it is now, or the list of what was found. */
export function PlaceView() {
  const device = useStore(useModel().results, ({ type, mode }) => type === 'device' && mode === 'live');
  return device ? <DeviceView /> : <ObjectList />;
}
