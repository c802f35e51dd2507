/** The package has no types of its own. */
declare module 'parse-prometheus-text-format' {
  export interface Sample {
    readonly labels?: Readonly<Record<string, string>>;
    readonly value?: string;
  }
  export interface Family {
    readonly name: string;
    readonly help: string;
    readonly type: string;
    readonly metrics: readonly Sample[];
  }
  /** @throws for what is not in Prometheus' text format. */
  export default function parsePrometheus(text: string): Family[];
}
