import type { Bridge, EventChannel, InvokeChannel, PayloadOf } from '../../../app/ipc/contract.ts';
import type { ProgramStatus, SharedBatch } from '../../../app/ipc/program.ts';

/** What the fake main process knows; a page script changes it through `window.harness`. */
export interface World {
  status: ProgramStatus;
  shared: SharedBatch[];
  /** Channels that answer with an error. */
  failing: Set<InvokeChannel>;
  /** Channels that never answer. */
  silent: Set<InvokeChannel>;
  calls: { channel: InvokeChannel; request: unknown }[];
}

export const collector = 'https://collector.candor.example';
export const installation = '3f0c9a52-7b1e-4c6d-9f2a-5d8e1b7a4c30';

export const undecided: ProgramStatus = { level: 'off', reason: 'undecided', installation, history: [], collector };

export const accepted: ProgramStatus = {
  level: 'standard',
  reason: 'accepted',
  installation,
  collector,
  history: [
    { answer: 'no', at: '2026-01-12T09:14:00.000Z', releaseLine: '0.9', notice: 1, from: 'popup' },
    { answer: 'yes', level: 'standard', at: '2026-03-09T16:40:00.000Z', releaseLine: '1.0', notice: 1, from: 'help' },
  ],
};

const context = {
  product: 'candor-finder',
  version: '1.0.0',
  runtime: '45.4.1',
  os: 'linux',
  osVersion: '12',
  distribution: 'debian',
  architecture: 'x64',
  processor: 'amd',
  cores: '8',
  memory: '16',
  display: 'full-hd',
  country: 'IT',
  language: 'en',
};

export function batch(session: number, state: SharedBatch['state'], uses: SharedBatch['usage']): SharedBatch {
  const envelope = {
    batch: `0b9e6a51-2c44-4d0e-8a37-0000000000${String(session).padStart(2, '0')}`,
    installation,
    keyHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    level: 'standard',
    notice: '1',
    session: String(session),
    sequence: '0',
    start: '2026-03-09',
    end: 'quit',
  };
  const fields = Object.entries({ envelope, context }).flatMap(([group, values]) =>
    Object.entries(values).map(([name, value]) => ({ path: `${group}.${name}`, value })),
  );
  return { batch: envelope.batch, state, start: envelope.start, session, bytes: 612 + session, fields, usage: uses };
}

export const uses: SharedBatch['usage'] = [
  { command: 'go.processes', source: 'button', time: 3 },
  { command: 'view.toggle-detail', source: 'shortcut', time: 9 },
  { command: 'view.refresh', source: 'shortcut', time: 41 },
  { command: 'view.refresh', source: 'shortcut', time: 58 },
  { command: 'view.refresh', source: 'menu', time: 76 },
  { command: 'view.theme-dark', source: 'palette', time: 131 },
  { command: 'help.what-is-shared', source: 'menu', time: 252 },
];

export function createFakeBridge(world: World): {
  bridge: Bridge;
  emit: (channel: EventChannel, payload?: unknown) => void;
} {
  const listeners = new Map<EventChannel, Set<(payload: never) => void>>();
  const emit = (channel: EventChannel, payload?: unknown) => {
    for (const listener of listeners.get(channel) ?? []) listener(payload as never);
  };
  const answers: Partial<Record<InvokeChannel, (request: never) => unknown>> = {
    'app.info': () => ({
      name: 'Candor Finder',
      version: '1.0.0',
      electron: '45.4.1',
      chromium: '146.0.7680.31',
      platform: 'linux',
      installation,
    }),
    'program.status': () => world.status,
    'program.shared': () => world.shared,
    'program.decide': (request: { answer: 'yes' | 'no' }) => {
      world.status =
        request.answer === 'yes'
          ? accepted
          : { ...undecided, reason: 'declined', history: accepted.history.slice(0, 1) };
      emit('program.changed', world.status);
      return world.status;
    },
  };
  const bridge = {
    invoke: (channel: InvokeChannel, request?: unknown) => {
      world.calls.push({ channel, request });
      if (world.silent.has(channel)) return new Promise(() => undefined);
      if (world.failing.has(channel)) return Promise.reject(new Error('refused by the test'));
      return Promise.resolve(answers[channel]?.(request as never));
    },
    on: <C extends EventChannel>(channel: C, listener: (payload: PayloadOf<C>) => void) => {
      const known = listeners.get(channel) ?? new Set();
      listeners.set(channel, known.add(listener as (payload: never) => void));
      return () => known.delete(listener as (payload: never) => void);
    },
  };
  return { bridge: bridge as unknown as Bridge, emit };
}
