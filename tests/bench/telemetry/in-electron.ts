import { type Figure, medianFigure } from '../../../scripts/bench/figures.ts';
import type { Runtime } from '../app/bench-app.ts';
import { type CorpusSize, corpusSizes } from '../corpus/corpus.ts';
import { measureInElectron } from '../electron/run-in-electron.ts';
import { batchIn, candorAnswer } from '../sink/candor-answer.ts';
import { HttpSink, type SinkRequest } from '../sink/http-sink.ts';
import { telemetryTargets } from './targets.ts';

/** The same client inside Electron: with its processes, its IPC and its net stack. */
export async function electronFigures(runtime: Runtime): Promise<Figure[]> {
  const sink = await HttpSink.open(candorAnswer);
  try {
    const { recordOnly, messages, sessions } = await measureInElectron(runtime, sink.url);
    const { bytes, requests } = sink.take();
    // The kinds of session take turns: every other request is of the same size.
    if (requests.length !== sessions.length)
      throw new Error(`${requests.length} sessions of ${sessions.length} arrived`);
    const headers = (bytes - requests.reduce((sum, { body }) => sum + body.length, 0)) / requests.length;
    return [
      medianFigure(
        {
          name: 'telemetry.electron.record.page',
          what: 'Electron, page: record() and its share of the message, per event',
          unit: 'µs',
          target: telemetryTargets.recording.renderer,
        },
        recordOnly,
      ),
      ...[64, 1].flatMap((size) => {
        const of = messages.filter((message) => message.size === size);
        const words = `whole process, IPC included, messages of ${size}, CPU per event`;
        return [
          medianFigure(
            { name: `telemetry.electron.ipc.page.${size}`, what: `Electron, page: ${words}`, unit: 'µs' },
            of.map(({ page }) => page),
          ),
          medianFigure(
            { name: `telemetry.electron.ipc.main.${size}`, what: `Electron, main: ${words}`, unit: 'µs' },
            of.map(({ main }) => main),
          ),
        ];
      }),
      { name: 'telemetry.electron.headers', what: 'Electron: request line and headers', value: headers, unit: 'B' },
      ...corpusSizes.flatMap((size) => [
        medianFigure(
          {
            name: `telemetry.electron.${size}.cpu`,
            what: `Electron, main, ${size}: CPU per event, recording to receipt`,
            unit: 'µs',
          },
          sessions.filter((session) => session.size === size).map(({ cpu }) => cpu),
        ),
        bytesFigure(size, headers, requests),
      ]),
    ];
  } finally {
    await sink.close();
  }
}

function bytesFigure(size: CorpusSize, headers: number, requests: readonly SinkRequest[]): Figure {
  const bodies = requests.filter((request) => batchIn(request).usage.length === size).map(({ body }) => body.length);
  return medianFigure(
    {
      name: `telemetry.electron.${size}.bytes`,
      what: `Electron, ${size}: bytes per event on the wire`,
      unit: 'B',
      target: telemetryTargets.bytes[size],
    },
    bodies.map((body) => (body + headers) / size),
  );
}
