import { BrowserWindow, type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron';
import { debug, swallowed } from '../../core/debug.ts';
import type {
  Contract,
  EventChannel,
  InvokeChannel,
  PayloadOf,
  RequestOf,
  ResponseOf,
} from '../../core/ipc/channel.ts';
import type { ClientContract } from '../../core/ipc/contract.ts';
import { type Clock, systemClock } from '../../node/platform.ts';

/** The window that asked, for handlers that answer it alone. */
export interface Caller {
  readonly window: BrowserWindow;
}

type Handler<C extends Contract, K extends InvokeChannel<C>> = (
  request: RequestOf<C, K>,
  caller: Caller,
) => ResponseOf<C, K> | Promise<ResponseOf<C, K>>;
export type Handlers<C extends Contract> = { readonly [K in InvokeChannel<C>]: Handler<C, K> };

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
 * own windows, showing the app's own pages, its payload is of the channel's shape, and the window does not send without
 * end. This is the one place that touches `ipcMain`.
 * @param origin of the app's own pages, as frames report it
 * @param caught takes what a message failed with, which its window is told as well
 */
export function serveIpc<C extends Contract>(
  contract: C,
  handlers: Partial<Handlers<C>>,
  origin: string,
  caught: (thrown: unknown) => void = () => {},
): void {
  // electron-store registers a channel of its own that answers any frame unchecked.
  ipcMain.removeAllListeners('electron-store-get-data');
  for (const channel of Object.keys(handlers) as InvokeChannel<C>[]) {
    const spec = contract[channel];
    if (spec?.kind !== 'invoke') throw new Error(`no request channel of the contract: ${channel}`);
    ipcMain.handle(channel, async (event, payload: unknown) => {
      try {
        const caller = { window: ownWindow(event, channel, origin) };
        if (!rateOf(event.sender).take()) throw new RefusedMessage(channel, 'rate');
        if (!spec.request(payload)) throw new RefusedMessage(channel, 'payload');
        return await (handlers[channel] as (request: unknown, caller: Caller) => unknown)(payload, caller);
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

/** The window that people look at, else any; `undefined` when none is open. */
export function focusedWindow(): BrowserWindow | undefined {
  return BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
}

/** Sends messages of a contract to windows. */
export interface Messenger<C extends Contract> {
  /** To one window; a window that is gone gets nothing. */
  sendTo<K extends EventChannel<C>>(
    contents: WebContents,
    channel: K,
    ...payload: PayloadOf<C, K> extends void ? [] : [PayloadOf<C, K>]
  ): void;
  /** To every window. */
  broadcast<K extends EventChannel<C>>(
    channel: K,
    ...payload: PayloadOf<C, K> extends void ? [] : [PayloadOf<C, K>]
  ): void;
}

export function messenger<C extends Contract>(): Messenger<C> {
  const sendTo: Messenger<C>['sendTo'] = (contents, channel, ...payload) => {
    if (!contents.isDestroyed()) contents.send(channel, ...payload);
  };
  return {
    sendTo,
    broadcast(channel, ...payload) {
      for (const window of BrowserWindow.getAllWindows()) sendTo(window.webContents, channel, ...payload);
    },
  };
}

/** The client's own messages. */
export const { sendTo, broadcast } = messenger<ClientContract>();

/**
 * How many messages a window may send: far more than the busiest one of ours, which tells of its uses once a second and
 * of a dragged edge sixty times, and few enough for main to go on answering others while a page sends without end.
 */
export const MESSAGES_AT_ONCE = 2000;
export const MESSAGES_PER_SECOND = 200;

/** Counts the messages of one window: {@link MESSAGES_AT_ONCE}, and {@link MESSAGES_PER_SECOND} more each second. */
export class MessageRate {
  readonly #clock: Pick<Clock, 'monotonic'>;
  #left = MESSAGES_AT_ONCE;
  #since: number;

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
    this.#since = clock.monotonic();
  }

  /** Takes one message; `false`: it is one too many. */
  take(): boolean {
    const now = this.#clock.monotonic();
    const more = ((now - this.#since) / 1000) * MESSAGES_PER_SECOND;
    this.#left = Math.min(MESSAGES_AT_ONCE, this.#left + more);
    this.#since = now;
    if (this.#left < 1) return false;
    this.#left--;
    return true;
  }
}
