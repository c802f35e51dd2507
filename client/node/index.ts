/** What every Node process of a product is handed or reports with: main, and processes of the product's own. */
export { openDebugLines } from './debug-lines.ts';
export { type Clock, type Randomness, systemClock, systemTimers, type Timers } from './platform.ts';
export { COLLECTING, createProcessErrors, type ProcessErrors } from './process-errors.ts';
export { systemRandomness } from './randomness.ts';
export { type ReportError, reportRejections, reportUncaught } from './uncaught.ts';
