import { benchIsOpen } from "../open.ts";

/** What Next costs for JSON in and JSON out. */
export async function POST(request: Request): Promise<Response> {
  if (!benchIsOpen()) return new Response(null, { status: 404 });
  return Response.json(await request.json());
}
