import type { Metadata } from "next";
import { SitePage } from "#app/_layout/shells.tsx";
import { PublicCertificateView } from "#components/certificates/public-certificate.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { getPublicCertificate } from "#domain/certificates/get-public-certificate.ts";
import { listCertificateKeys } from "#domain/certificates/list-certificate-keys.ts";
import { visitor } from "#domain/kernel/actor.ts";
import { reading } from "#runtime";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("certificates.check_title"), robots: { index: false, follow: false } };
}

/** What the QR code of a certificate leads to: whether it is valid. Whoever looks is nobody here. */
export default async function PublicCertificatePage({ params }: { params: Promise<{ code: string }> }) {
  const read = reading(visitor);
  const { code } = await params;
  const certificate = await getPublicCertificate(read, decodeURIComponent(code));
  return (
    <SitePage unhydrated>
      <PublicCertificateView certificate={certificate} keys={await listCertificateKeys(read)} />
    </SitePage>
  );
}
