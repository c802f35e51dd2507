/** The client in a window: its recorders and its dialogs. See docs/using-the-client.md. */
export { bridge } from './bridge.ts';
export { Failure, Loading, useAnswer } from './dialogs/answer.tsx';
export { dialogClosed, dialogOpened, isDialogOpen, openDialog, useDialogOpen } from './dialogs/dialog-store.ts';
export { InstallationId, SupportLink } from './dialogs/program-dialog.tsx';
export { type OwnDialog, ProgramDialogs } from './dialogs/program-dialogs.tsx';
export type { SuggestedSettings } from './dialogs/setting-remedy.tsx';
export { freshSuggestions } from './dialogs/suggestions-dialog.tsx';
export {
  attachTelemetry,
  measuredBridge,
  type PageTelemetry,
  reportPageErrors,
  type UsageRecorder,
  type WindowMeasures,
} from './recording/index.ts';
export { guardedBridge } from './recording/measured-bridge.ts';
