/** Stands for what is redacted. Its length is always the same, so that it does not tell the length. */
export const MASK = '•••••';
