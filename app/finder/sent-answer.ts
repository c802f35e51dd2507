import type { Asked, AskFailure, Question } from './asking.ts';

/**
 * An answer on its way from the engine to a window: its value as JSON. Main and the bridge pass a text on as it is; of
 * objects each of them would take every property of every row apart and put it together again. What JSON does not know,
 * such as `NaN`, arrives as `null`, which is what is not known.
 */
export type SentAnswer =
  | { readonly ok: true; readonly json: string }
  | { readonly ok: false; readonly failure: AskFailure };

/** An answer as it is sent. */
export function sendAnswer(asked: Asked): SentAnswer {
  return asked.ok ? { ok: true, json: JSON.stringify(asked.value) } : asked;
}

/** An answer as it was before {@link sendAnswer}; which question it is of is for the caller to know. */
export function readAnswer<A extends Question['ask'] = Question['ask']>(sent: SentAnswer): Asked<A> {
  return sent.ok ? { ok: true, value: JSON.parse(sent.json) } : sent;
}
