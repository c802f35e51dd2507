/** The client: what the main process of any product needs to take part in the program. See docs/using-the-client.md. */
export { confineProcess } from './confine.ts';
export { obeyDiagnoseCommand, profileFolder } from './diagnose-command.ts';
export { setAsidePipes } from './folders.ts';
export { openClient } from './open-client.ts';
export type { Client, ClientOptions } from './options.ts';
export { obeyPolicyCommand } from './policy-command.ts';
export type { ClientChannel } from './program-handlers.ts';
