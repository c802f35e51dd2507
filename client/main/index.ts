/** The client: what the main process of any product needs to take part in the program. See docs/using-the-client.md. */

export { profileFolder, runDiagnoseCommand } from './diagnosis/diagnose-command.ts';
export { decideRestart } from './errors/restart-policy.ts';
export { systemDisk } from './files/disk.ts';
export { diskWithin } from './files/disk-within.ts';
export { setAsidePipes } from './files/folders.ts';
export { openClient } from './open-client.ts';
export type { Client, ClientOptions } from './options.ts';
export { confineProcess } from './pages/confine.ts';
export { focusedWindow, type Handlers, type Messenger, messenger } from './pages/ipc.ts';
export { runPolicyCommand } from './policy/run-policy-command.ts';
export { speakSystemLanguage, speakTerminalLanguage } from './run/language.ts';
export { print } from './run/print.ts';
export { lockProfile } from './run/profile-lock.ts';
export { mendFolders } from './run/usable-folder.ts';
export { restartedInUtf8 } from './run/utf8-restart.ts';
export { loggedStore, writeFailure } from './store/logged-store.ts';
export { openStore, type ValueStore } from './store/open-store.ts';
