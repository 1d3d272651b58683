/** What a function's thread and the pool tell each other. Events and results cross as JSON, as they do on AWS. */

export interface ThreadSettings {
  /** The file that holds the handler. */
  file: string;
  exportName: string;
  functionName: string;
  functionArn: string;
  memoryMb: number;
}

export interface Invocation {
  requestId: string;
  event: string;
  /** Milliseconds since 1970. */
  deadline: number;
}

export interface ThrownError {
  errorType: string;
  errorMessage: string;
  /** For people: source-mapped stack, causes and own properties. */
  shown: string;
}

export type ThreadMessage =
  | { kind: "ready" }
  | { kind: "broken"; error: ThrownError }
  | { kind: "returned"; requestId: string; result: string | undefined }
  | { kind: "threw"; requestId: string; error: ThrownError };
