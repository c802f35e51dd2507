import { describe, expect, it } from 'vitest';
import { MASK, maskPath, maskText } from '../../../../renderer/redact/redact.ts';

describe('paths', () => {
  it.each([
    ['/home/marta/bin/tool', `/home/${MASK}/bin/tool`],
    ['/Users/marta/Library', `/Users/${MASK}/Library`],
    ['/home/marta', `/home/${MASK}`],
    ['C:\\Users\\Marta\\AppData\\tool.exe', `C:\\Users\\${MASK}\\AppData\\tool.exe`],
    ['/usr/lib/home/x', '/usr/lib/home/x'],
    ['/root/.cache', '/root/.cache'],
  ])('%s reads %s', (path, masked) => {
    expect(maskPath(path)).toBe(masked);
  });
});

describe('text', () => {
  it('loses the addresses of networks and cards', () => {
    expect(maskText('--listen 192.168.4.21:8080')).toBe(`--listen ${MASK}:8080`);
    expect(maskText('to fe80::3e9c:fff:fe4a:117e or ::1')).toBe(`to ${MASK} or ${MASK}`);
    expect(maskText('2001:db8:0:0:0:0:2:1')).toBe(MASK);
    expect(maskText('card 3c:9c:0f:4a:11:7e')).toBe(`card ${MASK}`);
  });

  it('loses home folders wherever they stand', () => {
    expect(maskText('node --config=/home/marta/x.json "/home/marta/y z"')).toBe(
      `node --config=/home/${MASK}/x.json "/home/${MASK}/y z"`,
    );
  });

  it('loses the names it is given, as whole words', () => {
    expect(maskText('ssh marta@atelier martacode', ['marta', 'atelier'])).toBe(`ssh ${MASK}@${MASK} martacode`);
    expect(maskText('a+b', ['+'])).toBe('a+b');
  });

  it('keeps times and versions', () => {
    expect(maskText('at 12:30:45 with v1.2.3')).toBe('at 12:30:45 with v1.2.3');
  });
});
