import type { NextRequest } from "next/server";
import { listSignInMethods } from "#providers/sign-in-methods.ts";
import { runtime } from "#runtime";
import { clearOAuthCookies, isConnecting, NOT_CONNECTED, getOAuth, rememberConnecting } from "../../oauth-callback.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

type Context = { params: Promise<{ provider: string }> };

/** Where a provider sends the browser back to. The only door of next-auth that is open. */
export async function GET(request: NextRequest, { params }: Context): Promise<Response> {
  const { provider } = await params;
  const open = listSignInMethods(runtime().config).some((way) => way.provider === provider)
    ? await getOAuth()
    : undefined;
  if (!open) return new Response(getTranslator()("sign_in.nothing_here"), { status: 404 });
  const location = await wayOn(await open.comeBack(request));
  await clearOAuthCookies();
  return new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
}

/** Who gave up, or was refused, while adding a way in goes back to their account and not to a door. */
async function wayOn(location: string): Promise<string> {
  if (!(await isConnecting())) return location;
  await rememberConnecting(null);
  const { pathname, searchParams } = new URL(location, "http://localhost");
  return pathname === "/sign-in" && searchParams.has("error") ? NOT_CONNECTED : location;
}
