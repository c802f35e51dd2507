/** A start of the system as one of its own records tells it. */
export interface SystemStart {
  /** UTC milliseconds. */
  readonly bootedAt: number;
  /** When that run of the system ended; `null` while it goes on, and when it was cut off. */
  readonly endedAt: number | null;
  /** Which record says so. */
  readonly source: string;
}
