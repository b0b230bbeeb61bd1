"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { withdrawRenewal } from "#domain/access/withdraw-renewal.ts";
import { renewAccess } from "#domain/checkout/renew-access.ts";
import { isId } from "#domain/kernel/ids.ts";
import { createTextInput } from "#domain/kernel/text-inputs.ts";
import { pathFromForm } from "#messages/page-path.ts";

/** `seen`: the end of access that the page showed, so that a second press and another tab renew nothing more. */
const Renewed = z.object({
  enrolmentId: z.string().refine((text) => isId("enrolment", text)),
  slug: z.string().max(120),
  seen: z.iso
    .datetime()
    .transform((shown) => new Date(shown))
    .optional()
    .catch(undefined),
  reason: createTextInput(1_000).default(""),
});

export const renewAction = action(Renewed, async ({ write }, { slug, ...input }) => {
  const { renewal, orderCode } = await write((ctx) => renewAccess(ctx, input));
  const course = `/learning/${encodeURIComponent(slug)}`;
  if (orderCode) redirect(pathFromForm(`/checkout/${orderCode}`));
  if (renewal.state === "requested") await redirectDone(`${course}/renew`, "renewal-requested");
  await redirectDone(course, "access-renewed");
});

const Withdrawn = z.object({
  renewalId: z.string().refine((text) => isId("renewal", text)),
  slug: z.string().max(120),
});

export const withdrawRenewalAction = action(Withdrawn, async ({ write }, { slug, renewalId }) => {
  await write((ctx) => withdrawRenewal(ctx, { renewalId }));
  await redirectDone(`/learning/${encodeURIComponent(slug)}/renew`, "renewal-withdrawn");
});
