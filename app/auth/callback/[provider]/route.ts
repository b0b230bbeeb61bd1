import type { NextRequest } from "next/server";
import { oauthWays } from "#providers/oauth-ways.ts";
import { runtime } from "#runtime";
import { forgetTheWay, oauth } from "../../came-in.ts";

type Context = { params: Promise<{ provider: string }> };

/** Where a provider sends the browser back to. The only door of next-auth that is open. */
export async function GET(request: NextRequest, { params }: Context): Promise<Response> {
  const { provider } = await params;
  const open = oauthWays(runtime().config).some((way) => way.provider === provider) ? await oauth() : undefined;
  if (!open) return new Response("There is nothing here.", { status: 404 });
  const location = await open.comeBack(request);
  await forgetTheWay();
  return new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
}
