/**
 * Bytes that count how many of them are looked at, in ranges of them as well: what a decoder does is then a number that
 * no machine's speed changes.
 */
export function countingBytes(source: Uint8Array): { readonly bytes: Uint8Array; readonly looks: () => number } {
  let looks = 0;
  const counting = (bytes: Uint8Array): Uint8Array =>
    new Proxy(bytes, {
      get(target, name) {
        if (typeof name === 'string' && /^\d+$/.test(name)) {
          looks++;
          return target[Number(name)];
        }
        if (name === 'subarray') return (from: number, to: number) => counting(target.subarray(from, to));
        if (name !== Symbol.iterator) return Reflect.get(target, name, target);
        return function* () {
          for (const byte of target) {
            looks++;
            yield byte;
          }
        };
      },
    });
  return { bytes: counting(source), looks: () => looks };
}
