import { describe, expect, it } from 'vitest';
import type { Program } from '../../../client/main/program.ts';
import type { CollectionOptions, EnhancedValues } from '../../../client/main/recording/collection.ts';
import { brotli } from '../../../client/main/recording/platform-codec.ts';
import { finderFormat } from '../../support/finder-format.ts';
import {
  accepting,
  decoded,
  enhanced,
  no,
  programFixture,
  settle,
  soon,
  used,
  yes,
} from '../../support/program-fixture.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const values: EnhancedValues = {
  organisation: { role: 'administrator', domain: 'ad.contoso.com', customer: 'C-20394', licence: 'L-77' },
  configuration: { theme: 'dark', redact: 'on' },
};

/** The same day at the app, whatever the level. */
function use(program: Program): void {
  program.record(used('go.search'));
  program.collection.log('app.started', { before: 'killed' });
  program.collection.write('engine.exited', { after: 12 });
  program.collection.measures.operations.count('ipc.calls', 3);
}

function fixture(read: CollectionOptions['enhanced']) {
  const network = accepting();
  const asked = { count: 0 };
  const counted: CollectionOptions['enhanced'] = () => {
    asked.count++;
    return read();
  };
  return { network, asked, ...programFixture(temporaryFolder(), network.transport, { enhanced: counted }) };
}

/** What the collector reads in the only batch of a session at the enhanced level with these values. */
async function sent(read: CollectionOptions['enhanced']) {
  const { network, program } = fixture(read);
  program.decide(enhanced);
  await settle();
  program.record(used('go.search'));
  await program.close(soon());
  expect(network.requests).toHaveLength(1);
  return decoded(network.requests[0]);
}

describe('a session at the enhanced level', () => {
  it('tells the organisation, the person’s number and role, the configuration and the log lines', async () => {
    const { network, program, time, options } = fixture(() => Promise.resolve(values));
    program.decide(enhanced);
    await settle();
    time.advance(5000);
    use(program);
    await program.close(soon());
    const batch = decoded(network.requests[0]);
    expect(batch.envelope).toMatchObject({ level: 'enhanced', session: 1 });
    expect(batch.organisation).toEqual({ ...values.organisation, user: expect.stringMatching(uuid) });
    expect(batch.organisation.user).toBe(options.identity.get().user);
    expect(batch.organisation.user).not.toBe(batch.envelope.installation);
    expect(batch.configuration).toEqual(values.configuration);
    expect(batch.logs).toEqual([
      { code: 'app.started', time: 5, values: ['killed'] },
      { code: 'engine.exited', time: 5, values: [12] },
    ]);
    expect(batch.counts).toEqual({ 'ipc.calls': 3 });
  });

  it('shows all of it in What Is Shared before it goes', async () => {
    const { program } = fixture(() => Promise.resolve(values));
    program.decide(enhanced);
    await settle();
    const fields = program.unsent.view().batches.flatMap((batch) => batch.fields);
    expect(fields).toContainEqual({ path: 'organisation.domain', value: 'ad.contoso.com' });
    expect(fields).toContainEqual({ path: 'configuration.theme', value: 'dark' });
  });
});

describe('a session at the standard level', () => {
  it('with the same calls tells none of it, and nobody is asked for it', async () => {
    const { network, program, asked, options } = fixture(() => Promise.resolve(values));
    program.decide(yes);
    await settle();
    use(program);
    await program.close(soon());
    const batch = decoded(network.requests[0]);
    expect(batch.envelope.level).toBe('standard');
    expect([batch.organisation, batch.configuration, batch.logs]).toEqual([{}, {}, []]);
    expect(batch.counts).toEqual({ 'ipc.calls': 3 });
    expect(asked.count).toBe(0);
    expect(options.identity.get().user).toBeUndefined();
  });

  it('and none at all leave nothing to be read in any file or request', async () => {
    for (const answer of [yes, no]) {
      const { network, program, asked } = fixture(() => Promise.resolve(values));
      program.decide(answer);
      use(program);
      await program.close(soon());
      const decoding = network.requests.map(({ body }) => JSON.stringify(finderFormat.decode(body, brotli))).join();
      for (const word of ['contoso', 'C-20394', 'L-77']) expect(decoding).not.toContain(word);
      expect(asked.count).toBe(0);
    }
  });
});

describe('a value that the registry does not allow', () => {
  it.each<[string, unknown, object]>([
    ['a host name with a blank', { domain: 'evil corp.com' }, {}],
    ['a host name without a dot', { domain: 'localhost' }, {}],
    ['an address', { domain: '192.168.1.7' }, {}],
    ['a host name that is too long', { domain: `${'a.'.repeat(200)}com` }, {}],
    ['a host name in capitals', { domain: 'AD.CONTOSO.COM' }, {}],
    ['a host name with a line break', { domain: 'contoso.com\nroot' }, {}],
    ['a number with a sentence in it', { customer: 'Jane Doe, room 3', licence: 'L-77' }, { licence: 'L-77' }],
    ['a role that is none', { role: 'root', domain: 'contoso.com' }, { domain: 'contoso.com' }],
    ['no text at all', { domain: 7, licence: null, customer: ['C-1'], role: 'standard' }, { role: 'standard' }],
    ['a field that there is not', { email: 'jane@contoso.com', role: 'standard' }, { role: 'standard' }],
  ])('is left out, and the rest arrives: %s', async (_name, organisation, expected) => {
    const { user, ...rest } = (await sent(() => Promise.resolve({ ...values, organisation } as EnhancedValues)))
      .organisation;
    expect(rest).toEqual(expected);
    expect(user).toMatch(uuid);
  });

  it('is left out of the configuration as well', async () => {
    const configuration = { theme: 'jane', density: 'compact', favourites: '/home/jane' };
    const batch = await sent(() => Promise.resolve({ ...values, configuration } as unknown as EnhancedValues));
    expect(batch.configuration).toEqual({ density: 'compact' });
    expect(batch.organisation).toMatchObject(values.organisation);
  });

  it('cannot take the place of the person’s number', async () => {
    const organisation = { user: '11111111-1111-4111-8111-111111111111', role: 'standard' };
    const batch = await sent(() => Promise.resolve({ ...values, organisation } as EnhancedValues));
    expect(batch.organisation.user).not.toBe(organisation.user);
  });
});

describe('a platform that', () => {
  it.each<[string, CollectionOptions['enhanced']]>([
    ['rejects', () => Promise.reject(new Error('no directory'))],
    [
      'throws',
      () => {
        throw new Error('no directory');
      },
    ],
    ['answers nothing', () => Promise.resolve(undefined as unknown as EnhancedValues)],
    ['never answers', () => new Promise(() => {})],
  ])('%s costs the session nothing but its values, and the quit does not wait', async (_name, read) => {
    const batch = await sent(read);
    expect(batch.usage.map(({ command }) => command)).toEqual(['go.search']);
    expect(batch.organisation).toEqual({ user: expect.stringMatching(uuid) });
    expect(batch.configuration).toEqual({});
  });

  it('answers after the session has ended tells nothing to the next one', async () => {
    const answers: ((answer: EnhancedValues) => void)[] = [];
    const { network, program } = fixture(() => new Promise((resolve) => answers.push(resolve)));
    program.decide(enhanced);
    program.decide(yes);
    program.decide(enhanced);
    answers[0]?.(values);
    await settle();
    await program.close(soon());
    const batches = network.requests.map(decoded);
    expect(batches.map(({ envelope }) => envelope.level)).toEqual(['standard', 'standard', 'enhanced']);
    expect(batches.map(({ organisation }) => organisation.domain)).toEqual([undefined, undefined, undefined]);
  });
});
