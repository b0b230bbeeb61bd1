import { perProcess } from "./per-process.ts";

/**
 * How a part of the school says what it does and how long that took, to whoever writes it down as a trace. Nobody does unless
 * the operator names a collector (ops/traces/); then it costs one comparison. It is declared here because every layer above
 * has something to say, and none of them needs to know who listens. Why so: docs/decisions/traces.md.
 */

/** Figures, and words from lists of our own: never what a person typed, and nothing that says who they are. */
export type Facts = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** One step while it is done. */
export type Span = {
  note(facts: Facts): void;
  /** For what is known only once the step has been done. */
  rename(name: string): void;
  /** What a step that goes on all the same has met: a refusal by its code, anything else by its kind, never by its words. */
  fail(error: unknown): void;
};

export type SpanOptions = {
  /** Who causes it: a request from outside, a call that leaves the machine, or by default we ourselves. */
  kind?: "request" | "call";
  /** It begins a trace, whatever was under way where it is begun. */
  root?: boolean;
  /** The step of another process of ours that it belongs to, as `parent()` gave it there. */
  parent?: string;
};

export type Tracer = {
  /** Does `step` as a step of the one that it is called in. What it throws is noted, and thrown on. */
  span<T>(name: string, facts: Facts, step: (span: Span) => Promise<T>, options?: SpanOptions): Promise<T>;
  /** Makes what is done later, in somebody else's turn, a part of the step that is under way now. */
  bind<Args extends unknown[], T>(later: (...args: Args) => T): (...args: Args) => T;
  /** Says under which number the request that is answered now stands in the log. */
  noteRequest(requestId: string): void;
  /** What a log line carries so that it leads to its trace; undefined while no step is under way. */
  ids(): { trace_id: string; span_id: string } | undefined;
  /** The step that is under way, for a process of ours that goes on with it (W3C Trace Context). */
  parent(): string | undefined;
  /** Sends what has been written down, within a bound of a few seconds; nothing is written down any more. */
  end(): Promise<void>;
};

const store = perProcess<{ current?: Tracer }>("tracer", () => ({}));

/** Who writes down what is done; undefined when nobody does. */
export function tracer(): Tracer | undefined {
  return store.current;
}

/** From now on `listener` is told; undefined for nobody. */
export function useTracer(listener: Tracer | undefined): void {
  store.current = listener;
}

/** Does `step`, as a step of its own where somebody writes them down. */
export function traced<T>(name: string, facts: Facts, step: () => Promise<T>, options?: SpanOptions): Promise<T> {
  const listener = store.current;
  return listener === undefined ? step() : listener.span(name, facts, step, options);
}
