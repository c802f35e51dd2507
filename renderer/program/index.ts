export type { ProgramDialog } from './dialog-queue.ts';
export { dialogClosed, dialogOpened, isDialogOpen, openProgramDialog, useDialogOpen } from './dialog-store.ts';
export { ProgramDialogs } from './program-dialogs.tsx';
