import type { Session } from 'electron';
import type { Transport } from '../../client/main/upload/egress-gate.ts';
import { electronTransport } from '../../client/main/upload/electron-transport.ts';

/** The app's own transport, with Node's net stack in the place of Electron's. */
export function fetchTransport(collector: string): Transport {
  const session = { fetch, setUserAgent: () => {}, setSpellCheckerLanguages: () => {} };
  return electronTransport(
    () => session as unknown as Session,
    () => new URL(collector),
  );
}
