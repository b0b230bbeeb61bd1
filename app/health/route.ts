import { isLeaving } from "#ops/server/leaving.ts";
import { getHealth } from "#ops/health/readable.ts";

const HEADERS = { "cache-control": "no-store" };

/**
 * For a load balancer and for strangers: the state of this process in a word. `ok`, `degraded` and `read_only` come with 200: a
 * school that cannot save still shows its courses and opens its lessons, and every other process of it has the same disk, so
 * taking this one out would close the school and help nobody. `failed`, and a database that cannot even be read, come with 503.
 * So does `leaving`: the process answers on for MATRICULA_LEAVE_SECONDS, so that a front server sends people to another one first.
 * One prepared read, no cookie, nothing that a stranger may not know; the reasons are on the system page. JSON for who asks for it.
 */
export async function GET(request: Request): Promise<Response> {
  const { state } = await getHealth();
  const status = isLeaving() ? "leaving" : state;
  const code = status === "failed" || status === "leaving" ? 503 : 200;
  if (request.headers.get("accept")?.includes("application/json")) {
    return Response.json({ status }, { status: code, headers: HEADERS });
  }
  return new Response(`${status}\n`, {
    status: code,
    headers: { ...HEADERS, "content-type": "text/plain; charset=utf-8" },
  });
}
