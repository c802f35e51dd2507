import * as ipc from 'candor-client/core';
import { z } from 'zod/mini';
import { commandIds } from '../commands/catalogue.ts';
import { deviceReportSchema, metricsSchema } from '../finder/device.ts';
import { processSampleSchema } from '../finder/process.ts';
import { settingsAnswerSchema, settingsSchema, settingsStateSchema } from '../settings.ts';

const { clientContract, event, invoke, nothing } = ipc;

/** The IPC contract of the Finder's windows: what the client asks, and what the Finder does. */
export const contract = {
  ...clientContract,

  'settings.get': invoke(nothing, settingsStateSchema),
  'settings.change': invoke(z.partial(settingsSchema), settingsAnswerSchema),
  /** Sent to every window, the one that asked for the change as well. */
  'settings.changed': event(settingsStateSchema),

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
} as const;

export type Contract = typeof contract;
export type InvokeChannel = ipc.InvokeChannel<Contract>;
export type EventChannel = ipc.EventChannel<Contract>;
export type RequestOf<C extends InvokeChannel> = ipc.RequestOf<Contract, C>;
export type ResponseOf<C extends InvokeChannel> = ipc.ResponseOf<Contract, C>;
export type PayloadOf<C extends EventChannel> = ipc.PayloadOf<Contract, C>;
export type Bridge = ipc.Bridge<Contract>;
