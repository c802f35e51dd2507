/** What the client may cost. */
export const telemetryTargets = {
  /** Microseconds of CPU for each event where it happens: below what any person or profiler notices. */
  recording: { renderer: 2, main: 3 },
  /** Microseconds of CPU for each event from `record()` to the receipt, in a long session. */
  cpu: { 10000: 10, 200: undefined },
  /** Bytes on the wire for each event, context and headers included. */
  bytes: { 200: 5, 10000: 2.2 },
  /** Kilobytes of minified code that a product takes in with the client. */
  code: { renderer: 25, main: 80 },
  timersAtRest: 0,
} as const;
