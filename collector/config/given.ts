/** What was given, as it was written, with the place that it stands in: "--port", "CANDOR_COLLECTOR_PORT", … */
export interface Given {
  readonly text: string;
  readonly place: string;
}

/** A call, a variable or a file that says what cannot be; one line for each fault. */
export class SettingsError extends Error {
  override name = 'SettingsError';
}
