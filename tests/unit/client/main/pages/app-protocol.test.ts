import { describe, expect, it } from 'vitest';
import { resolveInside } from '../../../../../client/main/pages/app-protocol.ts';

describe('app://', () => {
  it('serves files below its folder', () => {
    expect(resolveInside('/opt/renderer', 'app://finder', 'app://finder/index.html')).toBe('/opt/renderer/index.html');
    expect(resolveInside('/opt/renderer', 'app://finder', 'app://finder/assets/a.js?v=1')).toBe(
      '/opt/renderer/assets/a.js',
    );
  });

  it.each([
    'app://finder/../secret',
    'app://finder/%2e%2e/secret',
    'app://finder/..%2fsecret',
    'app://finder/assets/%2e%2e/%2e%2e/secret',
    'app://finder//etc/passwd/../../../../etc/passwd',
    'app://finder/%00',
    'app://other/index.html',
    'app://finder/%',
    'nonsense',
    'app://finder/',
  ])('never leaves its folder for %s', (address) => {
    const file = resolveInside('/opt/renderer', 'app://finder', address);
    expect(file === undefined || file.startsWith('/opt/renderer/'), file).toBe(true);
  });
});
