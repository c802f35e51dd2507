export { dialogClosed, dialogOpened, isDialogOpen, openDialog, useDialogOpen } from './dialog-store.ts';
export { type OwnDialog, ProgramDialogs } from './program-dialogs.tsx';
