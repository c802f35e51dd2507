import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOST_PATTERN, MAX_HOST } from '../../../../../client/core/registry/field-types.ts';
import {
  directoryDomain,
  joinedRealms,
  organisationDomain,
  providerDomains,
  reservedTopLabels,
  searchDomains,
} from '../../../../../client/main/enhanced/domain.ts';
import { boundMac, joinedComputer, unjoinedComputer } from './fixtures.ts';

const label = 'a'.repeat(63);
const longest = `${label}.${label}.${label}.${'a'.repeat(57)}.com`;

describe('the domain of an organisation', () => {
  it.each([
    ['an ordinary one', 'contoso.com', 'contoso.com'],
    ['as Windows writes it', 'AD.CONTOSO.COM', 'ad.contoso.com'],
    ['with the final dot', 'contoso.com.', 'contoso.com'],
    ['with blanks around it', ' contoso.com\t', 'contoso.com'],
    ['with dashes and digits', 'a-1.contoso-2.co.uk', 'a-1.contoso-2.co.uk'],
    ['in another script', 'xn--mgbh0fb.xn--p1ai', 'xn--mgbh0fb.xn--p1ai'],
    ['of the greatest length', longest, longest],
    ['that only ends like a reserved one', 'contoso-local.com', 'contoso-local.com'],
    ['that only ends like a provider', 'notcomcast.net', 'notcomcast.net'],
    ['with a reserved label inside', 'corp.contoso.com', 'corp.contoso.com'],
  ])('is taken: %s', (_, text, expected) => {
    expect(organisationDomain(text)).toBe(expected);
  });

  it.each([
    ['nothing', undefined],
    ['an empty text', ''],
    ['the root', '.'],
    ['a single label', 'contoso'],
    ['an address', '192.168.1.1'],
    ['an address of six', '2001:db8::1'],
    ['something in brackets', '[2001:db8::1]'],
    ['a number at the end', 'contoso.123'],
    ['an underscore', '_tcp.contoso.com'],
    ['a dash at the start', '-a.contoso.com'],
    ['a dash at the end', 'contoso-.com'],
    ['an empty label', 'contoso..com'],
    ['a dot at the start', '.contoso.com'],
    ['two final dots', 'contoso.com..'],
    ['a label that is too long', `${label}a.com`],
    ['a name that is too long', `a${longest}`],
    ['a megabyte', 'a.'.repeat(500_000)],
    ['another script as it is', 'пример.рф'],
    ['an e-mail address', 'jane@contoso.com'],
    ['a URL', 'https://contoso.com'],
    ['a port', 'contoso.com:88'],
    ['two names', 'contoso.com fabrikam.com'],
    ['a line break', 'contoso.com\nx'],
    ['a letter that lower case turns into ASCII', 'contoso.\u212Aom'],
    ['mDNS', 'macbook.local'],
    ['a router', 'contoso.home'],
    ['a router by the standard', 'home.arpa'],
    ['a local network', 'contoso.lan'],
    ['an internal network', 'contoso.internal'],
    ['an old default', 'contoso.localdomain'],
    ['a private top label', 'ad.corp'],
    ['a container', 'ns.svc.cluster.local'],
    ['Amazon EC2', 'eu-west-1.compute.internal'],
    ['Amazon EC2 by address', 'eu-west-1.compute.amazonaws.com'],
    ['Google Cloud', 'c.payroll-2026.internal'],
    ['Microsoft Azure', 'k3jx0.bx.internal.cloudapp.net'],
    ['Microsoft Azure by default', 'reddog.microsoft.com'],
    ['Oracle Cloud', 'sub01.vcn01.oraclevcn.com'],
    ['OpenStack', 'region.openstacklocal'],
    ['a private network', 'tail1234.ts.net'],
    ['an internet provider', 'hsd1.ca.comcast.net'],
    ['a home router of Germany', 'fritz.box'],
    ['documentation', 'ad.example.com'],
  ])('is not taken: %s', (_, text) => {
    expect(organisationDomain(text)).toBeUndefined();
  });

  it('is always a host name of at most 253 characters, or nothing', () => {
    const part = fc.oneof(fc.stringMatching(/^[a-zA-Z0-9-]{0,70}$/), fc.string({ maxLength: 5 }), fc.domain());
    const name = fc.array(part, { maxLength: 8 }).map((parts) => parts.join('.'));
    fc.assert(
      fc.property(name, (text) => {
        const found = organisationDomain(text);
        if (found === undefined) return;
        expect(found).toMatch(new RegExp(HOST_PATTERN));
        expect(found.length).toBeLessThanOrEqual(MAX_HOST);
        expect(organisationDomain(found)).toBe(found);
      }),
      { numRuns: 2000 },
    );
  });

  it('is kept apart from providers by names that could be taken themselves', () => {
    const host = new RegExp(HOST_PATTERN);
    for (const [domain, reason] of Object.entries(providerDomains)) {
      expect(domain).toMatch(host);
      expect(reason).not.toBe('');
    }
    for (const top of reservedTopLabels) expect(`a.${top}`).toMatch(host);
  });
});

describe('reading where a computer belongs', () => {
  it.each<[string, string, readonly string[]]>([
    ['a search list', 'nameserver 10.0.0.1\nsearch ad.contoso.com contoso.com\n', ['ad.contoso.com', 'contoso.com']],
    ['a domain', 'domain contoso.com\nnameserver 10.0.0.1\n', ['contoso.com']],
    ['the last of several', 'domain fabrikam.com\nsearch contoso.com\n', ['contoso.com']],
    ['tabs and blanks', 'search\t contoso.com \t fabrikam.com \n', ['contoso.com', 'fabrikam.com']],
    ['Windows line ends', 'search contoso.com\r\n', ['contoso.com']],
    ['a comment', '# search contoso.com\n;domain contoso.com\n', []],
    ['an indented line', '  search contoso.com\n', []],
    ['another word', 'searching contoso.com\n', []],
    ['the root alone', 'search .\n', ['.']],
    ['nothing', '', []],
  ])('of resolv.conf with %s', (_, text, expected) => {
    expect(searchDomains(text)).toEqual(expected);
  });

  it.each<[string, string, readonly string[]]>([
    ['a joined computer', joinedComputer, ['ad.contoso.com']],
    ['a computer that has only found one', unjoinedComputer, []],
    ['two realms', `${unjoinedComputer}${joinedComputer}`, ['ad.contoso.com']],
    ['no realm', '', []],
    ['an error', "realm: Couldn't connect to realm service\n", []],
  ])('of realmd with %s', (_, output, expected) => {
    expect(joinedRealms(output)).toEqual(expected);
  });

  it('of a Mac in a directory, and of one in none', () => {
    expect(directoryDomain(boundMac)).toBe('ad.contoso.com');
    expect(directoryDomain('')).toBeUndefined();
    expect(directoryDomain('Active Directory Forest = contoso.com\n')).toBeUndefined();
  });
});
