import * as ipc from 'candor-client/core';
import { z } from 'zod/mini';
import { type CommandId, commandIds } from '../commands/catalogue.ts';
import type { DeviceReport, Metrics } from '../finder/device.ts';
import type { ProcessSample } from '../finder/process.ts';
import { type SettingsAnswer, type SettingsState, settingsSchema } from '../settings.ts';

const { empty, event, invoke, nothing, typed } = ipc;

/** The client checks requests by their shape; the Finder's are told by schemas, as its settings are. */
function fits<S extends z.ZodMiniType>(schema: S): ipc.Shape<z.output<S>> {
  return (value): value is z.output<S> => schema.safeParse(value).success;
}

/** What the Finder's windows ask beside what the client serves, and what the Finder tells them. */
export const contract = {
  'settings.get': invoke(nothing, typed<SettingsState>()),
  'settings.change': invoke(fits(z.partial(settingsSchema)), typed<SettingsAnswer>()),
  /** Sent to every window, the one that asked for the change as well. */
  'settings.changed': event(typed<SettingsState>()),

  'finder.device': invoke(nothing, typed<DeviceReport>()),
  /** Whether this window shows live data; the engine rests when none does. */
  'finder.watch': invoke(fits(z.strictObject({ live: z.boolean() })), empty),
  'finder.refresh': invoke(nothing, empty),
  'finder.processes': event(typed<ProcessSample>()),
  'finder.metrics': event(typed<Metrics>()),
  'finder.failed': event(typed<{ readonly what: 'processes' | 'metrics' | 'device' | 'engine' }>()),

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
    fits(z.strictObject({ checked: z.array(z.enum(commandIds)), disabled: z.array(z.enum(commandIds)) })),
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
