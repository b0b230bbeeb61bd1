import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { transition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { findCertificate } from "./find-certificate.ts";
import { type Certificate, certificateMachine } from "./machine.ts";
import { notifyOfCertificate } from "./notify-of-certificate.ts";

/** Gives a revoked certificate back: the paper that was printed of it is valid again. */
export async function restoreCertificate(
  ctx: WriteCtx,
  input: { certificateId: string; why: string },
): Promise<Certificate> {
  const { certificate: before, resource } = await findCertificate(ctx.tx, input.certificateId);
  authorize(ctx, "certificate.revoke", resource);
  const certificate = await transition(ctx, certificateMachine, before.id, "issued", {
    from: ["revoked"],
    set: { revokedAt: null, revokeReason: null },
    why: input.why,
  });
  await notifyOfCertificate(ctx, certificate, { news: "restored", why: input.why });
  const change = { before: { state: before.state }, after: { state: "issued", why: input.why } };
  await audit(ctx, "certificate.revoke", { type: "certificate", id: before.id }, change);
  return certificate;
}
