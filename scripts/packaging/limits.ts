/** What a package may weigh. Who makes it heavier on purpose raises the number here, and says why in the commit. */

const MEGABYTE = 1e6;

export const budget = {
  /** Our own part, app.asar: what each start reads, beside the runtime that every such app carries. */
  app: 2.8 * MEGABYTE,
  /** The bundles of the main process and the Finder engine. */
  main: 2 * MEGABYTE,
  /** The unpacked app: Electron, and our part. Electron 33 for Linux has 233 MB with two languages, 45 some more. */
  installed: 330 * MEGABYTE,
  /** One installer, compressed; people fetch it over slow lines. */
  installer: 130 * MEGABYTE,
} as const;
