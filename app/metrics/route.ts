import { allowMethods } from "#app/_http/methods.ts";
import { monitoringRoute } from "#app/_http/monitor.ts";
import { renderPrometheusMetrics } from "#ops/metrics/prometheus.ts";

/** For Prometheus, which sends the token as its `authorization` says. */
export const GET = monitoringRoute(async () => {
  const { contentType, text } = await renderPrometheusMetrics();
  return new Response(text, { headers: { "content-type": contentType, "cache-control": "no-store" } });
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = allowMethods("GET");
