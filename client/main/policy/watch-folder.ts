import type { FSWatcher, watch as watchFiles } from 'node:fs';
import path from 'node:path';
import { swallowed } from '../../core/debug.ts';

/**
 * Calls `onEvent` after anything happened to the files of a folder, and when the folder itself comes or goes. Uses the
 * system's notifications: nothing runs while nothing happens. Where they cannot be had (a folder that may not be read, no
 * more watches to give) there is silence; callers must not depend on hearing.
 */
export function watchFolder(watch: typeof watchFiles, folder: string, onEvent: () => void): () => void {
  const own = (place: string, listen: (name: string | null) => void): FSWatcher | undefined => {
    try {
      const watcher = watch(place, { persistent: false }, (_event, name) => listen(name));
      watcher.on('error', () => watcher.close());
      return watcher;
    } catch (error) {
      swallowed('policy', 'watch-folder', error);
      return undefined;
    }
  };
  const watchInside = () => own(folder, onEvent);
  let inside = watchInside();
  const parent = own(path.dirname(folder), (name) => {
    if (name !== null && name !== path.basename(folder)) return;
    inside?.close();
    inside = watchInside();
    onEvent();
  });
  return () => {
    inside?.close();
    parent?.close();
  };
}
