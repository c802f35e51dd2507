/** What a test can have a server do to requests. */
export type FaultKind =
  /** Does what was asked for, then closes the connection without an answer. */
  | 'lost-answer'
  /** Does it, and answers when the fault is lifted. */
  | 'late-answer'
  /** Does and answers nothing until the fault is lifted. */
  | 'stalled'
  /** Does nothing, and answers with an exception of the server. */
  | 'exception'
  /** Does nothing, and answers as a proxy does whose server is away. */
  | 'bad-gateway';

export interface Fault {
  readonly kind: FaultKind;
  /** Of statements that this pattern fits; of all unless it is given. */
  readonly of?: string;
  /** Of as many of them, beginning with the first; of all unless it is given. */
  readonly times?: number;
  /** Code and name of the exception. */
  readonly code?: number;
  readonly name?: string;
}

/** A statement as it came, without the rows of an insert. */
export interface SeenStatement {
  readonly sql: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly user: string;
  /** Encoding of the body, "zstd"; empty when it was not compressed. */
  readonly encoding: string;
}

export interface ServerOptions {
  /** Data of the engine. */
  readonly directory: string;
  /** 0: any free one. */
  readonly port: number;
  /** What `SELECT version()` answers; the engine's own unless it is given. */
  readonly version?: string;
  /** Who may ask; anybody unless it is given. */
  readonly user?: string;
  readonly password?: string;
}

/** From the test to the server. */
export type ServerRequest =
  | { readonly kind: 'fault'; readonly id: number; readonly fault: Fault }
  | { readonly kind: 'lift'; readonly id: number }
  | { readonly kind: 'seen'; readonly id: number };

/** From the server to the test. */
export type ServerAnswer =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'done'; readonly id: number }
  /** Statements since the last time, in their order. */
  | { readonly kind: 'seen'; readonly id: number; readonly statements: readonly SeenStatement[] };
