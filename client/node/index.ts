/** What every Node process of a product is handed or reports with: main, and processes of the product's own. */
export {
  type Clock,
  openDebugLines,
  type Randomness,
  systemClock,
  systemRandomness,
  systemTimers,
  type Timers,
} from './platform.ts';
export {
  COLLECTING,
  createProcessErrors,
  type ProcessErrors,
  type ReportError,
  reportRejections,
  reportUncaught,
} from './process-errors.ts';
