/** The client in a window: its recorders and its dialogs. See docs/using-the-client.md. */
export { Failure, Loading } from './dialogs/answer-states.tsx';
export {
  dialogClosed,
  dialogOpened,
  isDialogOpen,
  type OwnDialog,
  openDialog,
  ProgramDialogs,
  useDialogOpen,
} from './dialogs/index.ts';
export { InstallationId } from './dialogs/installation-id.tsx';
export { useAnswer } from './dialogs/use-answer.ts';
export { guardedBridge } from './recording/guarded-bridge.ts';
export {
  attachTelemetry,
  measuredBridge,
  type PageTelemetry,
  type UsageRecorder,
  type WindowMeasures,
} from './recording/index.ts';
export { reportPageErrors } from './recording/page-errors.ts';
