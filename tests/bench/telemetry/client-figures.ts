import { type Figure, medianFigure } from '../../../scripts/bench/figures.ts';
import { say } from '../../../scripts/lib/say.ts';
import { type CorpusSize, corpusSizes } from '../corpus/corpus.ts';
import { type ClientName, loadClient } from './client.ts';
import { measureSessions, measureSurvival, type SessionMeasure } from './measure-client.ts';
import { telemetryTargets } from './targets.ts';

type Runs = { readonly cold: SessionMeasure; readonly warm: SessionMeasure }[];

/** Whole sessions of every client, taking turns, so that a busy moment of the computer strikes all of them. */
export async function clientFigures(names: readonly ClientName[], runs: number): Promise<Figure[]> {
  const measured = new Map<string, Runs>();
  for (let run = 1; run <= runs; run++) {
    for (const size of corpusSizes) {
      for (const name of names) {
        const key = `${name} ${size}`;
        measured.set(key, [...(measured.get(key) ?? []), await measureSessions(name, size)]);
      }
    }
    say(`sessions: run ${run} of ${runs}`);
  }
  const figures: Figure[] = [];
  for (const name of names) {
    const { title } = await loadClient(name);
    for (const size of corpusSizes)
      figures.push(...figuresOf(name, title, size, measured.get(`${name} ${size}`) ?? []));
    const { arrived, of } = await measureSurvival(name);
    figures.push({
      name: `telemetry.${name}.lost-in-crash`,
      what: `${title}: lost of ${of} recorded offline, by kill -9`,
      value: of - arrived,
      unit: '',
      ...(name === 'candor' ? { target: 0 } : {}),
    });
  }
  return figures.map((figure) => againstPeer(figure, figures));
}

/** Time depends on the computer and on what else it does, so that only another client in the same run can be its target. */
function againstPeer(figure: Figure, figures: readonly Figure[]): Figure {
  const [, name, size, what] = figure.name.split('.');
  if (name !== 'candor' || what !== 'cpu') return figure;
  const peer = figures.find((other) => other.name === `telemetry.${telemetryTargets.cpuOf}.${size}.cpu`);
  return peer ? { ...figure, target: peer.value } : figure;
}

function figuresOf(name: ClientName, title: string, size: CorpusSize, runs: Runs): Figure[] {
  const own = name === 'candor';
  const figure = (what: string, words: string, unit: string, values: readonly number[], target?: number) =>
    medianFigure(
      {
        name: `telemetry.${name}.${size}.${what}`,
        what: `${title}, ${size}: ${words}`,
        unit,
        target: own ? target : undefined,
      },
      values,
    );
  const warm = runs.map((run) => run.warm);
  const missing = warm.map(({ arrived }) => size - arrived);
  return [
    figure(
      'cpu',
      'CPU per event, warm',
      'µs',
      warm.map(({ cpu }) => cpu),
    ),
    figure(
      'cpu-cold',
      'CPU per event, first session',
      'µs',
      runs.map(({ cold }) => cold.cpu),
    ),
    figure(
      'bytes',
      'bytes per event on the wire',
      'B',
      warm.map(({ bytes }) => bytes),
      telemetryTargets.bytes[size],
    ),
    figure(
      'requests',
      'requests',
      '',
      warm.map(({ requests }) => requests),
    ),
    ...(missing.some((count) => count !== 0) ? [figure('missing', 'did not arrive', '', missing)] : []),
  ];
}
