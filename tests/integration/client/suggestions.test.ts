import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { finder } from '../../../app/finder/product.ts';
import { MAX_SUGGESTIONS_BYTES, SUGGESTIONS_MEDIA_TYPE } from '../../../client/core/suggestions/signed-file.ts';
import { systemDisk } from '../../../client/main/files/disk.ts';
import {
  SUGGESTIONS_AGAIN_MS,
  SUGGESTIONS_DELAY_MS,
  SUGGESTIONS_LOOK_MS,
  SUGGESTIONS_REQUEST_MS,
  SUGGESTIONS_SPREAD_MS,
} from '../../../client/main/limits.ts';
import type { Program, ProgramOptions } from '../../../client/main/program.ts';
import { Suggestions, type SuggestionsParts } from '../../../client/main/suggestions/suggestions.ts';
import type { Transport } from '../../../client/main/upload/egress-gate.ts';
import type { Randomness } from '../../../client/node/platform.ts';
import { answer, FakeNetwork, FakeTime, fakeRandomness, receiptFor } from '../../support/fakes.ts';
import { fetchTransport } from '../../support/fetch-transport.ts';
import { finderCodec } from '../../support/finder-format.ts';
import { no, type ProgramFixture, programFixture, settle, soon, used, yes } from '../../support/program-fixture.ts';
import { signedFile, someDocument, someRule, someSigner } from '../../support/signed-suggestions.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const signer = someSigner();
const often = used('view.refresh', 'view.refresh', 'view.refresh');
/** When the first request begins: chance says a half. */
const IN_TIME = SUGGESTIONS_DELAY_MS + SUGGESTIONS_SPREAD_MS / 2;

/** A collector over real HTTP whose answer to `/v1/suggestions` a test sets. */
async function collector(listen: RequestListener = serving(signedFile(someDocument(), signer))) {
  const state = { listen, requests: 0 };
  const server = createServer((request, response) => {
    state.requests++;
    state.listen(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const transport = fetchTransport(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return Object.assign(state, { transport });
}

function serving(file: string, status = 200, mediaType = SUGGESTIONS_MEDIA_TYPE): RequestListener {
  return (_request, response) => response.writeHead(status, { 'content-type': mediaType }).end(file);
}

/** A program that takes suggestions by these keys. */
function installation(transport: Transport, more: Partial<ProgramOptions> = {}, own: Own = {}) {
  const folder = temporaryFolder();
  const time = new FakeTime();
  const random = more.random ?? fakeRandomness();
  const suggestions = takes({ time, random, ...own });
  return {
    folder,
    ...programFixture(folder, transport, { clock: time, timers: time, random, suggestions, ...more }),
    time,
  };
}

interface Own {
  readonly keys?: readonly string[];
  readonly onFresh?: (fresh: number) => void;
}

const takes =
  ({ time, random, keys = [signer.pinned], onFresh = () => {} }: Own & { time: FakeTime; random: Randomness }) =>
  (parts: SuggestionsParts) =>
    new Suggestions({
      ...parts,
      product: finder,
      codec: finderCodec,
      keys,
      disk: systemDisk,
      clock: time,
      timers: time,
      random,
      configuration: () => ({}),
      onFresh,
    });

function takingPart(...given: Parameters<typeof installation>) {
  const { folder, ...fixture } = installation(...given);
  fixture.program.decide(yes);
  return { ...fixture, kept: path.join(folder, 'program/suggestions.json'), folder };
}

/** Lets the next request begin and waits for what comes of it. */
async function outcome({ program, time }: Pick<ProgramFixture, 'program' | 'time'>, wait = IN_TIME): Promise<string> {
  const before = program.suggestions?.state;
  time.advance(wait);
  await vi.waitFor(() => expect(program.suggestions?.state).not.toBe(before));
  const state = program.suggestions?.state;
  return typeof state === 'object' ? state.outcome : `${state}`;
}

const shown = (program: Program) => program.suggestions?.view().shown.map(({ rule }) => rule.id);
const aDayLater = SUGGESTIONS_AGAIN_MS + IN_TIME;

describe('suggestions are asked for', () => {
  it('under a Yes alone, and never without a key to verify them by', async () => {
    const nobody = new FakeNetwork();
    const undecided = installation(nobody.transport);
    await undecided.program.start();
    undecided.time.advance(10 * aDayLater);
    const declined = installation(nobody.transport);
    declined.program.decide(no);
    declined.time.advance(10 * aDayLater);
    takingPart(nobody.transport, { suggestions: undefined }).time.advance(10 * aDayLater);
    for (const surroundings of [
      { policy: 'off', doNotTrack: false },
      { policy: undefined, doNotTrack: true },
    ] as const) {
      const forbidden = { surroundings: () => ({ ...surroundings, installerChoice: undefined }) };
      takingPart(nobody.transport, forbidden).time.advance(10 * aDayLater);
    }
    await settle();
    expect(nobody.requests).toEqual([]);
  });

  it('at a random moment, and then about once a day, also after a restart', async () => {
    const network = new FakeNetwork((request) => (request.method === 'POST' ? receiptFor(request) : answer(404)));
    const asked = () => network.requests.filter(({ purpose }) => purpose === 'suggestions').length;
    const early = takingPart(network.transport, { random: { ...fakeRandomness(), fraction: () => 0 } });
    const late = takingPart(network.transport, { random: { ...fakeRandomness(), fraction: () => 0.999 } });
    expect(late.time.next).toBeGreaterThan(SUGGESTIONS_SPREAD_MS);
    early.time.advance(SUGGESTIONS_DELAY_MS - 1);
    expect(asked()).toBe(0);
    early.time.advance(1);
    expect(asked()).toBe(1);
    await settle();
    early.time.advance(SUGGESTIONS_AGAIN_MS - 1);
    await settle();
    expect(asked()).toBe(1);
    await early.program.close(soon());
    await early.restart().start();
    early.time.advance(SUGGESTIONS_DELAY_MS);
    expect(asked()).toBe(1);
    early.time.advance(1);
    expect(asked()).toBe(2);
  });

  it('in the same bytes by every installation, each time', async () => {
    const seen: string[] = [];
    const server = createTcpServer((socket) => {
      socket.on('data', (bytes) => {
        seen.push(bytes.toString('latin1'));
        const file = signedFile(someDocument(), signer);
        const head = `HTTP/1.1 200 OK\r\ncontent-type: ${SUGGESTIONS_MEDIA_TYPE}\r\netag: "made-for-you"\r\nset-cookie: who=7\r\n`;
        socket.end(`${head}content-length: ${Buffer.byteLength(file)}\r\nconnection: close\r\n\r\n${file}`);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const transport = () => fetchTransport(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const one = takingPart(transport());
    const other = takingPart(transport(), {
      surroundings: () => ({ policy: 'standard', doNotTrack: false, installerChoice: 'ask' }),
    } as never);
    expect([await outcome(one), await outcome(other), await outcome(one, aDayLater)]).toEqual([
      'taken',
      'taken',
      'taken',
    ]);
    expect(seen).toHaveLength(3);
    expect(new Set(seen).size).toBe(1);
    expect(seen[0]).toMatch(/^GET \/v1\/suggestions\?product=candor-finder HTTP\/1\.1\r\n/);
    expect(seen[0]).not.toMatch(/if-none-match|cookie|authorization/i);
  });
});

describe('what a file suggests', () => {
  it('is shown when the session meets a rule, is new once, and stays dismissed', async () => {
    const { transport } = await collector();
    let fresh = 0;
    const fixture = takingPart(transport, {}, { onFresh: (count) => (fresh = count) });
    const { program, time } = fixture;
    expect(await outcome(fixture)).toBe('taken');
    expect(shown(program)).toEqual([]);
    time.advance(SUGGESTIONS_LOOK_MS);
    program.record(often);
    // Seen with the next use, some minutes later.
    time.advance(SUGGESTIONS_LOOK_MS);
    program.record(used('help.about'));
    expect(fresh).toBe(1);
    expect(program.suggestions?.view()).toMatchObject({
      state: 'on',
      shown: [{ isNew: true, dismissed: false, found: [3] }],
    });
    expect(fresh).toBe(0);
    program.suggestions?.dismiss('live-instead-of-refresh', true);
    await program.close(soon());
    const next = fixture.restart();
    await next.start();
    expect(next.suggestions?.view().shown).toMatchObject([{ isNew: false, dismissed: true, found: [undefined] }]);
    next.suggestions?.dismiss('live-instead-of-refresh', false);
    expect(next.suggestions?.view().shown).toMatchObject([{ dismissed: false }]);
  });

  it('costs a large session little, and its quit nothing', async () => {
    const { transport } = await collector();
    const time = new FakeTime();
    let looks = 0;
    const suggestions = (parts: SuggestionsParts) => {
      const preview = () => {
        looks++;
        time.advance(400);
        return parts.collection.preview();
      };
      return takes({ time, random: fakeRandomness() })({ ...parts, collection: { level: 'standard', preview } });
    };
    const { program } = takingPart(transport, { clock: time, timers: time, suggestions });
    await outcome({ program, time });
    expect(looks).toBe(1);
    time.advance(SUGGESTIONS_LOOK_MS);
    program.record(often);
    expect(looks).toBe(1);
    time.advance(400 * 1000);
    program.record(often);
    expect(looks).toBe(2);
    await program.close(soon());
    expect(looks).toBe(2);
  });

  it('holds to its last day', async () => {
    const { transport } = await collector();
    const fixture = takingPart(transport);
    await outcome(fixture);
    fixture.program.record(often);
    expect(shown(fixture.program)).toEqual(['live-instead-of-refresh']);
    fixture.time.setClock(Date.parse('2026-07-01T00:00:00.000Z'));
    expect(shown(fixture.program)).toEqual([]);
  });

  it('goes with a No at once, and the request under way with it', async () => {
    const network = new FakeNetwork((request) => (request.method === 'POST' ? receiptFor(request) : 'hang'));
    const { program, time, kept, folder } = takingPart(network.transport);
    time.advance(IN_TIME);
    expect(network.requests.filter(({ purpose }) => purpose === 'suggestions')).toHaveLength(1);
    program.decide(no);
    expect(network.aborted).toHaveLength(1);
    await settle();
    expect(existsSync(kept)).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
    time.advance(10 * aDayLater);
    await settle();
    expect(network.requests.filter(({ purpose }) => purpose === 'suggestions')).toHaveLength(1);
  });

  it('goes with an erasure, and comes again', async () => {
    const server = await collector();
    const { transport } = server;
    const fixture = takingPart(transport);
    await outcome(fixture);
    const { program, options, kept } = fixture;
    expect(existsSync(kept)).toBe(true);
    const { installation } = options.identity.get();
    server.listen = serving(
      JSON.stringify({ installation, status: 'erased', batches: 0 }),
      200,
      'application/vnd.candor.receipt+json',
    );
    expect(await program.userData.erase()).toMatchObject({ status: 'erased' });
    expect(existsSync(kept)).toBe(false);
    expect(program.suggestions?.state).toBe('never');
    server.listen = serving(signedFile(someDocument(), signer));
    expect(await outcome(fixture)).toBe('taken');
  });
});

describe('a file that is refused changes nothing, and Diagnostics says why', () => {
  const good = signedFile(someDocument(), signer);
  const rest = ' '.repeat(MAX_SUGGESTIONS_BYTES);
  it.each<[string, RequestListener]>([
    ['wrong-signature', serving(good.replace('by itself', 'by  itself'))],
    ['wrong-signature', serving(signedFile(someDocument(), someSigner()))],
    ['old-serial', serving(signedFile(someDocument([], { serial: 6 }), signer))],
    ['old-serial', serving(signedFile(someDocument([]), signer))],
    ['expired', serving(signedFile(someDocument([], { serial: 8, expires: '2026-03-09' }), signer))],
    ['not-yet', serving(signedFile(someDocument([], { serial: 8, issued: '2026-03-20' }), signer))],
    ['wrong-product', serving(signedFile(someDocument([], { serial: 8, product: 'other' }), signer))],
    ['malformed', serving('candor-suggestions/2')],
    ['oversized', serving(good + rest)],
    [
      'oversized',
      (_request, response) => {
        // Without an end.
        response.writeHead(200, { 'content-type': SUGGESTIONS_MEDIA_TYPE });
        const more = () => void (response.writable && response.write(rest, more));
        more();
      },
    ],
    ['none', serving('', 404)],
    ['unreachable', serving('', 503)],
    ['unreachable', serving(good, 200, 'text/html')],
    ['unreachable', (_request, response) => response.writeHead(302, { location: '/elsewhere' }).end()],
    ['unreachable', (_request, response) => void response.destroy()],
  ])('%s, %#', async (why, listener) => {
    const server = await collector();
    const fixture = takingPart(server.transport);
    await outcome(fixture);
    fixture.program.record(often);
    server.listen = listener;
    expect(await outcome(fixture, aDayLater)).toBe(why);
    expect(shown(fixture.program)).toEqual(['live-instead-of-refresh']);
  });

  it('a slow one is cut off', async () => {
    const server = await collector((_request, response) => {
      response.writeHead(200, { 'content-type': SUGGESTIONS_MEDIA_TYPE }).write(good.slice(0, 100));
    });
    const { program, time } = takingPart(server.transport);
    time.advance(IN_TIME);
    await vi.waitFor(() => expect(server.requests).toBe(1));
    time.advance(SUGGESTIONS_REQUEST_MS);
    await vi.waitFor(() => expect(program.suggestions?.state).toMatchObject({ outcome: 'unreachable' }));
  });

  it('a rule that this version does not understand is left out', async () => {
    const unknown = someRule({ id: 'of-tomorrow', when: [{ field: 'usage.mood', op: 'is', value: ['good'] }] });
    const { transport } = await collector(serving(signedFile(someDocument([unknown, someRule()]), signer)));
    const fixture = takingPart(transport);
    expect(await outcome(fixture)).toBe('taken');
    fixture.program.record(often);
    expect(shown(fixture.program)).toEqual(['live-instead-of-refresh']);
  });
});

describe('what is kept', () => {
  async function withOneKept() {
    const { transport } = await collector();
    const fixture = takingPart(transport);
    await outcome(fixture);
    fixture.program.record(often);
    expect(shown(fixture.program)).toHaveLength(1);
    await fixture.program.close(soon());
    const next = async (keys = [signer.pinned]) => {
      const { time, options } = fixture;
      const program = fixture.restart({ suggestions: takes({ time, random: options.random, keys }) });
      await program.start();
      return program;
    };
    return { ...fixture, next };
  }

  it('is set aside when it is damaged', async () => {
    const { kept, folder, next } = await withOneKept();
    writeFileSync(kept, '{"file":');
    expect((await next()).suggestions?.state).toBe('never');
    expect(readdirSync(path.join(folder, 'program/set-aside'))).toHaveLength(1);
  });

  it('suggests nothing when somebody has written rules of their own into it', async () => {
    const { kept, next } = await withOneKept();
    writeFileSync(kept, readFileSync(kept, 'utf8').replace('by itself', 'by  itself'));
    expect(shown(await next())).toEqual([]);
  });

  it('suggests nothing when its key is not pinned any more', async () => {
    const { next } = await withOneKept();
    expect(shown(await next([someSigner().pinned]))).toEqual([]);
    expect(shown(await next())).toEqual([]);
  });
});
