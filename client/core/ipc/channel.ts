import { z } from 'zod/mini';

/** A question from a window to main, with its answer. */
export const invoke = <Request extends z.ZodMiniType, Response extends z.ZodMiniType>(
  request: Request,
  response: Response,
) => ({ kind: 'invoke', request, response }) as const;

/** A message from main to a window. */
export const event = <Payload extends z.ZodMiniType>(payload: Payload) => ({ kind: 'event', payload }) as const;

/** No request, no answer or no payload. */
export const nothing = z.void();

/**
 * An IPC contract: ONE value from which the preload bridge, main's handlers, the pages' API and the tests are derived.
 * Main validates every request and refuses it from any frame that is not the app's own.
 */
export type Contract = Readonly<Record<string, ReturnType<typeof invoke> | ReturnType<typeof event>>>;

export type InvokeChannel<C extends Contract> = {
  [K in keyof C & string]: C[K]['kind'] extends 'invoke' ? K : never;
}[keyof C & string];
export type EventChannel<C extends Contract> = Exclude<keyof C & string, InvokeChannel<C>>;

export type RequestOf<C extends Contract, K extends keyof C> = C[K] extends { readonly request: infer S }
  ? z.input<S & z.ZodMiniType>
  : never;
export type ResponseOf<C extends Contract, K extends keyof C> = C[K] extends { readonly response: infer S }
  ? z.output<S & z.ZodMiniType>
  : never;
export type PayloadOf<C extends Contract, K extends keyof C> = C[K] extends { readonly payload: infer S }
  ? z.output<S & z.ZodMiniType>
  : never;

/** What the preload puts on `window.candor`. */
export interface Bridge<C extends Contract> {
  invoke<K extends InvokeChannel<C>>(
    channel: K,
    ...request: RequestOf<C, K> extends void ? [] : [request: RequestOf<C, K>]
  ): Promise<ResponseOf<C, K>>;
  /** Calls `listener` for each message; returns the function that stops it. */
  on<K extends EventChannel<C>>(channel: K, listener: (payload: PayloadOf<C, K>) => void): () => void;
}
