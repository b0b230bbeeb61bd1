import { eq } from "drizzle-orm";
import { certificates } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { parseCertificateCode } from "./certificate-code.ts";
import { formatCertificateNumber } from "../kernel/certificate-number.ts";
import { listCertificateKeys } from "./list-certificate-keys.ts";
import type { Certificate } from "./machine.ts";
import { isSignedForm, readSigned, type SignedClaims } from "./signed-certificate.ts";

type Facts = Pick<
  Certificate,
  "version" | "name" | "courseTitle" | "language" | "minutes" | "startsOn" | "endsOn" | "completedOn" | "issuedOn"
>;

export type PublicCertificate =
  | ({ state: "valid" | "revoked" | "replaced"; number: string } & Facts)
  /** The school has signed it, and does not find it in its records: they may be older than it. */
  | { state: "unrecorded"; claims: SignedClaims }
  | { state: "unknown" };

const UNKNOWN: PublicCertificate = { state: "unknown" };

/**
 * What the public page of a certificate says: of the address in its QR code, which is signed, or of its code alone. A number opens
 * nothing. What the school has signed and what was never issued are told apart; why one was revoked is told to nobody here.
 */
export async function getPublicCertificate(ctx: ReadCtx, address: string): Promise<PublicCertificate> {
  authorize(ctx, "certificate.check", {});
  const keys = isSignedForm(address) ? await listCertificateKeys(ctx) : [];
  const claims = readSigned(
    address,
    keys.map(({ kid, x }) => ({ id: kid, publicKey: x })),
  );
  const code = claims?.jti ?? parseCertificateCode(address);
  if (code === undefined) return UNKNOWN;
  const [found] = await ctx.read.select().from(certificates).where(eq(certificates.code, code));
  if (!found) return claims ? { state: "unrecorded", claims } : UNKNOWN;
  const { version, name, courseTitle, language, minutes, startsOn, endsOn, completedOn, issuedOn } = found;
  return {
    state: found.state === "issued" ? "valid" : found.state,
    number: formatCertificateNumber(found),
    ...{ version, name, courseTitle, language, minutes, startsOn, endsOn, completedOn, issuedOn },
  };
}
