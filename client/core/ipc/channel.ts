import type { Shape } from '../batch/shapes.ts';

declare const type: unique symbol;

/** A type and nothing else: what main says is its own, so that a contract holds no check of it. */
export interface Typed<T> {
  readonly [type]?: T;
}
export const typed = <T>(): Typed<T> => ({});

/** A question from a window to main, with its answer. Main takes no request that is not of the shape. */
export interface Invoke<Request, Response> {
  readonly kind: 'invoke';
  readonly request: Shape<Request>;
  readonly response: Typed<Response>;
}
export const invoke = <Request, Response>(
  request: Shape<Request>,
  response: Typed<Response>,
): Invoke<Request, Response> => ({ kind: 'invoke', request, response });

/** A message from main to a window. */
export interface Event<Payload> {
  readonly kind: 'event';
  readonly payload: Typed<Payload>;
}
export const event = <Payload>(payload: Typed<Payload>): Event<Payload> => ({ kind: 'event', payload });

/** No request. */
export const nothing: Shape<void> = (value) => value === undefined;
/** No answer or no payload. */
export const empty = typed<void>();

/**
 * An IPC contract: ONE value from which the preload bridge, main's handlers, the pages' API and the tests are derived.
 * Main validates every request and refuses it from any frame that is not the app's own.
 */
export type Contract = Readonly<Record<string, Invoke<unknown, unknown> | Event<unknown>>>;

export type InvokeChannel<C extends Contract> = {
  [K in keyof C & string]: C[K]['kind'] extends 'invoke' ? K : never;
}[keyof C & string];
export type EventChannel<C extends Contract> = Exclude<keyof C & string, InvokeChannel<C>>;

export type RequestOf<C extends Contract, K extends keyof C> = C[K] extends { readonly request: Shape<infer T> }
  ? T
  : never;
export type ResponseOf<C extends Contract, K extends keyof C> = C[K] extends { readonly response: Typed<infer T> }
  ? T
  : never;
export type PayloadOf<C extends Contract, K extends keyof C> = C[K] extends { readonly payload: Typed<infer T> }
  ? T
  : never;

/** The names of a contract's channels, by what they are: all that a preload script needs of it. */
export type ChannelNames = Readonly<Record<'invoke' | 'event', readonly string[]>>;

export function channelNames(contract: Readonly<Record<string, { readonly kind: 'invoke' | 'event' }>>): ChannelNames {
  const of = (wanted: string) => Object.keys(contract).filter((name) => contract[name]?.kind === wanted);
  return { invoke: of('invoke'), event: of('event') };
}

/** What the preload puts on `window.candor`. */
export interface Bridge<C extends Contract> {
  invoke<K extends InvokeChannel<C>>(
    channel: K,
    ...request: RequestOf<C, K> extends void ? [] : [request: RequestOf<C, K>]
  ): Promise<ResponseOf<C, K>>;
  /** Calls `listener` for each message; returns the function that stops it. */
  on<K extends EventChannel<C>>(channel: K, listener: (payload: PayloadOf<C, K>) => void): () => void;
}
