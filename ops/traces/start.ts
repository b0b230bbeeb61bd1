import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { context, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { defaultResource, resourceFromAttributes } from "@opentelemetry/resources";
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import type { TracesConfig } from "#config/config.ts";
import { useTracer } from "#db/tracer.ts";
import { createSpanExporter } from "./span-exporter.ts";
import { createTracer } from "./tracer.ts";
import { perProcess } from "#db/per-process.ts";

/** How many spans wait for the collector; what comes beyond is dropped. Some megabytes at most. */
const WAITING_MAX = 4_096;
/** So many are sent at once, */
const BATCH_MAX = 512;
/** and so long after the first of them at the latest. */
const BATCH_MS_MAX = 2_000;
/** A collector that has not taken a batch by then has lost it. */
const DELIVERY_MS_MAX = 4_000;
/** How many batches are under way at once: all that wait when the process ends, and one before. */
const DELIVERIES_MAX = WAITING_MAX / BATCH_MAX + 1;
/** How long a process that ends waits for its last ones: a part of what ops/server/worker.ts allows for everything. */
const END_MS_MAX = 2_000;

const LONGEST_VALUE = 200;

const store = perProcess<{ current?: () => Promise<void> }>("traces", () => ({}));

/**
 * Begins to write down what this process does, once, and to send it to the operator's collector. Whatever becomes of the
 * collector, nobody waits for it. This file alone loads OpenTelemetry, so it is imported only where a collector is named.
 */
export function startTraces({ url, headers, serviceName, sampler }: TracesConfig): void {
  if (store.current) return;
  const exporter = new OTLPTraceExporter({
    url,
    headers,
    timeoutMillis: DELIVERY_MS_MAX,
    concurrencyLimit: DELIVERIES_MAX,
  });
  const waiting = new BatchSpanProcessor({
    exporter: createSpanExporter(exporter, new URL(url).host),
    maxQueueSize: WAITING_MAX,
    maxExportBatchSize: BATCH_MAX,
    scheduledDelayMillis: BATCH_MS_MAX,
    exportTimeoutMillis: DELIVERY_MS_MAX + 500,
  });
  const provider = new TracerProvider({
    resource: defaultResource().merge(
      resourceFromAttributes({
        "service.name": serviceName,
        "service.instance.id": randomUUID(),
        "host.name": hostname(),
        "process.pid": process.pid,
        "process.runtime.name": "nodejs",
        "process.runtime.version": process.versions.node,
      }),
    ),
    sampler: samplerOf(sampler),
    spanLimits: { attributeValueLengthLimit: LONGEST_VALUE },
    spanProcessors: [waiting],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager());
  // No propagator is set: whether a stranger's request is traced is not the stranger's to say, and no number leaves with our calls.
  trace.setGlobalTracerProvider(provider);
  useTracer(createTracer(provider.getTracer("matricula"), stopTraces));
  store.current = () => endWithin(provider);
}

/** Sends what waits, for as long as the end of a process allows. */
async function stopTraces(): Promise<void> {
  const stop = store.current;
  delete store.current;
  useTracer(undefined);
  trace.disable();
  context.disable();
  await stop?.();
}

async function endWithin(provider: TracerProvider): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, END_MS_MAX)));
  // That the collector took nothing has been said, once.
  await Promise.race([provider.shutdown().catch(() => {}), late]);
  clearTimeout(timer);
}

/** `parentbased_…` is the same here, where no trace begins elsewhere, but for the steps of a child process of ours. */
function samplerOf({ name, ratio }: TracesConfig["sampler"]): Sampler {
  const root = {
    always_on: () => new AlwaysOnSampler(),
    always_off: () => new AlwaysOffSampler(),
    traceidratio: () => new TraceIdRatioBasedSampler(ratio),
  }[name]();
  return new ParentBasedSampler({ root });
}
