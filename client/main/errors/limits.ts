/** Bounds of counting native crashes, each with the reason for its number. */

/** Dumps counted at one start: the windows and the engine are started again a few times a minute at most. */
export const MAX_DUMPS = 100;

/** A larger dump is not looked into, in bytes: Crashpad's own have 100 to 300 kB, and reading one holds up a start. */
export const MAX_DUMP_BYTES = 4 * 1024 * 1024;

/** Modules of a process, and annotations of a module, that are looked at: Electron's own stand in its first module. */
export const MAX_DUMP_ENTRIES = 1000;

/** Characters of an annotation's name or value: the longest that is asked for, "node.mojom.NodeService", has 22. */
export const MAX_ANNOTATION = 64;
