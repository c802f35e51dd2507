import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type DropReason, Forwarder } from '../../../../collector/forwarding/forwarder.ts';
import { FORWARD_ATTEMPTS, FORWARD_QUEUE_BYTES } from '../../../../collector/limits.ts';
import { unpackedBytes } from '../../../../collector/storage/unpacked.ts';
import { bytesOf, columnsOf, someBatch } from '../../../integration/collector/support/batches.ts';

const batch = columnsOf(bytesOf(someBatch()));
const DAY = 20_522;

interface Asked {
  readonly url: string;
  readonly init: RequestInit;
}

/** An endpoint that answers as it is told, and what has become of what it was sent. */
function forwarderTo(answer: (attempt: number) => Response | Promise<Response>) {
  const asked: Asked[] = [];
  const dropped: DropReason[] = [];
  let forwarded = 0;
  const faults: string[] = [];
  const forwarder = new Forwarder({
    endpoint: 'https://telemetry.example/otlp/',
    headers: { authorization: 'Bearer x' },
    fetch: async (url, init = {}) => {
      asked.push({ url: String(url), init });
      return await answer(asked.length);
    },
    onForwarded: () => forwarded++,
    onDropped: (reason) => dropped.push(reason),
    onFault: (message) => faults.push(message),
    retryMs: { first: 0, longest: 0 },
  });
  return { forwarder, asked, dropped, faults, forwarded: () => forwarded };
}

const status = (code: number) => new Response(null, { status: code });

describe('a batch', () => {
  it('is posted below the endpoint, packed, with the headers that were given, to nobody that a redirect names', async () => {
    const { forwarder, asked, forwarded } = forwarderTo(() => status(200));
    forwarder.offer(batch, DAY);
    await forwarder.idle();
    expect(forwarded()).toBe(1);
    expect(asked.map(({ url }) => url)).toEqual(['https://telemetry.example/otlp/v1/logs']);
    const { headers, body, redirect } = asked[0]?.init ?? {};
    expect(headers).toEqual({
      authorization: 'Bearer x',
      'content-type': 'application/x-protobuf',
      'content-encoding': 'gzip',
    });
    expect(redirect).toBe('error');
    expect(gunzipSync(body as Uint8Array).includes('go.search')).toBe(true);
  });

  it('is sent again while the endpoint is away, and dropped after some attempts', async () => {
    const back = forwarderTo((attempt) => status(attempt < FORWARD_ATTEMPTS ? 503 : 200));
    back.forwarder.offer(batch, DAY);
    await back.forwarder.idle();
    expect([back.asked.length, back.forwarded(), back.dropped]).toEqual([FORWARD_ATTEMPTS, 1, []]);
    const away = forwarderTo(() => Promise.reject(new Error('connect ECONNREFUSED')));
    away.forwarder.offer(batch, DAY);
    await away.forwarder.idle();
    expect([away.asked.length, away.forwarded(), away.dropped]).toEqual([FORWARD_ATTEMPTS, 0, ['unreachable']]);
    expect(away.faults[0]).toContain('ECONNREFUSED');
  });

  it('that is refused is dropped at once', async () => {
    const { forwarder, asked, dropped } = forwarderTo(() => status(400));
    forwarder.offer(batch, DAY);
    await forwarder.idle();
    expect([asked.length, dropped]).toEqual([1, ['refused']]);
  });

  it('for which there is no room is dropped, and nobody waits', async () => {
    let answer = (_: Response) => {};
    const held = new Promise<Response>((resolve) => {
      answer = resolve;
    });
    const { forwarder, dropped, forwarded } = forwarderTo(() => held.then(() => status(200)));
    const uses = Array.from({ length: 5000 }, (_, time) => ({ command: 'go.search', source: 'menu' as const, time }));
    const large = columnsOf(bytesOf(someBatch({ usage: uses })));
    const room = Math.floor(FORWARD_QUEUE_BYTES / unpackedBytes(large));
    for (let at = 0; at < room + 3; at++) forwarder.offer(large, DAY);
    expect(dropped).toEqual(['queue-full', 'queue-full', 'queue-full']);
    answer(status(200));
    await forwarder.idle();
    expect(forwarded()).toBe(room);
  });

  it('that waits at the end is dropped, and what is under way given up', async () => {
    const dropped: DropReason[] = [];
    const faults: string[] = [];
    let begun = () => {};
    const underWay = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const hanging = new Forwarder({
      endpoint: 'https://telemetry.example',
      headers: {},
      fetch: (_url, init) => {
        begun();
        return new Promise((_resolve, reject) =>
          init?.signal?.addEventListener('abort', () => reject(new Error('aborted'))),
        );
      },
      onForwarded: () => {},
      onDropped: (reason) => dropped.push(reason),
      onFault: (message) => faults.push(message),
    });
    hanging.offer(batch, DAY);
    hanging.offer(batch, DAY);
    await underWay;
    await hanging.stop();
    hanging.offer(batch, DAY);
    expect(dropped).toEqual(['stopped', 'stopped', 'stopped']);
    expect(faults).toEqual([]);
  });
});
