"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { action, plainAction } from "#app/_forms/action.ts";
import { requirePassword } from "#app/_auth/sign-in.ts";
import { getSafeNextPath } from "#app/_forms/next-path.ts";
import { disconnectIdentity } from "#domain/accounts/disconnect-identity.ts";
import { ConfirmPasswordInput } from "#domain/accounts/inputs.ts";
import { getMyAccount } from "#domain/accounts/my-account.ts";
import { requireRecentSignIn } from "#domain/accounts/recent-sign-in.ts";
import { isId } from "#domain/kernel/ids.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { listSignInMethods } from "#providers/sign-in-methods.ts";
import { runtime } from "#runtime";
import { getOAuth, rememberConnecting, rememberNext } from "./oauth-callback.ts";

const MethodInput = z.object({
  provider: z.enum(["google", "github", "oidc"]),
  next: z.string().max(1_000).optional().transform(getSafeNextPath),
});

/** Sends the browser to a provider to sign in there. One that is not switched on is not found. */
export const startOAuthAction = plainAction(MethodInput, async (_command, { provider, next }) => {
  const open = await getOAuth();
  if (!open || !listSignInMethods(runtime().config).some((way) => way.provider === provider))
    throw new Refusal("not_found");
  await rememberNext(next);
  await rememberConnecting(null);
  redirect(await open.goTo(provider));
});

const Connect = z.object({ provider: MethodInput.shape.provider, confirmPassword: ConfirmPasswordInput });

/**
 * Sends somebody who is signed in to a provider, to sign in with its account too from then on. Whoever finds a browser open
 * must not stay in the account by this, so a sign-in that is long past is asked for again.
 */
export const connectAction = action(Connect, async (command, { provider, confirmPassword }) => {
  const { viewer, actor, read } = await requirePassword(command, confirmPassword);
  if (!viewer) throw new Refusal("not_signed_in");
  requireRecentSignIn({ actor, now: read.now });
  const open = await getOAuth();
  if (!open || !listSignInMethods(runtime().config).some((way) => way.provider === provider))
    throw new Refusal("not_found");
  await rememberConnecting(viewer.sessionId);
  redirect(await open.goTo(provider));
});

const Identity = z.object({ identityId: z.string().refine((text) => isId("identity", text)) });

/** Takes an account elsewhere away from one's own. */
export const disconnectAction = plainAction(Identity, async ({ viewer, read, write }, { identityId }) => {
  if (!viewer) throw new Refusal("not_signed_in");
  const way = (await getMyAccount(read))?.ways.find(({ id }) => id === identityId);
  const open = listSignInMethods(runtime().config);
  const label = open.find(({ provider }) => provider === way?.provider)?.label ?? way?.provider ?? "";
  const providers = open.map(({ provider }) => provider);
  await write((ctx) => disconnectIdentity(ctx, { identityId, label, open: providers }));
  await redirectDone("/account", "way-disconnected");
});
