import { audit } from "../audit.ts";
import { getActorId } from "../kernel/actor.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { findCertificate } from "./find-certificate.ts";
import type { Certificate } from "./machine.ts";
import { replaceCertificate } from "./replace-certificate.ts";

/**
 * Issues a corrected version under the same number, with the name that is given and what is true of the course now. The one before stays
 * as it was and is marked as replaced. Refuses one that is revoked or replaced, and a name that cannot be printed.
 */
export async function correctCertificate(
  ctx: WriteCtx,
  input: { certificateId: string; name: string; why: string },
): Promise<Certificate> {
  const { certificate, resource } = await findCertificate(ctx.tx, input.certificateId);
  authorize(ctx, "certificate.correct", resource);
  const after = await replaceCertificate(ctx, certificate, { name: input.name, issuedBy: getActorId(ctx.actor) });
  await audit(
    ctx,
    "certificate.correct",
    { type: "certificate", id: certificate.id },
    { before: { name: certificate.name }, after: { name: after.name, replacedBy: after.id, why: input.why } },
  );
  return after;
}
