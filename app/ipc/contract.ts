import { z } from 'zod/mini';
import { commandIds } from '../commands/catalogue.ts';
import { diagnosisFactsSchema } from '../diagnosis/facts.ts';
import { deviceReportSchema, metricsSchema } from '../finder/device.ts';
import { processSampleSchema } from '../finder/process.ts';
import { languages } from '../messages/language.ts';
import { settingsSchema } from '../settings-schema.ts';
import { copyAnswerSchema } from './clipboard.ts';
import {
  decideRequestSchema,
  decisionAnswerSchema,
  deletionAnswerSchema,
  deletionRequestSchema,
  erasureAnswerSchema,
  exampleRequestSchema,
  heldAnswerSchema,
  programStatusSchema,
  sharedAnswerSchema,
  sharedBatchSchema,
  sharedRequestSchema,
  shownQuestionSchema,
  usageRecordSchema,
} from './program.ts';
import { settingsAnswerSchema, settingsStateSchema } from './settings.ts';

/** A question from a window to main, with its answer. */
const invoke = <Request extends z.ZodMiniType, Response extends z.ZodMiniType>(request: Request, response: Response) =>
  ({ kind: 'invoke', request, response }) as const;

/** A message from main to a window. */
const event = <Payload extends z.ZodMiniType>(payload: Payload) => ({ kind: 'event', payload }) as const;

/** Whether a file was written: not when the user chose none. */
const saved = z.strictObject({ saved: z.boolean() });

const nothing = z.void();

/**
 * The IPC contract: ONE value from which the preload bridge, main's handlers, the renderer's API and the tests are
 * derived. Main validates every request and refuses it from any frame that is not the app's own.
 */
export const contract = {
  'app.info': invoke(
    nothing,
    z.strictObject({
      name: z.string(),
      version: z.string(),
      electron: z.string(),
      chromium: z.string(),
      platform: z.enum(['macos', 'windows', 'linux']),
      /** Missing in a run in which it could not be read. */
      installation: z.optional(z.string()),
      language: z.enum(languages),
      /** BCP 47 tag of that language with the user's region, for numbers and dates. */
      locale: z.string(),
    }),
  ),
  'settings.get': invoke(nothing, settingsStateSchema),
  'settings.change': invoke(z.partial(settingsSchema), settingsAnswerSchema),
  /** Sent to every window, the one that asked for the change as well. */
  'settings.changed': event(settingsStateSchema),

  'program.status': invoke(nothing, programStatusSchema),
  /** A No always counts; a Yes when main saw that the question was in sight and that something was pressed there. */
  'program.decide': invoke(decideRequestSchema, decisionAnswerSchema),
  /** The question came into sight, or is no longer there. */
  'program.question': invoke(shownQuestionSchema, nothing),
  /** The Help dialog was opened, so the popup of this run is not needed. */
  'program.help-opened': invoke(nothing, nothing),
  /** The page can show the dialogs from now on, so that a `program.ask` is not lost. */
  'program.listening': invoke(nothing, nothing),
  'program.shared': invoke(sharedRequestSchema, sharedAnswerSchema),
  /** What a Yes would share, with this computer's values; asks the system for the organisation at the enhanced level alone. */
  'program.example': invoke(exampleRequestSchema, sharedBatchSchema),
  /** What `program.shared` answers may have changed; sent to every window, at most once for each report of a window. */
  'program.shared-changed': event(nothing),
  /** Deletes what was collected and is not sent; only ever sent for the user's confirmation. */
  'program.delete-shared': invoke(deletionRequestSchema, deletionAnswerSchema),
  /** Writes the session under way and all that waits to a file that the user chooses. */
  'program.save-shared': invoke(nothing, saved),
  /** Asks the collector what it holds; only ever sent for the user's click on just that. */
  'program.fetch': invoke(nothing, heldAnswerSchema),
  /** Has the collector erase what it holds; only ever sent for the user's confirmation. */
  'program.erase': invoke(nothing, erasureAnswerSchema),
  /** Writes what was fetched last to a file that the user chooses. */
  'program.save-held': invoke(nothing, saved),
  /** Ends the fetch or erasure under way, and forgets what was fetched. */
  'program.cancel': invoke(nothing, nothing),
  /** What decides whether something is sent; shown to the user, sent nowhere. */
  'program.diagnose': invoke(nothing, diagnosisFactsSchema),
  'program.changed': event(programStatusSchema),
  /** Show the popup as soon as no other dialog is open. */
  'program.ask': event(nothing),
  /** Hand over what is buffered now, even nothing: the app is about to quit and waits for the `usage.record`. */
  'usage.flush': event(nothing),
  'usage.record': invoke(usageRecordSchema, z.strictObject({ recorded: z.int() })),

  'finder.device': invoke(nothing, deviceReportSchema),
  /** Whether this window shows live data; the engine rests when none does. */
  'finder.watch': invoke(z.strictObject({ live: z.boolean() }), nothing),
  'finder.refresh': invoke(nothing, nothing),
  'finder.processes': event(processSampleSchema),
  'finder.metrics': event(metricsSchema),
  'finder.failed': event(z.strictObject({ what: z.enum(['processes', 'metrics', 'device', 'engine']) })),

  'window.perform': invoke(
    z.strictObject({
      action: z.enum([
        'new-window',
        'close',
        'quit',
        'minimize',
        'zoom',
        'full-screen',
        'undo',
        'redo',
        'cut',
        'copy',
        'paste',
        'select-all',
        'zoom-in',
        'zoom-out',
        'zoom-reset',
      ]),
    }),
    nothing,
  ),
  'window.state': event(z.strictObject({ focused: z.boolean(), maximized: z.boolean(), fullScreen: z.boolean() })),
  /** Ticks and disabled entries of the native menu bar. */
  'menu.state': invoke(
    z.strictObject({ checked: z.array(z.enum(commandIds)), disabled: z.array(z.enum(commandIds)) }),
    nothing,
  ),
  /** A command chosen in the native menu bar of macOS, where its shortcuts belong to the menu as well. */
  'menu.command': event(z.strictObject({ command: z.enum(commandIds), source: z.enum(['menu', 'shortcut']) })),
  /** The text may be of any length: one that is too long is answered with the reason. */
  'clipboard.copy': invoke(z.strictObject({ text: z.string() }), copyAnswerSchema),
} as const;

export type Contract = typeof contract;
export type Channel = keyof Contract;
export type InvokeChannel = { [C in Channel]: Contract[C]['kind'] extends 'invoke' ? C : never }[Channel];
export type EventChannel = Exclude<Channel, InvokeChannel>;

export type RequestOf<C extends InvokeChannel> = z.input<Contract[C]['request']>;
export type ResponseOf<C extends InvokeChannel> = z.output<Contract[C]['response']>;
export type PayloadOf<C extends EventChannel> = z.output<Contract[C]['payload']>;

/** What the preload puts on `window.candor`. */
export interface Bridge {
  invoke<C extends InvokeChannel>(
    channel: C,
    ...request: RequestOf<C> extends void ? [] : [request: RequestOf<C>]
  ): Promise<ResponseOf<C>>;
  /** Calls `listener` for each message; returns the function that stops it. */
  on<C extends EventChannel>(channel: C, listener: (payload: PayloadOf<C>) => void): () => void;
}
