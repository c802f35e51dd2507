import type { CorpusEvent } from '../corpus/generate.ts';
import type { SinkAnswer, SinkRequest } from '../sink/http-sink.ts';

/** Where a client sends to, and what it may keep on the disk. */
export interface ClientPlace {
  readonly url: string;
  readonly directory: string;
}

/** A telemetry client, opened as its documentation says and otherwise left as it is shipped. */
export interface OpenClient {
  /** Records one event with three fields: command, source, seconds since the session began. */
  record(event: CorpusEvent): void;
  /** Waits until nothing that was recorded is on its way to where a crash of the process cannot reach it. */
  settle?(): Promise<void>;
  /** Sends everything that waits. */
  flush(): Promise<void>;
}

/** The module of one client: `open` runs in a process of its own, the rest beside the sink. */
export interface ClientModule {
  /** As shown in tables. */
  readonly title: string;
  open(place: ClientPlace): Promise<OpenClient>;
  /** How the client's server answers. */
  answer(request: SinkRequest): SinkAnswer;
  /** Events in a request; `body` is its body without content-encoding. */
  countEvents(request: SinkRequest, body: Buffer): number;
}

/** Modules by the name under which their figures stand. */
export const clientModules = {
  candor: new URL('./candor-client.ts', import.meta.url).href,
  opentelemetry: new URL('../peers/opentelemetry.mjs', import.meta.url).href,
  posthog: new URL('../peers/posthog.mjs', import.meta.url).href,
  sentry: new URL('../peers/sentry.mjs', import.meta.url).href,
  snowplow: new URL('../peers/snowplow.mjs', import.meta.url).href,
  amplitude: new URL('../peers/amplitude.mjs', import.meta.url).href,
  segment: new URL('../peers/segment.mjs', import.meta.url).href,
} as const;
export type ClientName = keyof typeof clientModules;

export async function loadClient(name: ClientName): Promise<ClientModule> {
  return (await import(clientModules[name])) as ClientModule;
}
