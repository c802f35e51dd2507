/** The result of `read`, or `otherwise` when it cannot be had: a process that is read may just have ended. */
export function swallow<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
