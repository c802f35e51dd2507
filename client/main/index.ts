/** The client: what the main process of any product needs to take part in the program. See docs/using-the-client.md. */

export { profileFolder, runDiagnoseCommand } from './diagnosis/diagnose-command.ts';
export { decideRestart } from './errors/restarts.ts';
export { attempt, type Disk, readOwn, systemDisk, writeWhole } from './files/disk.ts';
export { diskWithin, setAsidePipes } from './files/profile-folders.ts';
export { saveText } from './files/save-list.ts';
export { openClient } from './open-client.ts';
export type { Client, ClientOptions } from './options.ts';
export {
  APP_SCHEME,
  appOrigin,
  contentSecurityPolicy,
  pageHeaders,
  registerAppScheme,
  serveAppProtocol,
} from './pages/app-protocol.ts';
export { confineProcess } from './pages/confine.ts';
export { focusedWindow, type Handlers, type Messenger, messenger } from './pages/ipc.ts';
export { ownWords, runPolicyCommand } from './policy/policy-command.ts';
export { setSystemLanguage, setTerminalLanguage } from './run/language.ts';
export { print } from './run/print.ts';
export { lockProfile, repairFolderVariables } from './run/profile-lock.ts';
export { ownAppImage, restartedInUtf8 } from './run/relaunch.ts';
export { loggedStore, writeFailure } from './store/client-stores.ts';
export { openStore, type ValueStore } from './store/open-store.ts';
