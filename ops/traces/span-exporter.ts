import { context, ROOT_CONTEXT } from "@opentelemetry/api";
import type { SpanExporter } from "@opentelemetry/sdk-trace";
import { log } from "#providers/log.ts";
import { redactSpan } from "./redact-span.ts";

/** A collector that comes and goes fills no log: it is spoken of again when so much time has passed. */
const SILENT_MS = 10 * 60_000;
const WORDS_CHARACTERS_MAX = 200;

type Result = Parameters<Parameters<SpanExporter["export"]>[1]>[0];
/** As OpenTelemetry counts results. */
const TAKEN: Result["code"] = 0;

/**
 * The one way by which spans leave the machine: each passes `redactSpan`, and a collector that does not take them is told of in
 * one line, when that begins and when it ends. `host` names the collector in that line.
 */
export function createSpanExporter(exporter: SpanExporter, host: string, now = () => performance.now()): SpanExporter {
  let isAway = false;
  let isSaid = false;
  let saidAt = Number.NEGATIVE_INFINITY;

  function heed({ code, error }: Result): void {
    if (code === TAKEN && isAway) {
      isAway = false;
      if (isSaid) log().info({ collector: host }, "the collector accepts traces again");
    } else if (code !== TAKEN && !isAway) {
      isAway = true;
      isSaid = now() - saidAt > SILENT_MS;
      if (!isSaid) return;
      saidAt = now();
      const why = error?.message.slice(0, WORDS_CHARACTERS_MAX) || codeOf(error);
      log().warn({ collector: host, why }, "the collector does not accept traces; they are dropped until it does");
    }
  }

  return {
    export(spans, done) {
      exporter.export(spans.map(redactSpan), (result) => {
        // It is no part of the request in whose time it came to light.
        context.with(ROOT_CONTEXT, () => heed(result));
        done(result);
      });
    },
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
    shutdown: () => exporter.shutdown(),
  };
}

/** A connection that is refused at every address says so by its code alone. */
function codeOf(error: Error | undefined): string {
  return error !== undefined && "code" in error ? String(error.code) : "no reason was given";
}
