import { describe, expect, it } from 'vitest';
import { compareVersions } from '../../../../client/core/versions.ts';

describe('versions', () => {
  it('are in the order in which they are released', () => {
    const inOrder = [
      '0.9.9',
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-alpha.beta',
      '1.0.0-beta.2',
      '1.0.0-beta.11',
      '1.0.0-rc.1',
      '1.0.0',
      '1.2.0',
      '1.10.0',
      '2.0.0',
      '10.0.0',
    ];
    expect([...inOrder].reverse().sort(compareVersions)).toEqual(inOrder);
  });

  it('are the same whatever was built of them', () => {
    expect(compareVersions('1.0.0+linux', '1.0.0+mac')).toBe(0);
  });
});
