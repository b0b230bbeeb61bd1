import { openapi } from "../_spec/openapi.ts";

/** The same for everyone, so it is written once, when the app is built. */
export const dynamic = "force-static";

export function GET(): Response {
  return Response.json(openapi(), { headers: { "cache-control": "public, max-age=300" } });
}
