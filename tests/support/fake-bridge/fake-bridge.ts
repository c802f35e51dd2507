import type { Topic } from '../../../app/finder/live.ts';
import { finder } from '../../../app/finder/product.ts';
import { sendAnswer } from '../../../app/finder/sent-answer.ts';
import type { Bridge, EventChannel, InvokeChannel, PayloadOf, RequestOf } from '../../../app/ipc/contract.ts';
import type { Settings } from '../../../app/settings.ts';
import { defaultSettings } from '../../../app/settings.ts';
import type { ProgramStatus } from '../../../client/core/ipc/program.ts';
import { releaseLine } from '../../../client/core/product/product.ts';
import { quietFacts } from '../diagnosis-facts.ts';
import { fakeMetrics } from './fake-device.ts';
import { FakeEngine } from './fake-engine.ts';

export interface FakeBridgeOptions {
  readonly platform: 'macos' | 'windows' | 'linux';
  readonly processes: number;
  /** Samples that are already there when the page opens. */
  readonly samples: number;
  /** Milliseconds between samples. */
  readonly interval: number;
  readonly settings: Partial<Settings>;
  readonly level: ProgramStatus['level'];
  /** What does not work: the device's report never comes, or the engine has stopped. */
  readonly broken: 'nothing' | 'device' | 'engine' | 'slow';
}

/** The fake and what it has been asked. */
export interface FakeBridge extends Bridge {
  /** Every request, in order. */
  readonly asked: { readonly channel: InvokeChannel; readonly request: unknown }[];
  /** Sends an event as main does. */
  emit<C extends EventChannel>(channel: C, payload: PayloadOf<C>): void;
  /** Takes a sample now, whether or not anybody watches. */
  sample(): void;
}

/** A stand-in for main: lifelike data without Electron, for looking at the window in a browser. Never shipped. */
const defaults: FakeBridgeOptions = {
  platform: 'linux',
  processes: 500,
  samples: 40,
  interval: 2000,
  settings: {},
  level: 'off',
  broken: 'nothing',
};

export function createFakeBridge(given: Partial<FakeBridgeOptions> = {}): FakeBridge {
  const options = { ...defaults, ...given };
  const listeners = new Map<string, Set<(payload: never) => void>>();
  const asked: FakeBridge['asked'] = [];
  const now = Date.now();
  const engine = new FakeEngine(options.processes, now);
  const metrics = fakeMetrics();
  let settings: Settings = { ...defaultSettings, ...options.settings };
  let revision = 0;
  let live = false;
  let topics: readonly Topic[] = [];
  let status: ProgramStatus = {
    product: finder.name,
    covers: [{ name: finder.name, line: releaseLine(finder.version) }],
    level: options.level,
    reason: options.level === 'off' ? 'declined' : 'accepted',
    installation: '5c0fa1c6-9a6e-4a0c-8f0b-6a1d2f8f31aa',
    highest: 'enhanced',
    history: [],
    collector: 'https://collector.example',
    today: '2026-03-09',
    epoch: 0,
  };

  const emit = (channel: string, payload: unknown) => {
    for (const listener of listeners.get(channel) ?? []) listener(payload as never);
  };
  const sample = (at = Date.now()) => {
    for (const changes of engine.read(at, topics)) emit('finder.changes', changes);
    if (topics.includes('metrics')) emit('finder.metrics', metrics(at));
  };
  if (options.broken !== 'slow') setInterval(() => live && sample(), options.interval);

  const answers: { [C in InvokeChannel]: (request: RequestOf<C>) => unknown } = {
    'app.info': () => ({
      name: finder.name,
      version: '1.0.0',
      electron: '45.4.1',
      chromium: '142.0.0.0',
      platform: options.platform,
      installation: status.installation,
      language: 'en',
      locale: 'en-GB',
    }),
    'settings.get': () => ({ revision, settings }),
    'settings.change': (change) => {
      settings = { ...settings, ...change } as Settings;
      revision++;
      emit('settings.changed', { revision, settings });
      return { revision, settings };
    },
    'program.status': () => status,
    'program.decide': (decision) => {
      status = { ...status, level: decision.answer === 'yes' ? decision.level : 'off' };
      emit('program.changed', status);
      return { outcome: 'decided', status };
    },
    'program.diagnose': () => quietFacts,
    'program.question': () => undefined,
    'program.help-opened': () => undefined,
    'program.listening': () => undefined,
    'program.open-results': () => ({ opened: false }),
    'program.unsent': () => ({ batches: [], waiting: 0, older: 0, sent: [] }),
    'program.unsent-shown': () => undefined,
    'program.example': () => Promise.reject(new Error('the fake has no example')),
    'program.delete-unsent': () => ({ deleted: false, mayHaveArrived: false }),
    'program.save-unsent': () => ({ saved: false }),
    'program.fetch': () => ({ status: 'nothing' }),
    'program.erase': () => ({ status: 'nothing' }),
    'program.save-user-data': () => ({ saved: false }),
    'program.cancel': () => undefined,
    'program.suggestions': () => ({ state: 'no-keys', shown: [], asked: null }),
    'program.dismiss': () => undefined,
    'usage.thrown': () => undefined,
    'usage.record': () => {},
    'finder.ask': (question) => {
      if (options.broken === 'slow') return new Promise(() => {});
      if (options.broken === 'device' && question.ask === 'device') return { ok: false, failure: 'timeout' };
      if (options.broken === 'engine') return { ok: false, failure: 'engine' };
      return sendAnswer(engine.answer(question));
    },
    'finder.open-folder': () => ({ opened: true }),
    'finder.watch': (request) => {
      const more = request.topics.some((topic) => !topics.includes(topic));
      const began = request.level === 'visible' && (!live || more);
      live = request.level === 'visible';
      const first = topics.length === 0;
      topics = request.topics;
      if (options.broken === 'slow' || !began) return;
      setTimeout(() => {
        if (options.broken === 'engine') return emit('finder.engine', { state: 'stopped' });
        for (let ago = first ? options.samples - 1 : 0; ago >= 0; ago -= 1) sample(Date.now() - ago * options.interval);
      });
    },
    'finder.refresh': () => {
      setTimeout(() => sample(), 100);
    },
    'window.opened-on': () => ({ query: null }),
    'recording.status': () => ({ mayAsk: false, atLogin: 'unsupported' }),
    'file.save': () => ({ saved: true }),
    'window.perform': () => undefined,
    'menu.state': () => undefined,
    'clipboard.copy': () => ({ status: 'copied' }),
  };

  return {
    asked,
    emit,
    sample: () => sample(),
    invoke: async (channel: InvokeChannel, request?: unknown) => {
      asked.push({ channel, request });
      return (await answers[channel](request as never)) as never;
    },
    on: (channel: EventChannel, listener: (payload: never) => void) => {
      const set = listeners.get(channel) ?? new Set();
      listeners.set(channel, set.add(listener));
      return () => set.delete(listener);
    },
  } as FakeBridge;
}
