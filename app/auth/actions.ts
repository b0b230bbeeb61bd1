"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { plainAction } from "#app/_edge/action.ts";
import { safeNextPath } from "#app/_edge/next-path.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { oauthWays } from "#providers/oauth-ways.ts";
import { runtime } from "#runtime";
import { oauth, rememberNext } from "./came-in.ts";

const Way = z.object({
  provider: z.enum(["google", "github", "oidc"]),
  next: z.string().max(1_000).optional().transform(safeNextPath),
});

/** Sends the browser to a provider to sign in there. One that is not switched on is not found. */
export const goElsewhereAction = plainAction(Way, async (_command, { provider, next }) => {
  const open = await oauth();
  if (!open || !oauthWays(runtime().config).some((way) => way.provider === provider)) throw new Refusal("not_found");
  await rememberNext(next);
  redirect(await open.goTo(provider));
});
