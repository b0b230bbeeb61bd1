import {
  type Context,
  context,
  createContextKey,
  ROOT_CONTEXT,
  type Span as OtelSpan,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Tracer as OtelTracer,
} from "@opentelemetry/api";
import type { Facts, Span, SpanOptions, Tracer } from "#db/tracer.ts";
import { isRefusal } from "#domain/kernel/refusal.ts";

const REQUEST = createContextKey("matricula.request");
const KINDS = { request: SpanKind.SERVER, call: SpanKind.CLIENT } as const;

/** What every layer says of itself, as spans of OpenTelemetry. `end` ends them. */
export function createTracer(otel: OtelTracer, end: () => Promise<void>): Tracer {
  return {
    end,
    span(name, facts, step, options = {}) {
      const outer = outerOf(options);
      const span = otel.startSpan(name, { kind: options.kind ? KINDS[options.kind] : SpanKind.INTERNAL }, outer);
      const own = spanOf(span);
      own.note(facts);
      const inner = trace.setSpan(outer, span);
      return context.with(options.kind === "request" ? inner.setValue(REQUEST, span) : inner, async () => {
        try {
          return await step(own);
        } catch (error) {
          own.fail(error);
          throw error;
        } finally {
          span.end();
        }
      });
    },
    bind: (later) => context.bind(context.active(), later),
    noteRequest(requestId) {
      const request = context.active().getValue(REQUEST) as OtelSpan | undefined;
      request?.setAttribute("matricula.request_id", requestId);
    },
    ids() {
      const ids = trace.getSpanContext(context.active());
      return ids && { trace_id: ids.traceId, span_id: ids.spanId };
    },
    parent() {
      const ids = trace.getSpanContext(context.active());
      return ids && `00-${ids.traceId}-${ids.spanId}-0${ids.traceFlags & TraceFlags.SAMPLED}`;
    },
  };
}

function outerOf({ root, parent }: SpanOptions): Context {
  if (!root) return context.active();
  const [, traceId, spanId, flags] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-0([01])$/.exec(parent ?? "") ?? [];
  if (traceId === undefined || spanId === undefined) return ROOT_CONTEXT;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: Number(flags), isRemote: true });
}

function spanOf(span: OtelSpan): Span {
  return {
    note(facts: Facts) {
      for (const [name, value] of Object.entries(facts)) {
        if (value !== undefined) span.setAttribute(name, typeof value === "object" ? [...value] : value);
      }
    },
    rename: (name) => void span.updateName(name),
    fail(error) {
      if (isRefusal(error)) {
        span.setAttribute("matricula.refusal", error.code);
        // To say no is no failure, but when it is the school that cannot.
        if (error.status < 500) return;
      } else span.setAttribute("error.type", kindOf(error));
      span.setStatus({ code: SpanStatusCode.ERROR });
    },
  };
}

/** What kind of error it was, and the code of what caused it; of an answer, its status. Its words may name a person. */
function kindOf(error: unknown): string {
  if (typeof error === "number") return String(error);
  const name = error instanceof Error ? error.name : typeof error;
  let at: unknown = error;
  for (let depth = 0; depth < 5 && typeof at === "object" && at !== null; depth++) {
    const { code, cause } = at as { code?: unknown; cause?: unknown };
    if (typeof code === "string" && /^[A-Z0-9_]{2,40}$/i.test(code)) return `${name} ${code}`;
    at = cause;
  }
  return name;
}
