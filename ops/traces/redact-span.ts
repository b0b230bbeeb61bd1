import type { Attributes } from "@opentelemetry/api";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";

/**
 * What a span may say to a collector, which is another machine and perhaps another company's: names, times, and what is listed
 * here. Next writes whole addresses into its spans, with the links in mails and whatever people search for, and of what broke
 * the words, which may name a person. The log has these, under the number that the span names.
 */
const ALLOWED = new Set([
  "http.request.method",
  "http.response.status_code",
  "http.route",
  "error.type",
  // By Next.
  "http.method",
  "http.status_code",
  "next.span_type",
  "next.route",
  "next.page",
  "next.rsc",
]);
/** Ours, whose values come from our own lists (db/tracer.ts). */
const OURS = "matricula.";

/** Its like, without what may not leave the machine. */
export function redactSpan(span: ReadableSpan): ReadableSpan {
  const fit = {
    name: { value: nameOf(span) },
    attributes: { value: allowed(span.attributes) },
    status: { value: { code: span.status.code } },
    events: { value: span.events.map((event) => ({ ...event, attributes: kindOfError(event.attributes) })) },
    links: { value: [] },
  };
  return Object.create(span, fit) as ReadableSpan;
}

function allowed(attributes: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).filter(([name]) => ALLOWED.has(name) || name.startsWith(OURS)),
  ) as Attributes;
}

/** Of an error that was recorded, its kind. */
function kindOfError(attributes: Attributes = {}): Attributes {
  const type = attributes["exception.type"];
  return type === undefined ? {} : { "exception.type": type };
}

/** Names are made of routes, but for what Next fetches. */
function nameOf({ name, attributes }: ReadableSpan): string {
  if (attributes["next.span_type"] === "AppRender.fetch") return "fetch";
  return name.includes("://") || name.includes("?") ? String(attributes["next.span_type"] ?? "unnamed") : name;
}
