import { catalogueVersion } from "#domain/courses/catalogue-version.ts";
import { log } from "#ops/log.ts";
import { runtime } from "#runtime";

export const dynamic = "force-dynamic";

const HEADERS = { "cache-control": "no-store" };

/**
 * For a load balancer: `ok` with 200 while the school can read its database, `failing` with 503 while it cannot. One prepared
 * read, no cookie, nothing that a stranger may not know; the cause is in the log. JSON for who asks for it.
 */
export async function GET(request: Request): Promise<Response> {
  const status = (await canRead()) ? "ok" : "failing";
  const code = status === "ok" ? 200 : 503;
  if (request.headers.get("accept")?.includes("application/json")) {
    return Response.json({ status }, { status: code, headers: HEADERS });
  }
  return new Response(`${status}\n`, {
    status: code,
    headers: { ...HEADERS, "content-type": "text/plain; charset=utf-8" },
  });
}

async function canRead(): Promise<boolean> {
  try {
    await catalogueVersion(runtime().database.read);
    return true;
  } catch (error) {
    log().error({ err: error }, "the school cannot read its database");
    return false;
  }
}
