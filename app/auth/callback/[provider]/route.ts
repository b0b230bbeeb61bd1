import type { NextRequest } from "next/server";
import { oauth } from "../../came-in.ts";

/** Where a provider sends the browser back to. The only door of next-auth that is open. */
export async function GET(request: NextRequest): Promise<Response> {
  const open = await oauth();
  if (!open) return new Response("There is nothing here.", { status: 404 });
  return open.comeBack(request);
}
