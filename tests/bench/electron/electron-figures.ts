/** What the measurement inside Electron gives; microseconds of CPU for each event. */
export interface ElectronFigures {
  /** `record()` and its share of making a message, in the page. */
  readonly recordOnly: number[];
  /** The page's and main's whole processes, with messages of `size` events over IPC into the session's log. */
  readonly messages: { readonly size: number; readonly main: number; readonly page: number }[];
  /** Main's process for whole sessions, uploaded over Electron's net stack. */
  readonly sessions: { readonly size: number; readonly cpu: number }[];
}
