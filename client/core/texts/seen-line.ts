/**
 * A text of one line that is seen as it is written: nothing that is drawn as nothing, turns a line or begins another one, and not blank.
 * An emoji may say that it has colours.
 * @param most characters (Unicode code points).
 */
export function seenLine(most: number): RegExp {
  const character =
    '(?!\\p{Default_Ignorable_Code_Point}|\\p{Noncharacter_Code_Point})[^\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\p{Zl}\\p{Zp}\\u2800]';
  return new RegExp(`^(?!\\s*$)(?:${character}|(?<=\\p{Emoji})\\uFE0F){1,${most}}$`, 'u');
}
