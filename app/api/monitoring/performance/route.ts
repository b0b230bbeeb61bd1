import { takesOnly } from "#app/_http/methods.ts";
import { monitored } from "#app/_http/monitor.ts";
import { performanceReport } from "#ops/health/report.ts";

export const dynamic = "force-dynamic";

/** How quick the process that answers this is, and what it does besides. */
export const GET = monitored(performanceReport);

export const { OPTIONS, POST, PUT, PATCH, DELETE } = takesOnly("GET");
