import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { transition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { findCertificate } from "./find-certificate.ts";
import { type Certificate, certificateMachine } from "./machine.ts";
import { notifyOfCertificate } from "./notify-of-certificate.ts";

/** A certificate is no longer valid. Its public page says so, and not why; the student is told both. It can be given back. */
export async function revokeCertificate(
  ctx: WriteCtx,
  input: { certificateId: string; why: string },
): Promise<Certificate> {
  const { certificate: before, resource } = await findCertificate(ctx.tx, input.certificateId);
  authorize(ctx, "certificate.revoke", resource);
  const certificate = await transition(ctx, certificateMachine, before.id, "revoked", {
    set: { revokedAt: ctx.now, revokeReason: input.why },
    why: input.why,
  });
  await notifyOfCertificate(ctx, certificate, { news: "revoked", why: input.why });
  const change = { before: { state: before.state }, after: { state: "revoked", why: input.why } };
  await audit(ctx, "certificate.revoke", { type: "certificate", id: before.id }, change);
  return certificate;
}
