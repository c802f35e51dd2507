import { BrowserWindow, type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron';
import { debug, swallowed } from '../app/debug.ts';
import {
  contract,
  type EventChannel,
  type InvokeChannel,
  type PayloadOf,
  type RequestOf,
  type ResponseOf,
} from '../app/ipc/contract.ts';
import { MessageRate } from './message-rate.ts';
import { systemClock } from './platform.ts';

/** The window that asked, for handlers that answer it alone. */
export interface Caller {
  readonly window: BrowserWindow;
}

type Handler<C extends InvokeChannel> = (
  request: RequestOf<C>,
  caller: Caller,
) => ResponseOf<C> | Promise<ResponseOf<C>>;
export type Handlers = { readonly [C in InvokeChannel]: Handler<C> };

/** Why main refuses a message; the text crosses to the renderer and names no data. */
export class RefusedMessage extends Error {
  override name = 'RefusedMessage';

  constructor(channel: string, because: keyof typeof reasons) {
    super(`${channel}: ${reasons[because]}`);
    debug('ipc', 'refused', { channel, because });
  }
}

const reasons = {
  payload: 'the request does not fit the contract',
  frame: "refused from a frame that is not the app's own",
  rate: 'too many messages at once',
  unseen: 'nobody pressed anything for it',
} as const;

/**
 * Serves request channels of the contract. A message is refused unless it comes from the main frame of one of the app's
 * own windows, showing the app's own pages, its payload fits the channel's schema, and the window does not send without
 * end. This is the one place that touches `ipcMain`.
 * @param origin of the app's own pages, as frames report it
 * @param caught takes what a message failed with, which its window is told as well
 */
export function serveIpc(
  handlers: Partial<Handlers>,
  origin: string,
  caught: (thrown: unknown) => void = () => {},
): void {
  // electron-store registers a channel of its own that answers any frame unchecked.
  ipcMain.removeAllListeners('electron-store-get-data');
  for (const channel of Object.keys(handlers) as InvokeChannel[]) {
    ipcMain.handle(channel, async (event, payload: unknown) => {
      try {
        const caller = { window: ownWindow(event, channel, origin) };
        if (!rateOf(event.sender).take()) throw new RefusedMessage(channel, 'rate');
        const request = contract[channel].request.safeParse(payload);
        if (!request.success) throw new RefusedMessage(channel, 'payload');
        return await (handlers[channel] as (request: unknown, caller: Caller) => unknown)(request.data, caller);
      } catch (error) {
        // Pages go on after it, so this is the last that knows what it was.
        swallowed('ipc', channel, error);
        caught(error);
        throw error;
      }
    });
  }
}

const rates = new WeakMap<WebContents, MessageRate>();

function rateOf(sender: WebContents): MessageRate {
  const rate = rates.get(sender) ?? new MessageRate(systemClock);
  rates.set(sender, rate);
  return rate;
}

function ownWindow(event: IpcMainInvokeEvent, channel: string, origin: string): BrowserWindow {
  const frame = event.senderFrame;
  const window = BrowserWindow.fromWebContents(event.sender);
  if (!frame || !window || frame !== event.sender.mainFrame || frame.origin !== origin) {
    throw new RefusedMessage(channel, 'frame');
  }
  return window;
}

/** Sends a message to one window; a window that is gone gets nothing. */
export function sendTo<C extends EventChannel>(
  contents: WebContents,
  channel: C,
  ...payload: PayloadOf<C> extends void ? [] : [PayloadOf<C>]
): void {
  if (!contents.isDestroyed()) contents.send(channel, ...payload);
}

/** The window that people look at, else any; `undefined` when none is open. */
export function focusedWindow(): BrowserWindow | undefined {
  return BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
}

/** Sends a message to every window. */
export function broadcast<C extends EventChannel>(
  channel: C,
  ...payload: PayloadOf<C> extends void ? [] : [PayloadOf<C>]
): void {
  for (const window of BrowserWindow.getAllWindows()) sendTo(window.webContents, channel, ...payload);
}
