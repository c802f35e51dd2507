import { type BrowserWindow, clipboard } from 'electron';
import { type CollectingLevel, lower } from '../../core/consent/levels.ts';
import { debug, swallowed } from '../../core/debug.ts';
import type { DiagnosisFacts } from '../../core/diagnosis/facts.ts';
import type { Thrown } from '../../core/errors/thrown.ts';
import {
  CLIPBOARD_CHARACTERS,
  type ClientChannel,
  type ClientContract,
  type CopyAnswer,
} from '../../core/ipc/contract.ts';
import type { ProgramStatus, ShownBatch } from '../../core/ipc/program.ts';
import { type Product, releaseLine } from '../../core/product/product.ts';
import { currentLanguage, currentLocale } from '../../core/texts/catalogues.ts';
import { t } from '../../core/texts/index.ts';
import { saveList } from '../files/save-list.ts';
import type { Program } from '../program.ts';
import type { Lifecycle } from '../run/lifecycle.ts';
import { type Handlers, RefusedMessage } from './ipc.ts';
import type { Prompt } from './prompt.ts';
import type { UserActivation } from './user-activation.ts';

interface ProgramServices {
  readonly product: Product;
  readonly program: Program;
  /** Where batches go now; a policy may change it. */
  readonly collector: () => URL;
  /** Where the product says what came of the program, and what has the person's browser open it. */
  readonly results: Results | undefined;
  readonly prompt: Pick<Prompt, 'settle'>;
  readonly lifecycle: Pick<Lifecycle, 'usageArrived'>;
  /** What a session of a level would be; see example-session.ts. */
  readonly example: (level: CollectingLevel) => Promise<ShownBatch>;
  /** What decides whether something is sent, as it is now. */
  readonly diagnose: () => DiagnosisFacts;
  readonly activation: Pick<UserActivation, 'shows' | 'whyUnseen' | 'takePress' | 'isAtWork'>;
  /** A window's page can show the dialogs from now on. */
  readonly onListening: (window: BrowserWindow) => void;
  /** A window shows what is not sent, or does so no longer. */
  readonly onUnsentShown: (window: BrowserWindow, shown: boolean) => void;
  /** A preload script has caught something. */
  readonly onThrown: (thrown: Thrown) => void;
  /** What is not sent may have changed. */
  readonly onUnsentChanged: () => void;
}

/** See results.ts. */
interface Results {
  readonly address: string;
  readonly open: () => Promise<boolean>;
}

const platforms = { darwin: 'macos', win32: 'windows' } as const;

type StatusSource = Pick<
  Program,
  'participation' | 'collectedAt' | 'highest' | 'installation' | 'history' | 'unfinished' | 'collection'
>;

/** State of the program as the dialogs show it. */
export function programStatus(
  { name, version }: Pick<Product, 'name' | 'version'>,
  program: StatusSource,
  collector: URL,
  results?: string | undefined,
): ProgramStatus {
  const { level, reason } = program.participation();
  const { collectedAt, highest, installation, unfinished } = program;
  return {
    product: name,
    covers: [{ name, line: releaseLine(version) }],
    level,
    reason,
    ...(installation === undefined ? {} : { installation }),
    ...(collectedAt === undefined ? {} : { collectedAt }),
    highest,
    history: [...program.history],
    ...(unfinished.length === 0 ? {} : { unfinished: [...unfinished] }),
    collector: collector.origin,
    ...(results === undefined ? {} : { results }),
    today: program.collection.today,
    epoch: program.collection.epoch,
  };
}

/** Of the collector's page that looks one installation up (collector/web/pages/support.tsx); none where nothing was ever collected. */
export function supportLink(
  { installation, collectedAt }: Pick<StatusSource, 'installation' | 'collectedAt'>,
  { origin }: URL,
): { readonly supportLink?: string } {
  if (installation === undefined || collectedAt === undefined) return {};
  return { supportLink: `${origin}/support#${installation}` };
}

/** What main does for each channel of the client. */
export function programHandlers(services: ProgramServices): Handlers<ClientContract> {
  const { product, program, collector, results, prompt, lifecycle, activation, onListening } = services;
  const status = () => programStatus(product, program, collector(), results?.address);
  const timedExport = (write: () => Promise<void>) => program.collection.measures.operations.measure('export', write);
  const save = oneAtATime(
    (window: BrowserWindow, name: string, values: () => Iterable<unknown>) =>
      saveList(window, name, values, timedExport),
    () => ({ saved: false }),
  );
  /** Does what only somebody's press may set off. @throws when nobody pressed anything. */
  const pressed = (window: BrowserWindow, channel: ClientChannel) => {
    if (!activation.takePress(window)) throw new RefusedMessage(channel, 'unseen');
  };
  return {
    'app.info': () => ({
      name: product.name,
      version: product.version,
      electron: process.versions.electron,
      chromium: process.versions.chrome,
      platform: platforms[process.platform as keyof typeof platforms] ?? 'linux',
      ...(program.installation === undefined ? {} : { installation: program.installation }),
      ...supportLink(program, collector()),
      language: currentLanguage(),
      locale: currentLocale(),
    }),
    'clipboard.copy': ({ text }, { window }) =>
      activation.isAtWork(window) ? copyText(clipboard, text) : { status: 'failed', reason: 'refused' },
    'program.status': status,
    'program.decide': (request, { window }) => {
      if (request.answer === 'yes' && activation.whyUnseen(window)) return { outcome: 'unseen' };
      debug('client', 'decided', { ...request });
      prompt.settle();
      program.decide(request);
      return { outcome: 'decided', status: status() };
    },
    'program.diagnose': () => services.diagnose(),
    'program.suggestions': () => program.suggestions?.view() ?? { state: 'no-keys', shown: [], asked: null },
    'program.dismiss': ({ rule, dismissed }) => program.suggestions?.dismiss(rule, dismissed),
    'program.question': ({ shown }, { window }) => activation.shows(window, shown),
    'program.help-opened': () => prompt.settle(),
    'program.listening': (_, { window }) => onListening(window),
    'program.unsent': ({ sessions }) => program.unsent.view(sessions),
    'program.unsent-shown': ({ shown }, { window }) => services.onUnsentShown(window, shown),
    'program.example': ({ level }) => services.example(lower(level, program.highest)),
    'program.delete-unsent': (request, { window }) => {
      pressed(window, 'program.delete-unsent');
      return program.unsent.delete(request);
    },
    'program.save-unsent': (_, { window }) => {
      pressed(window, 'program.save-unsent');
      return save(window, t('shared.file'), () => program.unsent.batches());
    },
    'program.fetch': (_, { window }) => {
      pressed(window, 'program.fetch');
      return program.userData.fetch();
    },
    'program.erase': (_, { window }) => {
      pressed(window, 'program.erase');
      return program.userData.erase();
    },
    'program.save-user-data': (_, { window }) => {
      pressed(window, 'program.save-user-data');
      return save(window, t('user-data.file'), () => program.userData.fetched);
    },
    'program.open-results': async (_, { window }) => {
      pressed(window, 'program.open-results');
      return { opened: (await results?.open()) ?? false };
    },
    'program.cancel': () => program.userData.cancel(),
    'usage.thrown': (thrown) => services.onThrown(thrown),
    'usage.record': (report, { window }) => {
      program.record(report);
      services.onUnsentChanged();
      if (report.flushed) lifecycle.usageArrived(window);
    },
  };
}

/** Runs one call at a time; what is called meanwhile gets `otherwise`. */
function oneAtATime<Given extends unknown[], Answer>(
  run: (...given: Given) => Promise<Answer>,
  otherwise: () => Answer,
): (...given: Given) => Promise<Answer> {
  let running = false;
  return async (...given) => {
    if (running) return otherwise();
    running = true;
    try {
      return await run(...given);
    } finally {
      running = false;
    }
  };
}

/** Electron's clipboard; newer versions answer with promises. */
export interface TextClipboard {
  readText(): string | Promise<string>;
  writeText(text: string): void | Promise<void>;
}

/**
 * Puts a text into the clipboard and looks whether it is there: writing says nothing when the system refuses, for instance
 * while another program holds the clipboard.
 */
export async function copyText(clipboard: TextClipboard, text: string): Promise<CopyAnswer> {
  if (text.length > CLIPBOARD_CHARACTERS) return { status: 'failed', reason: 'too-long' };
  try {
    await clipboard.writeText(text);
    if (sameText(await clipboard.readText(), text)) return { status: 'copied' };
  } catch (error) {
    swallowed('window', 'copy', error);
  }
  return { status: 'failed', reason: 'refused' };
}

/** Windows may give line ends of its own back. */
function sameText(a: string, b: string): boolean {
  return a === b || a.replaceAll('\r\n', '\n') === b.replaceAll('\r\n', '\n');
}
