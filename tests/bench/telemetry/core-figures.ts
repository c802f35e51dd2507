import path from 'node:path';
import { type Figure, medianFigure } from '../../../scripts/bench/figures.ts';
import { runCommand } from '../../../scripts/lib/run-command.ts';
import { minifiedBytes } from './code-size.ts';
import { timersAtRest } from './idle.ts';
import { telemetryTargets } from './targets.ts';

interface Recording {
  readonly renderer: number[];
  readonly main: Readonly<Record<'64' | '8' | '1', number[]>>;
}

/** What recording costs each side under Node, and that nothing runs when nothing happens. */
export async function recordingFigures(): Promise<Figure[]> {
  const script = path.join(import.meta.dirname, 'recording-process.ts');
  const { code, stdout, stderr } = await runCommand(process.execPath, [script]);
  if (code !== 0) throw new Error(`recording could not be measured: ${stderr}`);
  const { renderer, main } = JSON.parse(stdout) as Recording;
  const { recording, timersAtRest: timers } = telemetryTargets;
  const inMain = (size: keyof Recording['main'], target?: number) =>
    medianFigure(
      {
        name: `telemetry.candor.record.main.${size}`,
        what: `main: durable record, messages of ${size}, CPU per event`,
        unit: 'µs',
        target,
      },
      main[size],
    );
  return [
    medianFigure(
      {
        name: 'telemetry.candor.record.renderer',
        what: 'window: record() and its share of the message, CPU per event',
        unit: 'µs',
        target: recording.renderer,
      },
      renderer,
    ),
    inMain('64', recording.main),
    inMain('8'),
    inMain('1'),
    {
      name: 'telemetry.candor.timers-at-rest',
      what: 'timers armed at rest, outbox empty',
      value: await timersAtRest(),
      unit: '',
      target: timers,
    },
  ];
}

/** Minified code that a product takes in with the client. Main's stores (electron-store, zod) are the product's own. */
export async function codeFigures(): Promise<Figure[]> {
  const { code } = telemetryTargets;
  const figure = async (side: keyof typeof telemetryTargets.code, entry: string, target: string): Promise<Figure> => ({
    name: `telemetry.candor.code.${side}`,
    what: `minified code in ${side === 'renderer' ? 'the window' : 'main'} (${entry})`,
    value: (await minifiedBytes(entry, target)) / 1000,
    unit: 'kB',
    target: code[side],
  });
  return [
    await figure('renderer', 'client/page/recording/index.ts', 'chrome130'),
    await figure('main', 'client/main/program.ts', 'node20.18'),
    await figure('suggestions', 'client/main/suggestions/suggestions.ts', 'node20.18'),
  ];
}
