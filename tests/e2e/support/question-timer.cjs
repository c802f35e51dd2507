/**
 * Loaded before the app's own code (`electron -r FILE`): the question about taking part can be had before its five seconds
 * are over, and with HOLD among the switches it comes only then. On a busy computer five seconds are not enough for what a
 * test does before the question, and most tests only want its answer. Every other timer is left alone.
 */
const HOLD = '--hold-question';

/** As in client/main/pages/prompt.ts: the only timer of the main process with this length, in milliseconds. */
const ASK_AFTER_MS = 5000;

/**
 * Suggestions are asked for at a random moment from two minutes to half an hour later (client/main/limits.ts): a test that
 * wants them has them at once.
 */
const SUGGESTIONS_FROM_MS = 120_000;
const SUGGESTIONS_TO_MS = SUGGESTIONS_FROM_MS + 1_800_000;

const inTruth = globalThis.setTimeout;
const isHeld = process.argv.includes(HOLD);
let due;
let dueSuggestions;

function setTimeoutOrHold(action, milliseconds, ...given) {
  if (milliseconds >= SUGGESTIONS_FROM_MS && milliseconds <= SUGGESTIONS_TO_MS) dueSuggestions = action;
  if (milliseconds !== ASK_AFTER_MS) return inTruth(action, milliseconds, ...given);
  let isOver = false;
  due = () => {
    if (isOver) return;
    isOver = true;
    action(...given);
  };
  return inTruth(isHeld ? () => {} : due, milliseconds);
}

globalThis.setTimeout = Object.defineProperties(setTimeoutOrHold, Object.getOwnPropertyDescriptors(inTruth));

/** Has the question come now. Returns whether its time had begun. */
globalThis.askNow = () => {
  due?.();
  return due !== undefined;
};

/** Has suggestions asked for now. Returns whether they were going to be. */
globalThis.suggestNow = () => {
  dueSuggestions?.();
  return dueSuggestions !== undefined;
};
