import { type Messenger, messenger } from 'candor-client/main';
import type { Contract } from '../app/ipc/contract.ts';

/** Messages of the Finder's contract to its windows. */
export const { sendTo, broadcast }: Messenger<Contract> = messenger<Contract>();
