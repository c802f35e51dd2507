import { describe, expect, it } from 'vitest';
import { mergeWatches } from '../../../../main/engine/watches.ts';

describe('what all windows together need', () => {
  it('is the closest look of any, at everything that one of them shows', () => {
    expect(
      mergeWatches(
        [
          { level: 'hidden', topics: ['ports', 'metrics'] },
          { level: 'visible', topics: ['processes', 'metrics'] },
        ],
        true,
      ),
    ).toEqual({ level: 'visible', topics: ['processes', 'ports', 'metrics'] });
  });

  it('is rest without a window, and recording when that goes on', () => {
    expect(mergeWatches([], false)).toEqual({ level: 'rest', topics: [] });
    expect(mergeWatches([], true)).toEqual({ level: 'recording', topics: [] });
  });
});
