import type { Client, ValueStore } from 'candor-client/main';
import type { ResponseOf } from '../../app/ipc/contract.ts';
import type { Settings } from '../../app/settings.ts';
import { remember, type StoredSettings } from '../settings.ts';
import type { LoginStart } from './login-start.ts';

/** Whether the app goes on without a window: the person wants it, and there is something to record. */
export function recordsWithoutWindow({ keepRecording, history }: Settings): boolean {
  return keepRecording === 'on' && history;
}

/** Sessions are counted up to here: nobody asks for more than whether there were any, and each count is a trip to the disk. */
const MAX_SESSIONS = 1;

interface RecordingParts {
  readonly settings: ValueStore<StoredSettings>;
  readonly login: LoginStart;
  readonly client: Pick<Client, 'isQuiet'>;
}

/** Recording without a window, as the person decides about it. */
export class Recording {
  readonly #parts: RecordingParts;
  /** Sessions before the one under way. A session is what lies between the first window and the last one's end. */
  #before: number;

  constructor(parts: RecordingParts) {
    this.#parts = parts;
    this.#before = this.#sessions;
    if (recordsWithoutWindow(parts.settings.get())) parts.login.refresh();
  }

  /** Of a profile from before they were counted it is known that a window was closed. */
  get #sessions(): number {
    const { sessions, placement } = this.#parts.settings.get();
    return sessions ?? (placement ? 1 : 0);
  }

  /** The first window opens. */
  sessionBegins(): void {
    this.#before = this.#sessions;
  }

  /** A window was closed: the session is one that people have had. */
  windowCloses(change: Partial<StoredSettings>): void {
    remember(this.#parts.settings, { ...change, sessions: Math.min(this.#before + 1, MAX_SESSIONS) });
  }

  /** The person has changed settings; what was chosen in the system before gives way. */
  changed(before: Settings, after: Settings): void {
    if (recordsWithoutWindow(after) !== recordsWithoutWindow(before)) {
      this.#parts.login.choose(recordsWithoutWindow(after));
    }
  }

  /** People are asked once, not in their first session, and not where the program asks them something. */
  status(): ResponseOf<'recording.status'> {
    const { settings, login, client } = this.#parts;
    const { keepRecording, history } = settings.get();
    return {
      mayAsk: keepRecording === 'not-asked' && history && this.#before > 0 && client.isQuiet,
      atLogin: keepRecording === 'on' || login.state === 'unsupported' ? login.state : 'off',
    };
  }
}
