import { oneOf, type ProductWords, type Said, uint } from 'candor-client/core';
import { type FinderCommand, numberedCommands } from '../commands/numbered.ts';
import { commandMessages as english } from '../messages/en/commands.ts';
import { commandMessages as italian } from '../messages/it/commands.ts';

const switched = ['on', 'off'] as const;
const sized = ['smaller', 'larger'] as const;
const sources = oneOf('processes', 'connections', 'metrics', 'device', 'units', 'store');

/**
 * What the Finder times, counts and notes beside what the client does, with the values of its settings. Every list is
 * numbered and only grows at its end; `revision` grows with a release in which one has grown.
 */
export const finderWords = {
  revision: 2,
  commands: Object.fromEntries(numberedCommands.map((id) => [id, titleOf(id)])) as Readonly<
    Record<FinderCommand, Said>
  >,
  operations: {
    'finder.first-data': {
      title: { en: 'Show the first processes', it: 'Mostrare i primi processi' },
      purpose: {
        en: 'How long the first list of processes takes to appear.',
        it: 'Quanto ci vuole perché appaia il primo elenco dei processi.',
      },
    },
    'finder.search': {
      title: { en: 'Search', it: 'Cercare' },
      purpose: {
        en: 'How long a search takes; never what was searched for.',
        it: 'Quanto dura una ricerca; mai che cosa si è cercato.',
      },
    },
    'finder.investigation': {
      title: { en: 'Run an investigation', it: 'Eseguire un’indagine' },
      purpose: {
        en: 'How long an investigation takes to run; never what it asks or finds.',
        it: 'Quanto dura un’indagine; mai che cosa chiede o trova.',
      },
    },
    'view.switch': {
      title: { en: 'Change the view', it: 'Cambiare vista' },
      purpose: {
        en: 'How long it takes to change from one view to another.',
        it: 'Quanto ci vuole per passare da una vista a un’altra.',
      },
    },
    'sampling.cycle': {
      title: { en: 'Look at the processes once', it: 'Guardare una volta i processi' },
      purpose: {
        en: 'How long one look at the running processes takes, to keep the load on the computer small.',
        it: 'Quanto dura uno sguardo ai processi in corso, per pesare poco sul computer.',
      },
    },
  },
  counts: {
    'finder.rows-sampled': {
      title: { en: 'Rows read', it: 'Righe lette' },
      purpose: {
        en: 'How many rows all looks at the running processes gave together.',
        it: 'Quante righe hanno dato insieme tutti gli sguardi ai processi in corso.',
      },
    },
    'finder.samples-skipped': {
      title: { en: 'Looks left out', it: 'Sguardi saltati' },
      purpose: {
        en: 'How often a look was left out because the one before still went on.',
        it: 'Quante volte si è saltato uno sguardo perché il precedente non era ancora finito.',
      },
    },
    'cache.hits': {
      title: { en: 'Answers already known', it: 'Risposte già pronte' },
      purpose: {
        en: 'How often an answer was already known.',
        it: 'Quante volte la risposta era già pronta.',
      },
    },
    'cache.misses': {
      title: { en: 'Answers worked out', it: 'Risposte calcolate' },
      purpose: {
        en: 'How often an answer had to be worked out.',
        it: 'Quante volte la risposta era da calcolare.',
      },
    },
  },
  /** A size in pixels says only in which direction it differs. */
  settings: {
    theme: { title: { en: 'Theme', it: 'Tema' }, values: ['system', 'light', 'dark'] },
    density: { title: { en: 'Row height', it: 'Altezza delle righe' }, values: ['compact', 'default', 'comfortable'] },
    sidebarVisible: { title: { en: 'Sidebar', it: 'Barra laterale' }, values: switched },
    detailVisible: { title: { en: 'Detail pane', it: 'Riquadro dei dettagli' }, values: switched },
    pathBarVisible: { title: { en: 'Path bar', it: 'Barra del percorso' }, values: switched },
    sidebarWidth: { title: { en: 'Sidebar width', it: 'Larghezza della barra laterale' }, values: sized },
    detailWidth: { title: { en: 'Detail pane width', it: 'Larghezza del riquadro dei dettagli' }, values: sized },
    redact: { title: { en: 'Redacted names', it: 'Nomi oscurati' }, values: switched },
  },
  logs: {
    'engine.started': {
      level: 'info',
      title: {
        en: 'The Finder engine started, attempt {attempt}.',
        it: 'Il motore del Finder è partito, tentativo {attempt}.',
      },
      parameters: { attempt: uint(100, 'count') },
    },
    'engine.exited': {
      level: 'warning',
      title: {
        en: 'The Finder engine ended by itself after {after} s.',
        it: 'Il motore del Finder è finito da sé dopo {after} s.',
      },
      parameters: { after: uint(2_678_400, 'seconds') },
    },
    'engine.gave-up': {
      level: 'error',
      title: {
        en: 'The Finder engine was given up after {attempts} attempts.',
        it: 'Il motore del Finder è stato abbandonato dopo {attempts} tentativi.',
      },
      parameters: { attempts: uint(100, 'count') },
    },
    'sampler.source-failed': {
      level: 'warning',
      title: {
        en: 'The Finder could not read {source}: {reason}.',
        it: 'Il Finder non ha potuto leggere {source}: {reason}.',
      },
      parameters: { source: sources, reason: oneOf('denied', 'missing', 'timeout', 'malformed', 'other') },
    },
    'sampler.slowed-down': {
      level: 'info',
      title: {
        en: 'The Finder looks every {interval} s, to keep the load small.',
        it: 'Il Finder guarda ogni {interval} s, per pesare poco.',
      },
      parameters: { interval: uint(3600, 'seconds') },
    },
  },
  errorClasses: [],
  errorCodes: [],
  /** Files of the bundle, without the hash in their names. */
  files: [
    'main/index',
    'main/finder-engine',
    'main/lib',
    'main/platform',
    'main/rolldown-runtime',
    'main/engine',
    'preload/index',
    'renderer/index',
    'main/shared',
    'main/store',
  ],
} as const satisfies ProductWords;

function titleOf(id: FinderCommand): Said {
  return { en: english[`command.${id}`], it: italian[`command.${id}`] };
}
