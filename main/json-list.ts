/** The text of a list as JSON, in pieces: one value at a time. */
export function* jsonList(values: Iterable<unknown>): Generator<string> {
  let before = '[';
  for (const value of values) {
    yield `${before}\n${JSON.stringify(value, null, 2)}`;
    before = ',';
  }
  yield before === '[' ? '[]\n' : '\n]\n';
}
