import { describe, expect, it } from 'vitest';
import { timeOrder } from '../../../../renderer/views/use-list-source.ts';

const columns = [
  { id: 'started', kind: 'moment', property: 'started' },
  { id: 'cpu', kind: 'percent', property: 'cpu' },
] as const;
const sorted = (column: string, descending = true) => timeOrder({ sort: [{ column, descending }] }, columns, 'last');

describe('the order of a list in time', () => {
  it('is that of a column of moments, and of no other', () => {
    expect(sorted('started', false)).toEqual({ property: 'started', descending: false });
    expect(sorted('cpu')).toBeNull();
    expect(sorted('command')).toBeNull();
    expect(timeOrder({ sort: [] }, columns, 'last')).toBeNull();
  });

  it('is known of the standing order too, of which no column is shown', () => {
    expect(sorted('last')).toEqual({ property: 'last', descending: true });
  });
});
