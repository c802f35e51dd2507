/**
 * Version of the notice that the consent dialogs show. Raise it whenever what is shared, why, where it goes
 * or how long it is kept changes: a Yes given to an older notice lapses and people are asked again.
 */
export const NOTICE_VERSION = 1;
