import { perProcess } from "./per-process.ts";

/**
 * The interface for tracing: code reports its steps (spans) here, and ops/traces/ exports them when the operator has configured a
 * collector. Without one, a step costs one comparison. It is declared in the lowest layer because every layer reports steps, and
 * none needs to know the exporter. Reasons: docs/decisions/traces.md.
 */

/** Attributes: numbers and words from fixed lists, never user input or personal data. */
export type Facts = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** A step (span) that is in progress. */
export type Span = {
  note(facts: Facts): void;
  /** Adds attributes that are known only at the end. */
  rename(name: string): void;
  /** Records an error that does not end the step: a refusal by its code, others by their type, never by their message. */
  fail(error: unknown): void;
};

export type SpanOptions = {
  /** The span kind: an incoming request, an outgoing call, or internal by default. */
  kind?: "request" | "call";
  /** Starts a new trace, even inside another step. */
  root?: boolean;
  /** The parent step in another of our processes, as returned by `parent()` there. */
  parent?: string;
};

export type Tracer = {
  /** Runs `step` as a child of the current step. Errors are recorded and rethrown. */
  span<T>(name: string, facts: Facts, step: (span: Span) => Promise<T>, options?: SpanOptions): Promise<T>;
  /** Binds a function that runs later, in another context, to the current step. */
  bind<Args extends unknown[], T>(later: (...args: Args) => T): (...args: Args) => T;
  /** Sets the request id, which is in the log, on the current request. */
  noteRequest(requestId: string): void;
  /** The ids of the current trace for a log line; undefined outside of a step. */
  ids(): { trace_id: string; span_id: string } | undefined;
  /** The current step, to be continued in another of our processes (W3C Trace Context). */
  parent(): string | undefined;
  /** Exports what is pending, within a few seconds, and stops recording. */
  end(): Promise<void>;
};

const store = perProcess<{ current?: Tracer }>("tracer", () => ({}));

/** The exporter; undefined when there is none. */
export function tracer(): Tracer | undefined {
  return store.current;
}

/** Sets the exporter; undefined for none. */
export function useTracer(listener: Tracer | undefined): void {
  store.current = listener;
}

/** Runs `step`, traced when there is an exporter. */
export function traced<T>(name: string, facts: Facts, step: () => Promise<T>, options?: SpanOptions): Promise<T> {
  const listener = store.current;
  return listener === undefined ? step() : listener.span(name, facts, step, options);
}
