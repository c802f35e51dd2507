import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { Audit } from '../../../../collector/access/audit.ts';
import { Sessions } from '../../../../collector/access/sessions.ts';
import { Tokens } from '../../../../collector/access/tokens.ts';
import {
  createToken,
  endSessions,
  listSessions,
  listTokens,
  makeLoginLink,
  revokeToken,
} from '../../../../collector/commands/access.ts';
import { options } from '../../../../collector/config/options.ts';
import { STATE_CHECK_MS } from '../../../../collector/limits.ts';
import { writeAddress } from '../../../../collector/own-address.ts';
import { FileState } from '../../../../collector/state/file-state.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const NOW = Date.UTC(2026, 0, 1, 12);

/** A collector that runs on a folder, and the command line beside it. */
function besideACollector() {
  const data = temporaryFolder();
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  let time = 0;
  const directory = path.join(data, 'state');
  const state = new FileState({ directory, onFault: () => {}, clock: () => time });
  const tokens = new Tokens(state, () => NOW);
  const collector = { tokens, sessions: new Sessions(state, tokens, () => NOW), audit: new Audit(state, () => NOW) };
  const soon = () => {
    time += STATE_CHECK_MS;
  };
  return { place: { data, clock: () => NOW }, collector, soon, said };
}

describe('the command line beside a running collector', () => {
  it('makes a token that is good soon, and says it once', async () => {
    const { place, collector, soon } = besideACollector();
    await collector.tokens.list();
    const secret = await createToken(place, 'anna', 'support', 3_600_000);
    soon();
    expect(await collector.tokens.bearer(secret)).toMatchObject({ name: 'anna', role: 'support' });
    const list = await listTokens(place);
    expect(list.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['token', 'role', 'use', 'created', 'expires'],
      ['anna', 'support', 'bearer', '2026-01-01T12:00', '2026-01-01T13:00'],
    ]);
    expect(list).not.toContain(secret);
    await expect(createToken(place, 'anna', 'viewer')).rejects.toThrow('there is a token anna already');
  });

  it('revokes a token soon, and whoever has logged in with it is logged out', async () => {
    const { place, collector, soon } = besideACollector();
    const secret = await createToken(place, 'anna', 'viewer');
    const token = await collector.tokens.toLogIn(secret);
    const cookie = await collector.sessions.begin(token ?? expect.fail('no token'));
    expect(await collector.sessions.find(cookie)).toMatchObject({ name: 'anna' });
    expect(await revokeToken(place, 'anna')).toContain('anna is revoked');
    soon();
    expect(await collector.tokens.bearer(secret)).toBeUndefined();
    expect(await collector.sessions.find(cookie)).toBeUndefined();
    await expect(revokeToken(place, 'anna')).rejects.toThrow('there is no token anna');
    await expect(revokeToken(place, 'dashboard-token')).rejects.toThrow(/remove .*dashboard-token/);
  });

  it('lists and ends sessions, by themselves, by name, or all', async () => {
    const { place, collector, soon } = besideACollector();
    const cookies: string[] = [];
    for (const name of ['anna', 'anna', 'bert', 'carl']) {
      const secret = await collector.tokens.create({ name, role: 'viewer', use: 'link' });
      const token = await collector.tokens.toLogIn(secret);
      cookies.push(await collector.sessions.begin(token ?? expect.fail('no token')));
    }
    const live = async () => {
      soon();
      return (await collector.sessions.list()).map(({ name }) => name).sort();
    };
    const row = (await listSessions(place)).split('\n').find((line) => line.includes('bert')) ?? '';
    expect(await endSessions(place, row.split(' ')[0] ?? '')).toBe('1 session is ended');
    expect(await live()).toEqual(['anna', 'anna', 'carl']);
    expect(await endSessions(place, 'anna')).toBe('2 sessions are ended');
    expect(await live()).toEqual(['carl']);
    expect(await endSessions(place, 'all')).toBe('1 session is ended');
    expect(await live()).toEqual([]);
    await expect(endSessions(place, 'anna')).rejects.toThrow('there is no session anna');
    expect(await endSessions(place, 'all')).toBe('0 sessions are ended');
  });

  it('makes a link to where the collector is', async () => {
    const { place, collector, soon } = besideACollector();
    await expect(makeLoginLink(place, 'viewer', 'anna')).rejects.toThrow('no collector runs');
    await writeAddress(place.data, 'http://127.0.0.1:7391');
    const link = await makeLoginLink(place, 'viewer', 'anna');
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:7391\/login\?token=candor_[\w-]{43}$/);
    expect(await makeLoginLink(place, 'viewer', 'anna', 'https://c.example')).toContain('https://c.example/login?');
    soon();
    expect(await collector.tokens.toLogIn(new URL(link).searchParams.get('token'))).toMatchObject({ role: 'viewer' });
  });

  it('leaves on record what it did', async () => {
    const { place, collector, soon } = besideACollector();
    await createToken(place, 'anna', 'viewer');
    await makeLoginLink(place, 'viewer', 'bert', 'http://localhost');
    await revokeToken(place, 'anna');
    soon();
    const records = await collector.audit.list();
    expect(records.map(({ who, what, about }) => [who, what, about])).toEqual(
      expect.arrayContaining([
        ['command line', 'token-created', 'anna'],
        ['command line', 'login-link-created', 'bert'],
        ['command line', 'token-revoked', 'anna'],
      ]),
    );
    expect(records).toHaveLength(3);
  });
});

describe('how long something is good for', () => {
  it.each([
    ['30m', 1_800_000],
    ['12h', 43_200_000],
    ['90d', 7_776_000_000],
    ['0d', undefined],
    ['90', undefined],
    ['-1d', undefined],
    ['1.5h', undefined],
    ['999999d', undefined],
  ])('%s is %s ms', (text, ms) => {
    expect(options.expires.value.safeParse(text).data).toBe(ms);
  });
});

describe('the names of a collector', () => {
  it.each([
    ['also-called', 'intern, 10.1.2.3,[::7]', ['intern', '10.1.2.3', '[::7]']],
    ['also-called', '', []],
    ['also-called', 'intern:80', undefined],
    ['also-called', 'https://intern', undefined],
    ['trusted-proxy', '10.0.0.0/8,2001:db8::/32', ['10.0.0.0/8', '2001:db8::/32']],
    ['trusted-proxy', 'proxy.intern', undefined],
  ] as const)('--%s "%s" are %o', (option, text, names) => {
    expect(options[option].value.safeParse(text).data).toEqual(names);
  });
});
