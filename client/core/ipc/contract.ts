import { z } from 'zod/mini';
import { diagnosisFactsSchema } from '../diagnosis/facts.ts';
import { languages } from '../texts/language.ts';
import { type Bridge, event, type InvokeChannel, invoke, nothing } from './channel.ts';
import {
  decideRequestSchema,
  decisionAnswerSchema,
  deletionAnswerSchema,
  deletionRequestSchema,
  erasureAnswerSchema,
  exampleRequestSchema,
  programStatusSchema,
  shownBatchSchema,
  shownQuestionSchema,
  unsentAnswerSchema,
  unsentRequestSchema,
  usageRecordSchema,
  userDataAnswerSchema,
} from './program.ts';

/** Whether a file was written: not when the user chose none. */
const saved = z.strictObject({ saved: z.boolean() });

/**
 * Characters that may be copied at once. Twenty thousand processes with long paths are about four million; far more than
 * this is no text that anybody pastes, and other programs stop answering when it is offered to them.
 */
export const CLIPBOARD_CHARACTERS = 10_000_000;

/** What became of a copy. After a failure the clipboard holds what it held before. */
const copyAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('copied') }),
  /** `too-long`: more than {@link CLIPBOARD_CHARACTERS}; `refused`: the system did not take it. */
  z.strictObject({ status: z.literal('failed'), reason: z.enum(['too-long', 'refused']) }),
]);
export type CopyAnswer = z.infer<typeof copyAnswerSchema>;

/** The channels that the client serves itself: what its dialogs and recorders ask, in whatever product. */
export const clientContract = {
  'app.info': invoke(
    nothing,
    z.strictObject({
      name: z.string(),
      version: z.string(),
      electron: z.string(),
      chromium: z.string(),
      platform: z.enum(['macos', 'windows', 'linux']),
      /** Missing in a run in which it could not be read. */
      installation: z.optional(z.string()),
      language: z.enum(languages),
      /** BCP 47 tag of that language with the user's region, for numbers and dates. */
      locale: z.string(),
    }),
  ),

  'program.status': invoke(nothing, programStatusSchema),
  /** A No always counts; a Yes when main saw that the question was in sight and that something was pressed there. */
  'program.decide': invoke(decideRequestSchema, decisionAnswerSchema),
  /** The question came into sight, or is no longer there. */
  'program.question': invoke(shownQuestionSchema, nothing),
  /** The Help dialog was opened, so the popup of this run is not needed. */
  'program.help-opened': invoke(nothing, nothing),
  /** The page can show the dialogs from now on, so that a `program.ask` is not lost. */
  'program.listening': invoke(nothing, nothing),
  'program.unsent': invoke(unsentRequestSchema, unsentAnswerSchema),
  /** What a Yes would share, with this computer's values; asks the system for the organisation at the enhanced level alone. */
  'program.example': invoke(exampleRequestSchema, shownBatchSchema),
  /** What `program.unsent` answers may have changed; sent to every window, at most once for each report of a window. */
  'program.unsent-changed': event(nothing),
  /** Deletes what was collected and is not sent; only ever sent for the user's confirmation. */
  'program.delete-unsent': invoke(deletionRequestSchema, deletionAnswerSchema),
  /** Writes the session under way and all that waits to a file that the user chooses. */
  'program.save-unsent': invoke(nothing, saved),
  /** Asks the collector what it holds; only ever sent for the user's click on just that. */
  'program.fetch': invoke(nothing, userDataAnswerSchema),
  /** Has the collector erase what it holds; only ever sent for the user's confirmation. */
  'program.erase': invoke(nothing, erasureAnswerSchema),
  /** Writes what was fetched last to a file that the user chooses. */
  'program.save-user-data': invoke(nothing, saved),
  /** Ends the fetch or erasure under way, and forgets what was fetched. */
  'program.cancel': invoke(nothing, nothing),
  /** What decides whether something is sent; shown to the user, sent nowhere. */
  'program.diagnose': invoke(nothing, diagnosisFactsSchema),
  'program.changed': event(programStatusSchema),
  /** Show the popup as soon as no other dialog is open. */
  'program.ask': event(nothing),
  /** Hand over what is buffered now, even nothing: the app is about to quit and waits for the `usage.record`. */
  'usage.flush': event(nothing),
  'usage.record': invoke(usageRecordSchema, z.strictObject({ recorded: z.int() })),

  /** The text may be of any length: one that is too long is answered with the reason. */
  'clipboard.copy': invoke(z.strictObject({ text: z.string() }), copyAnswerSchema),
} as const;
export type ClientContract = typeof clientContract;
export type ClientChannel = InvokeChannel<ClientContract>;
export type ClientBridge = Bridge<ClientContract>;
