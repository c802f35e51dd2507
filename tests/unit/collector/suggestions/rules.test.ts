import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { finder } from '../../../../app/finder/product.ts';
import { readSuggestionsFile } from '../../../../client/core/suggestions/for-product.ts';
import { SUGGESTIONS_MEDIA_TYPE, suggestionsPath } from '../../../../client/core/suggestions/signed-file.ts';
import { Audit } from '../../../../collector/access/audit.ts';
import { FileState } from '../../../../collector/state/file-state.ts';
import { verifyEd25519 } from '../../../../collector/suggestions/keys.ts';
import { PublishedSuggestions } from '../../../../collector/suggestions/published.ts';
import { called } from '../../../integration/collector/support/called.ts';
import { someDocument, someRule, usedOften } from '../../../support/signed-suggestions.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { testServer } from '../http/test-server.ts';

const isoDay = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
/** In force today, whenever that is. */
const rulesOf = (more: object = {}) => someDocument([someRule()], { issued: isoDay(-1), expires: isoDay(30), ...more });

/** A folder with a file of rules and a key, and the calls that work on them. */
async function workshop(document: unknown = rulesOf()) {
  const folder = temporaryFolder();
  const at = (name: string) => path.join(folder, name);
  writeFileSync(at('rules.json'), JSON.stringify(document));
  const publicKey = (await called('rules', 'keygen', at('key.pem'))).said;
  const sign = (to = 'rules.signed', key = at('key.pem')) =>
    called('rules', 'sign', at('rules.json'), '--key', key, '--to', at(to));
  const publish = (file = 'rules.signed', ...more: string[]) =>
    called('rules', 'publish', at(file), '--data', at('data'), ...more);
  return {
    at,
    publicKey,
    sign,
    publish,
    write: (its: unknown) => writeFileSync(at('rules.json'), JSON.stringify(its)),
  };
}

const stateOf = (dataDir: string) => new FileState({ directory: path.join(dataDir, 'state'), onFault: () => {} });

describe('rules check', () => {
  it('says that rules compile', async () => {
    const { at } = await workshop();
    const checked = await called('rules', 'check', at('rules.json'));
    expect(checked).toEqual({
      code: 0,
      failed: '',
      beside: '',
      said: `${at('rules.json')} compiles: 1 rule of candor-finder, serial 7`,
    });
  });

  it.each<[string, unknown, string]>([
    [
      'an unknown command',
      someDocument([someRule({ when: [{ ...usedOften, of: 'view.fly' }] })]),
      '/rules/0/when/0/of: expected a command of candor-finder, found "view.fly"',
    ],
    [
      'an unknown field',
      someDocument([someRule({ when: [{ field: 'who.name', of: 'x' }] })]),
      '/rules/0/when/0/field: ',
    ],
    [
      'another product',
      someDocument([], { product: 'candor-other' }),
      '/product: no words of "candor-other" are known',
    ],
    ['no document', [], '/: expected a document of rules, with the id of its product'],
    ...['1', 1.5, 2 ** 53].map((serial): [string, unknown, string] => [
      `a serial of ${JSON.stringify(serial)}`,
      someDocument([], { serial }),
      '/serial: expected a whole number from 1 to 4294967295',
    ]),
  ])('tells the place of %s', async (_, document, place) => {
    const { at } = await workshop(document);
    const { code, failed } = await called('rules', 'check', at('rules.json'));
    expect(code).toBe(1);
    expect(failed).toContain(`${at('rules.json')}: ${place}`);
  });

  it('tells every rule that is wrong, and where JSON is', async () => {
    const wrong = someRule({ text: { en: 'only' } });
    const { at } = await workshop(someDocument([wrong, someRule({ id: 'other', when: [] })]));
    expect((await called('rules', 'check', at('rules.json'))).failed.split('\n')).toHaveLength(2);
    writeFileSync(at('rules.json'), '{"product": "candor-finder",,}');
    expect((await called('rules', 'check', at('rules.json'))).failed).toMatch(/position 28|line 1/);
    expect((await called('rules', 'check', at('none.json'))).failed).toContain(`${at('none.json')}: ENOENT`);
  });

  it('compiles by a manifest that is given', async () => {
    const folder = path.join('collector', 'products', 'carried', finder.id);
    const [manifest = expect.fail('no manifest')] = readdirSync(folder);
    const { at } = await workshop();
    const file = path.join(folder, manifest);
    expect((await called('rules', 'check', at('rules.json'), '--manifest', file)).code).toBe(0);
    writeFileSync(at('other.json'), '{}');
    expect((await called('rules', 'check', at('rules.json'), '--manifest', at('other.json'))).failed).toContain(
      'other.json',
    );
  });
});

describe('rules sign', () => {
  it('signs what an installation takes, by a key that its owner alone may read, and raises the serial each time', async () => {
    const { at, publicKey, sign } = await workshop();
    expect(statSync(at('key.pem')).mode & 0o777).toBe(0o600);
    expect(publicKey).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    for (const serial of [7, 8, 9]) {
      expect(await sign()).toMatchObject({ code: 0, said: publicKey });
      const reading = readSuggestionsFile(readFileSync(at('rules.signed'), 'utf8'), {
        product: finder,
        keys: [publicKey],
        verify: verifyEd25519,
        now: Date.now(),
      });
      expect(reading).toMatchObject({ status: 'taken', document: { serial } });
    }
  });

  it('signs with two keys while a product goes over from one to the other', async () => {
    const { at, publicKey, sign, publish } = await workshop();
    const other = (await called('rules', 'keygen', at('other.pem'))).said;
    expect((await sign('rules.signed', `${at('key.pem')},${at('other.pem')}`)).said).toBe(`${publicKey}\n${other}`);
    for (const key of [publicKey, other]) expect((await publish('rules.signed', '--public-key', key)).code).toBe(0);
  });

  it.each<[string, (at: (name: string) => string) => void, string]>([
    ['a key that others may read', (at) => chmodSync(at('key.pem'), 0o640), 'others may read or write it'],
    ['no key', (at) => writeFileSync(at('key.pem'), 'x'), 'it is no private key of Ed25519'],
    ['something in the place of the signed file', (at) => writeFileSync(at('rules.signed'), 'mine'), 'no signed file'],
    [
      'rules whose last day is over',
      (at) => writeFileSync(at('rules.json'), JSON.stringify(someDocument())),
      'its last day is over',
    ],
    [
      'rules that do not compile',
      (at) => writeFileSync(at('rules.json'), JSON.stringify(rulesOf({ rules: [{}] }))),
      '/rules/0',
    ],
  ])('refuses %s, and writes nothing', async (_, break_, why) => {
    const { at, sign } = await workshop();
    break_(at);
    const before = existsSync(at('rules.signed')) ? readFileSync(at('rules.signed'), 'utf8') : undefined;
    const { code, failed } = await sign();
    expect(code).toBe(1);
    expect(failed).toContain(why);
    expect(existsSync(at('rules.signed')) ? readFileSync(at('rules.signed'), 'utf8') : undefined).toBe(before);
  });

  it.skipIf(process.platform === 'win32')(
    'waits for nobody to write into a pipe in the place of the signed file',
    async () => {
      const { at, sign } = await workshop();
      execFileSync('mkfifo', [at('rules.signed')]);
      expect((await sign()).failed).toContain(`${at('rules.signed')} is not a file`);
    },
  );

  it('never replaces a key, and needs one and a place', async () => {
    const { at } = await workshop();
    const key = readFileSync(at('key.pem'), 'utf8');
    expect((await called('rules', 'keygen', at('key.pem'))).failed).toContain('it is there already');
    expect(readFileSync(at('key.pem'), 'utf8')).toBe(key);
    expect(await called('rules', 'sign', at('rules.json'), '--to', at('x'))).toMatchObject({ code: 2 });
    expect(await called('rules', 'sign', at('rules.json'), '--key', at('key.pem'))).toMatchObject({ code: 2 });
  });
});

describe('rules publish', () => {
  it('has the signed file served, byte for byte, and remembers what the product pins', async () => {
    const { at, publicKey, sign, publish, write } = await workshop();
    await sign();
    expect((await publish()).failed).toContain('say by --public-key what the product pins');
    expect(await publish('rules.signed', '--public-key', publicKey)).toMatchObject({
      code: 0,
      said: 'serial 7 of candor-finder is published, with 1 rule',
    });
    expect((await publish()).said).toContain('(nothing changed)');
    const first = readFileSync(at('rules.signed'), 'utf8');
    expect(await new PublishedSuggestions(stateOf(at('data'))).of('candor-finder')).toBe(first);
    write(rulesOf({ rules: [] }));
    await sign();
    expect((await publish()).said).toBe('serial 8 of candor-finder is published, with 0 rules');
    writeFileSync(at('old.signed'), first);
    expect((await publish('old.signed')).failed).toContain('its serial is not above');
    const [{ what, about } = expect.fail('no record')] = await new Audit(stateOf(at('data')), Date.now).list();
    expect({ what, about }).toEqual({ what: 'suggestions-published', about: 'candor-finder 8' });
  });

  it('refuses what another key has signed, what was changed, and what is of a product that is not known', async () => {
    const { at, publicKey, sign, publish } = await workshop();
    await sign();
    await called('rules', 'keygen', at('other.pem'));
    const pinned = ['--public-key', publicKey] as const;
    await sign('other.signed', at('other.pem'));
    const refused = async (file: string, why: string) => {
      const { code, failed } = await publish(file, ...pinned);
      expect({ code, failed }).toEqual({ code: 1, failed: `${at(file)} is not published: ${why}` });
    };
    await refused('other.signed', 'none of the keys has signed it');
    const signed = readFileSync(at('rules.signed'), 'utf8');
    writeFileSync(at('changed.signed'), signed.replace('The list', 'Another'));
    await refused('changed.signed', 'none of the keys has signed it');
    writeFileSync(at('product.signed'), signed.replaceAll('candor-finder', 'candor-other'));
    await refused('product.signed', 'there is no product candor-other: add its manifest first');
    writeFileSync(at('large.signed'), signed.padEnd(70_000));
    await refused('large.signed', 'it has more than 65536 bytes');
    await refused('rules.json', 'it is no signed file of rules');
    expect(await new PublishedSuggestions(stateOf(at('data'))).of('candor-finder')).toBeUndefined();
  });
});

describe('GET /v1/suggestions', () => {
  it('gives everybody the same bytes and headers, without a cookie or a tag, and a problem where there is none', async () => {
    const { at, publicKey, sign, publish } = await workshop();
    await sign();
    await publish('rules.signed', '--public-key', publicKey);
    const { server } = await testServer({ suggestions: new PublishedSuggestions(stateOf(at('data'))) });
    const url = suggestionsPath(finder.id);
    const asks = [
      { accept: SUGGESTIONS_MEDIA_TYPE },
      { accept: '*/*', cookie: 'a=b', 'if-none-match': '*', 'accept-language': 'it' },
    ];
    for (const headers of asks) {
      const {
        statusCode,
        headers: answered,
        rawPayload,
      } = await server.inject({ url, headers: { host: '127.0.0.1', ...headers } });
      expect(statusCode).toBe(200);
      expect(rawPayload.equals(readFileSync(at('rules.signed')))).toBe(true);
      const { date: _, connection: __, ...same } = answered;
      expect(same).toEqual({
        'content-type': SUGGESTIONS_MEDIA_TYPE,
        'content-length': String(rawPayload.length),
        'cache-control': 'public, max-age=3600',
        'x-content-type-options': 'nosniff',
      });
    }
    for (const other of ['/v1/suggestions', suggestionsPath('candor-other'), `${url}&product=x`]) {
      const { statusCode, headers } = await server.inject({ url: other, headers: { host: '127.0.0.1' } });
      expect([statusCode, headers['content-type'], headers['cache-control']]).toEqual([
        404,
        'application/problem+json',
        'no-store',
      ]);
    }
  });
});

it('of several files that are published at once, the newest stays', async () => {
  const { at, publicKey, sign, publish, write } = await workshop();
  const files: string[] = [];
  for (let serial = 7; serial < 13; serial++) {
    write(rulesOf({ serial }));
    files.unshift(`${serial}.signed`);
    await sign(files[0]);
  }
  // Newest first, so that whoever writes last writes the oldest.
  const done = await Promise.all(files.map((file) => publish(file, '--public-key', publicKey)));
  const served = await new PublishedSuggestions(stateOf(at('data'))).of('candor-finder');
  expect(served).toBe(readFileSync(at('12.signed'), 'utf8'));
  for (const { code, failed } of done.filter(({ code }) => code !== 0)) {
    expect({ code, failed }).toEqual({ code: 1, failed: expect.stringContaining('its serial is not above') });
  }
  expect(readdirSync(at('data/state')).filter((name) => name.startsWith('.lock'))).toEqual([]);
});
