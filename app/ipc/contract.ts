import * as ipc from 'candor-client/core';
import { z } from 'zod/mini';
import { type CommandId, commandIds } from '../commands/catalogue.ts';
import { questionSchema } from '../finder/asking.ts';
import type { Metrics } from '../finder/device.ts';
import { type ListChanges, type SourceState, topics } from '../finder/live.ts';
import type { SentAnswer } from '../finder/sent-answer.ts';
import { type SettingsAnswer, type SettingsState, settingsSchema } from '../settings.ts';

const { empty, event, invoke, nothing, typed } = ipc;

/** The client checks requests by their shape; the Finder's are told by schemas, as its settings are. */
function fits<S extends z.ZodMiniType>(schema: S): ipc.Shape<z.output<S>> {
  return (value): value is z.output<S> => schema.safeParse(value).success;
}

/** Characters of a file that a window saves; a list of 100 000 processes is about as many. */
const MAX_SAVED_CHARACTERS = 50_000_000;

/** No list from a window is longer than what it chooses from: one of millions would be kept for it and sent on. */
const someCommands = z.array(z.enum(commandIds)).check(z.maxLength(commandIds.length));

/** What the Finder's windows ask beside what the client serves, and what the Finder tells them. */
export const contract = {
  'settings.get': invoke(nothing, typed<SettingsState>()),
  'settings.change': invoke(fits(z.partial(settingsSchema)), typed<SettingsAnswer>()),
  /** Sent to every window, the one that asked for the change as well. */
  'settings.changed': event(typed<SettingsState>()),

  /** How closely this window looks, and at what; the engine rests when nobody does and nothing is recorded. */
  'finder.watch': invoke(
    fits(
      z.strictObject({
        level: z.enum(['visible', 'hidden', 'rest']),
        topics: z.array(z.enum(topics)).check(z.maxLength(topics.length)),
      }),
    ),
    empty,
  ),
  'finder.refresh': invoke(nothing, empty),
  /** A question to the Finder engine, see app/finder/asking.ts. */
  'finder.ask': invoke(fits(questionSchema), typed<SentAnswer>()),
  'finder.changes': event(typed<ListChanges>()),
  'finder.metrics': event(typed<Metrics>()),
  /** Every source that has failed once, with how it is now. */
  'finder.sources': event(typed<readonly SourceState[]>()),
  /** `stalled`: it does not answer and is being replaced; `stopped`: it ended again and again, and is left alone. */
  'finder.engine': event(typed<{ readonly state: 'running' | 'stalled' | 'restarting' | 'stopped' }>()),
  /** The history had to be begun afresh: files that could not be read were set aside. */
  'finder.set-aside': event(typed<{ readonly files: readonly string[] }>()),
  /** Shows the folder of a process's file in the system's own file manager. */
  'finder.open-folder': invoke(
    fits(z.strictObject({ key: z.string().check(z.maxLength(1000)) })),
    typed<{ readonly opened: boolean }>(),
  ),

  /** The search that this window was opened on, once; `null` for none. */
  'window.opened-on': invoke(nothing, typed<{ readonly query: string | null }>()),
  /** A search from a terminal, for the window that is in front. */
  'window.open-query': event(typed<{ readonly query: string }>()),

  /** Whether people may be asked now to keep recording, and whether the system starts it at login. */
  'recording.status': invoke(
    nothing,
    typed<{ readonly mayAsk: boolean; readonly atLogin: 'on' | 'off' | 'failed' | 'unsupported' }>(),
  ),
  /** Text to a file that the person chooses; `false` when none was chosen. */
  'file.save': invoke(
    fits(
      z.strictObject({
        name: z.string().check(z.minLength(1), z.maxLength(100)),
        format: z.enum(['json', 'csv', 'txt']),
        text: z.string().check(z.maxLength(MAX_SAVED_CHARACTERS)),
      }),
    ),
    typed<{ readonly saved: boolean }>(),
  ),

  'window.perform': invoke(
    fits(
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
    ),
    empty,
  ),
  'window.state': event(
    typed<{ readonly focused: boolean; readonly maximized: boolean; readonly fullScreen: boolean }>(),
  ),
  /** Ticks and disabled entries of the native menu bar. */
  'menu.state': invoke(
    fits(z.strictObject({ checked: someCommands, disabled: someCommands, marked: someCommands })),
    empty,
  ),
  /** A command chosen in the native menu bar of macOS, where its shortcuts belong to the menu as well. */
  'menu.command': event(typed<{ readonly command: CommandId; readonly source: 'menu' | 'shortcut' }>()),
} as const;

/** Every channel of a window of the Finder's. */
export type Contract = ipc.ClientContract & typeof contract;
export type InvokeChannel = ipc.InvokeChannel<Contract>;
export type EventChannel = ipc.EventChannel<Contract>;
export type RequestOf<C extends InvokeChannel> = ipc.RequestOf<Contract, C>;
export type ResponseOf<C extends InvokeChannel> = ipc.ResponseOf<Contract, C>;
export type PayloadOf<C extends EventChannel> = ipc.PayloadOf<Contract, C>;
export type Bridge = ipc.Bridge<Contract>;
