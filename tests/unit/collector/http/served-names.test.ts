import { describe, expect, it } from 'vitest';
import { addressPrefix } from '../../../../collector/http/address-prefix.ts';
import { judgePlace, type RequestPlace, type ServedNames } from '../../../../collector/http/served-names.ts';

const place = (change: Partial<RequestPlace>): RequestPlace => ({
  host: 'localhost:7391',
  origin: undefined,
  fetchSite: undefined,
  fetchMode: undefined,
  method: 'GET',
  ...change,
});

const loopback: ServedNames = { listensOn: '127.0.0.1' };
const everywhere: ServedNames = { listensOn: '0.0.0.0' };
const published: ServedNames = {
  listensOn: '127.0.0.1',
  publicUrl: 'https://Collector.example.org',
  alsoCalled: ['intern', '10.1.2.3'],
};

describe('a name', () => {
  it.each([
    ['localhost:7391', loopback],
    ['LOCALHOST', loopback],
    ['localhost.:7391', loopback],
    ['127.0.0.1:7391', loopback],
    ['[::1]:7391', loopback],
    ['192.168.0.7:7391', { listensOn: '192.168.0.7' }],
    ['collector.intern:80', { listensOn: 'collector.intern' }],
    ['192.168.0.7:7391', everywhere],
    ['[2001:db8::7]', { listensOn: '::' }],
    ['collector.example.org', published],
    ['COLLECTOR.example.org', published],
    ['intern:7391', published],
    ['10.1.2.3:7391', published],
  ] satisfies [string, ServedNames][])('%s is served by %o', (host, served) => {
    expect(judgePlace(place({ host }), served)).toBe('served');
  });

  it.each([
    ['evil.example:7391', loopback],
    ['evil.example', everywhere],
    ['localhost.evil.example', loopback],
    ['192.168.0.7:7391', loopback],
    ['collector.example.org:8443', published],
    ['evil.example', published],
    ['localhost:7391@evil.example', loopback],
    ['local host', loopback],
    ['', loopback],
    ['[::1', loopback],
  ] satisfies [string, ServedNames][])('%s is not served by %o', (host, served) => {
    expect(judgePlace(place({ host }), served)).toBe('foreign host');
  });

  it('need not be said by programs of HTTP/1.0, which are no browsers', () => {
    expect(judgePlace(place({ host: undefined }), loopback)).toBe('served');
  });
});

describe('a page', () => {
  it.each([
    ['of its own', { origin: 'http://localhost:7391' }, loopback],
    ['of its own, by what it says besides', { fetchSite: 'same-origin', fetchMode: 'cors' }, loopback],
    [
      'of its own behind a proxy with TLS',
      { origin: 'https://collector.example.org', host: '127.0.0.1:7391' },
      published,
    ],
    ['of its own at the port of its scheme', { origin: 'https://intern', host: 'intern:443' }, published],
    ['that was typed in', { fetchSite: 'none', fetchMode: 'navigate' }, loopback],
    ['with a link that was clicked', { fetchSite: 'cross-site', fetchMode: 'navigate' }, loopback],
  ] satisfies [string, Partial<RequestPlace>, ServedNames][])('%s is answered', (_what, change, served) => {
    expect(judgePlace(place(change), served)).toBe('served');
  });

  it.each([
    ['of somebody else', { origin: 'https://evil.example' }, loopback],
    ['of another port of this computer', { origin: 'http://localhost:3000' }, loopback],
    ['of another name of this computer', { origin: 'http://127.0.0.1:7391' }, loopback],
    ['of nobody', { origin: 'null' }, loopback],
    ['of a file', { origin: 'file://' }, loopback],
    ['of another name of a published one', { origin: 'https://evil.example' }, published],
    ['with a picture of it', { fetchSite: 'cross-site', fetchMode: 'no-cors' }, loopback],
    ['of a neighbour of its name', { fetchSite: 'same-site', fetchMode: 'cors' }, loopback],
    ['with a form that it sends', { fetchSite: 'cross-site', fetchMode: 'navigate', method: 'POST' }, loopback],
  ] satisfies [string, Partial<RequestPlace>, ServedNames][])('%s is refused', (_what, change, served) => {
    expect(judgePlace(place(change), served)).toBe('foreign origin');
  });
});

describe('the network of an address', () => {
  it.each([
    ['192.0.2.77', '192.0.2.0/24'],
    ['::ffff:192.0.2.77', '192.0.2.0/24'],
    ['2001:db8:1:2ff:3:4:5:6', '2001:db8:1:200::/56'],
    ['2001:db8:1:2ff::6', '2001:db8:1:200::/56'],
    ['2001:db8::6', '2001:db8:0:0::/56'],
    ['::1', '0:0:0:0::/56'],
    ['fe80::1%eth0', 'fe80:0:0:0::/56'],
    ['64:ff9b::192.0.2.77', '64:ff9b:0:0::/56'],
    ['no address', 'unknown'],
  ])('of %s is %s', (address, prefix) => {
    expect(addressPrefix(address)).toBe(prefix);
  });
});
