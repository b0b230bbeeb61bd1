import { allowMethods } from "#app/_http/methods.ts";
import { monitoringRoute } from "#app/_http/monitor.ts";
import { getDatabaseHealth } from "#ops/health/report.ts";

/** How the database fares, and every reason why it is not well. With 200 also then: the answer says so. */
export const GET = monitoringRoute(getDatabaseHealth);

export const { OPTIONS, POST, PUT, PATCH, DELETE } = allowMethods("GET");
