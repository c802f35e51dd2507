import type { Clock, ProcessErrors } from 'candor-client/node';
import type { Asked, Question } from '../app/finder/asking.ts';
import { type EngineReport, type EngineRequest, engineRequestSchema } from '../app/finder/engine.ts';
import { cadences, type ListTopic, type SourceId, type Topic } from '../app/finder/live.ts';
import { sendAnswer } from '../app/finder/sent-answer.ts';
import type { History } from './history.ts';
import type { LiveLists } from './live/live-lists.ts';
import type { Sampler, SamplerReport } from './sampler/sampler.ts';
import type { Observation } from './store/store.ts';

interface FinderEngineParts {
  readonly sampler: Sampler;
  readonly live: LiveLists;
  readonly answers: (client: number, question: Question) => Promise<Asked>;
  readonly history: History;
  readonly bootId: string;
  readonly clock: Clock;
  /** Milliseconds since the system's start, sleep included. */
  readonly uptime: () => number;
  readonly report: (report: EngineReport) => void;
  readonly errors: ProcessErrors;
  /** Ends the process. */
  readonly exit: () => void;
}

interface FinderEngine {
  /** Takes a message from main. One that is no request is not answered, only counted. */
  receive(message: unknown): void;
  /** Takes what the sampler tells. */
  sampled(report: SamplerReport): void;
  /** Messages that were no requests. */
  readonly refused: number;
}

/** The lists that a source gives. */
const listsOf: Readonly<Partial<Record<SourceId, readonly ListTopic[]>>> = {
  processes: ['processes'],
  sockets: ['ports', 'connections'],
  units: ['units'],
};

/** What the history takes. */
const RECORDED: readonly Topic[] = ['processes', 'ports', 'connections', 'units', 'metrics'];

type Watched = Extract<EngineRequest, { kind: 'watch' }>;

/** What is gathered until a look has ended, so that the history takes it as one. */
type Gathered = Partial<
  Record<'processes' | 'metrics' | 'ports' | 'connections' | 'units', Observation[keyof Observation]>
>;

/** What the engine's process does with the requests of main, and with what is read. */
export function createFinderEngine(parts: FinderEngineParts): FinderEngine {
  const { sampler, live, answers, history, report, errors } = parts;
  let refused = 0;
  let watched: Watched = { kind: 'watch', level: 'rest', topics: [] };
  let recording = false;
  let gathered: Gathered = {};
  /** Topics whose next reading is told although nobody watches: somebody asked for it. */
  let owed: ReadonlySet<Topic> = new Set();

  const isShown = () => watched.level === 'visible' || watched.level === 'hidden';

  function want(): void {
    const { level, topics } = watched;
    sampler.want({ level, topics, recorded: recording && level !== 'rest' ? RECORDED : [] });
  }

  /** Whether a reading on a topic is to be told; what was asked for once is paid with it. */
  function isDue(topic: Topic): boolean {
    const due = owed.has(topic) || (isShown() && watched.topics.includes(topic));
    if (owed.has(topic)) owed = new Set([...owed].filter((one) => one !== topic));
    return due;
  }

  function record(): void {
    const readings = gathered as Pick<Observation, 'processes' | 'metrics'>;
    gathered = {};
    if (!recording || Object.keys(readings).length === 0) return;
    history.observe({
      at: parts.clock.now(),
      monotonic: parts.clock.monotonic(),
      sinceBoot: parts.uptime(),
      bootId: parts.bootId,
      cadence: 1000 * (watched.level === 'visible' ? cadences.visible : cadences.hidden),
      ...readings,
      processes: readings.processes ?? null,
      metrics: readings.metrics ?? null,
    });
  }

  const actions: { readonly [K in EngineRequest['kind']]: (request: Extract<EngineRequest, { kind: K }>) => void } = {
    watch(request) {
      watched = request;
      if (isShown()) history.wake();
      want();
    },
    refresh({ topics }) {
      owed = new Set([...owed, ...topics]);
      sampler.refresh(topics);
    },
    settings(request) {
      recording = request.history.on;
      history.configure(request.history);
      want();
    },
    collect: ({ on }) => errors.setCollecting(on),
    ping: ({ id }) => report({ kind: 'pong', id }),
    ask: ({ id, client, question }) =>
      void answers(client, question).then((asked) => report({ kind: 'answer', id, answer: sendAnswer(asked) })),
    end() {
      sampler.want({ level: 'rest', topics: [], recorded: [] });
      const written = () => report({ kind: 'written' });
      void history.close(written).then(parts.exit, (error: unknown) => {
        errors.report(error, 'caught');
        parts.exit();
      });
    },
  };

  return {
    receive(message) {
      const request = engineRequestSchema.safeParse(message);
      if (request.success) (actions[request.data.kind] as (request: EngineRequest) => void)(request.data);
      else refused += 1;
    },
    sampled(reading) {
      switch (reading.kind) {
        case 'list': {
          const changes = live.take(reading.topic, reading.rows, reading.at);
          if (isDue(reading.topic)) report({ kind: 'changes', changes });
          gathered[reading.topic] = reading.rows;
          return;
        }
        case 'metrics':
          if (isDue('metrics')) report({ kind: 'metrics', metrics: reading.metrics });
          gathered.metrics = reading.metrics;
          return;
        case 'source':
          if (reading.state.failure !== null) for (const topic of listsOf[reading.state.source] ?? []) live.lost(topic);
          return report({ kind: 'source', ...reading.state });
        // The history sees it by the clocks of the next reading.
        case 'jump':
          return;
        case 'cycle':
          record();
          return report({ kind: 'cycle', cycle: reading.cycle });
      }
    },
    get refused() {
      return refused;
    },
  };
}
