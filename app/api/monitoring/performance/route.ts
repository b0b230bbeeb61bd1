import { allowMethods } from "#app/_http/methods.ts";
import { monitoringRoute } from "#app/_http/monitor.ts";
import { getPerformanceReport } from "#ops/health/report.ts";

/** How quick the process that answers this is, and what it does besides. */
export const GET = monitoringRoute(getPerformanceReport);

export const { OPTIONS, POST, PUT, PATCH, DELETE } = allowMethods("GET");
