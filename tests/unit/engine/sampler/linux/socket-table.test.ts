import { describe, expect, it } from 'vitest';
import { compressV6, parseSocketTable, readEnds } from '../../../../../engine/sampler/linux/socket-table.ts';

const head = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const bytes = (text: string) => new TextEncoder().encode(text);
const zeros = '0'.repeat(32);

describe('a table of sockets', () => {
  it('is read as the kernel writes it, with IPv4 and IPv6', () => {
    const table = `${head}   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 642 1 00000000efab0d41 100 0 0 10 0                       
10000: 0100007F:1F90 0100007F:C350 01 00000000:00000000 02:000A6E5A 00000000     0        0 777 2 ffff 20 4 30 10 -1\n`;
    expect(parseSocketTable(bytes(table), 10)).toEqual([
      { ends: '0100007F:1F90 00000000:0000', state: 10, userId: 1000, inode: 642 },
      { ends: '0100007F:1F90 0100007F:C350', state: 1, userId: 0, inode: 777 },
    ]);
    const wide = `${head}   0: ${zeros}:0050 ${zeros}:0000 0A 00000000:00000000 00:00000000 00000000    33        0 9\n`;
    expect(parseSocketTable(bytes(wide), 10)).toEqual([
      { ends: `${zeros}:0050 ${zeros}:0000`, state: 10, userId: 33, inode: 9 },
    ]);
  });

  it('may be empty, and is read no further than wanted', () => {
    expect(parseSocketTable(bytes(head), 10)).toEqual([]);
    const line = '0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 1\n';
    expect(parseSocketTable(bytes(head + line.repeat(5)), 3)).toHaveLength(3);
  });

  it.each([
    '',
    'no lines',
    `${head}nonsense\n`,
    `${head}0: 0100007F:1F90 00000000:0000 0A\n`,
    `${head}0: 01007F:1F90 00000000:0000 0A 0:0 0:0 0 0 0 1\n`,
    `${head}0: 0100007F:1F90 00000000:0000 ZZ 0:0 0:0 0 0 0 1\n`,
    `${head}0: 0100007F:1F90 00000000:0000 0A 0:0 0:0 0 x 0 1\n`,
  ])('is refused when it is none: %#', (text) => {
    expect(() => parseSocketTable(bytes(text), 10)).toThrow(SyntaxError);
  });
});

describe('an end of a socket', () => {
  const address = (hex: string) => readEnds(`${hex}:0050 ${hex}:0000`)[0].address;

  it.each([
    ['0100007F', '127.0.0.1'],
    ['0201A8C0', '192.168.1.2'],
    ['00000000', '*'],
    [zeros, '*'],
    // ::1, 2001:db8::1 and fe80::…
    ['00000000000000000000000001000000', '::1'],
    ['B80D0120000000000000000001000000', '2001:db8::1'],
    ['000080FE00000000FF005450B6AD1DFE', 'fe80::5054:ff:fe1d:adb6'],
    // IPv4 within IPv6
    ['0000000000000000FFFF00000100007F', '127.0.0.1'],
    ['0000000000000000FFFF000000000000', '*'],
  ])('%s is %s', (hex, expected) => {
    expect(address(hex)).toBe(expected);
  });

  it('has a port in the order of the network', () => {
    expect(readEnds('0100007F:1F90 0201A8C0:01BB')).toEqual([
      { address: '127.0.0.1', port: 8080 },
      { address: '192.168.1.2', port: 443 },
    ]);
  });

  it.each([
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['1:0:0:2:3:0:0:4', '1::2:3:0:0:4'],
    ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['1:0:0:0:0:0:0:0', '1::'],
  ])('is shortened as RFC 5952 says: %s', (full, expected) => {
    expect(compressV6(full.split(':'))).toBe(expected);
  });
});
