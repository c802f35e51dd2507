/** What the client may cost. */
export const telemetryTargets = {
  /** Microseconds of CPU for each event where it happens: below what any person or profiler notices. */
  recording: { renderer: 2, main: 3 },
  /** CPU for each event from `record()` to the receipt, in a short and a long session: no more than this peer in the same run. */
  cpuOf: 'opentelemetry',
  /** Bytes on the wire for each event, context and headers included. */
  bytes: { 200: 4.2, 10000: 1.65 },
  /** Kilobytes of minified code that a product takes in with the client, and with the suggestions if it takes any. */
  code: { renderer: 25, main: 80, suggestions: 20 },
  timersAtRest: 0,
} as const;
