import { takesOnly } from "#app/_http/methods.ts";
import { monitored } from "#app/_http/monitor.ts";
import { prometheusPage } from "#ops/metrics/prometheus.ts";

export const dynamic = "force-dynamic";

/** For Prometheus, which sends the token as its `authorization` says. */
export const GET = monitored(async () => {
  const { contentType, text } = await prometheusPage();
  return new Response(text, { headers: { "content-type": contentType, "cache-control": "no-store" } });
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = takesOnly("GET");
