import { exactly, isText } from '../batch/shapes.ts';
import type { DiagnosisFacts } from '../diagnosis/facts.ts';
import { noWords, type ProductWords } from '../product/words.ts';
import type { Language } from '../texts/language.ts';
import {
  type Bridge,
  type ChannelNames,
  channelNames,
  empty,
  event,
  type InvokeChannel,
  invoke,
  nothing,
  typed,
} from './channel.ts';
import {
  type DecisionAnswer,
  type DeletionAnswer,
  type ErasureAnswer,
  isDecideRequest,
  isDeletionRequest,
  isExampleRequest,
  isShownQuestion,
  isShownUnsent,
  isThrown,
  isUnsentRequest,
  type OpenedAnswer,
  type ProgramStatus,
  type ShownBatch,
  type UnsentAnswer,
  type UserDataAnswer,
  usageRecordShape,
} from './program.ts';
import { type FreshSuggestions, isDismissRequest, type SuggestionsAnswer } from './suggestions.ts';

/** What is running. */
export interface AppInfo {
  readonly name: string;
  readonly version: string;
  readonly electron: string;
  readonly chromium: string;
  readonly platform: 'macos' | 'windows' | 'linux';
  /** Missing in a run in which it could not be read. */
  readonly installation?: string | undefined;
  /**
   * Opens what the collector holds of the installation, for its support, which has to log in there. The ID stands behind "#", which
   * is told to no server on the way. Missing when nothing was collected under the ID.
   */
  readonly supportLink?: string | undefined;
  readonly language: Language;
  /** BCP 47 tag of that language with the user's region, for numbers and dates. */
  readonly locale: string;
}

/** Whether a file was written: not when the user chose none. */
const saved = typed<{ readonly saved: boolean }>();

/**
 * Characters that may be copied at once. Twenty thousand processes with long paths are about four million; far more than
 * this is no text that anybody pastes, and other programs stop answering when it is offered to them.
 */
export const CLIPBOARD_CHARACTERS = 10_000_000;

/**
 * What became of a copy. After a failure the clipboard holds what it held before.
 * `too-long`: more than {@link CLIPBOARD_CHARACTERS}; `refused`: the system did not take it.
 */
export type CopyAnswer =
  | { readonly status: 'copied' }
  | { readonly status: 'failed'; readonly reason: 'too-long' | 'refused' };

/**
 * The channels that the client serves itself: what its dialogs and recorders ask, in whatever product.
 * @param words of the product, which its windows report.
 */
export function clientContractOf(words: ProductWords) {
  return {
    'app.info': invoke(nothing, typed<AppInfo>()),

    'program.status': invoke(nothing, typed<ProgramStatus>()),
    /** A No always counts; a Yes when main saw that the question was in sight and that something was pressed there. */
    'program.decide': invoke(isDecideRequest, typed<DecisionAnswer>()),
    /** The question came into sight, or is no longer there. */
    'program.question': invoke(isShownQuestion, empty),
    /** The Help dialog was opened, so the popup of this run is not needed. */
    'program.help-opened': invoke(nothing, empty),
    /** The page can show the dialogs from now on, so that a `program.ask` is not lost. */
    'program.listening': invoke(nothing, empty),
    'program.unsent': invoke(isUnsentRequest, typed<UnsentAnswer>()),
    /** What a Yes would share, with this computer's values; asks the system for the organisation at the enhanced level alone. */
    'program.example': invoke(isExampleRequest, typed<ShownBatch>()),
    /** What Is Shared was opened or closed: only a window that shows it hears of changes. */
    'program.unsent-shown': invoke(isShownUnsent, empty),
    /** What `program.unsent` answers may have changed; sent to windows that show it, at most once for each report of a window. */
    'program.unsent-changed': event(empty),
    /** Deletes what was collected and is not sent; only ever sent for the user's confirmation. */
    'program.delete-unsent': invoke(isDeletionRequest, typed<DeletionAnswer>()),
    /** Writes the session under way and all that waits to a file that the user chooses. */
    'program.save-unsent': invoke(nothing, saved),
    /** Asks the collector what it holds; only ever sent for the user's click on just that. */
    'program.fetch': invoke(nothing, typed<UserDataAnswer>()),
    /** Has the collector erase what it holds; only ever sent for the user's confirmation. */
    'program.erase': invoke(nothing, typed<ErasureAnswer>()),
    /** Writes what was fetched last to a file that the user chooses. */
    'program.save-user-data': invoke(nothing, saved),
    /** Has the browser open `results` of the status, which no request names; only ever sent for the user's click on just that. */
    'program.open-results': invoke(nothing, typed<OpenedAnswer>()),
    /** Ends the fetch or erasure under way, and forgets what was fetched. */
    'program.cancel': invoke(nothing, empty),
    /** What decides whether something is sent; shown to the user, sent nowhere. */
    'program.diagnose': invoke(nothing, typed<DiagnosisFacts>()),
    /** What is suggested, which counts as shown from then on. */
    'program.suggestions': invoke(nothing, typed<SuggestionsAnswer>()),
    'program.dismiss': invoke(isDismissRequest, empty),
    /** How many suggestions are new: after `program.listening`, if there are any, and after each change. */
    'program.suggested': event(typed<FreshSuggestions>()),
    'program.changed': event(typed<ProgramStatus>()),
    /** Show the popup as soon as no other dialog is open. */
    'program.ask': event(empty),
    /** Hand over what is buffered now, even nothing: the app is about to quit and waits for the `usage.record`. */
    'usage.flush': event(empty),
    /** What went wrong in the preload script. */
    'usage.thrown': invoke(isThrown, empty),
    'usage.record': invoke(usageRecordShape(words), empty),

    /** The text may be of any length: one that is too long is answered with the reason. */
    'clipboard.copy': invoke(exactly<{ text: string }>({ text: isText }), typed<CopyAnswer>()),
  } as const;
}
export type ClientContract = ReturnType<typeof clientContractOf>;

/** The names of these channels, as a preload script has them: they are the same for every product. */
export function clientChannelNames(): ChannelNames {
  return channelNames(clientContractOf(noWords));
}
export type ClientChannel = InvokeChannel<ClientContract>;
export type ClientBridge = Bridge<ClientContract>;
