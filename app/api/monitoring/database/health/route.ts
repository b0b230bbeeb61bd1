import { takesOnly } from "#app/_http/methods.ts";
import { monitored } from "#app/_http/monitor.ts";
import { databaseHealth } from "#ops/health/report.ts";

export const dynamic = "force-dynamic";

/** How the database fares, and every reason why it is not well. With 200 also then: the answer says so. */
export const GET = monitored(databaseHealth);

export const { OPTIONS, POST, PUT, PATCH, DELETE } = takesOnly("GET");
