import { readFromPrimary } from "#db/read-scope.ts";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { SitePage } from "#app/_layout/shells.tsx";
import { getPageReadCtx, requireViewer } from "#app/_auth/viewer.ts";
import { OwnCertificateView } from "#components/certificates/own-certificate.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { formatCertificateCode } from "#domain/certificates/certificate-code.ts";
import { CERTIFICATE_NAME_MAX } from "#domain/certificates/inputs.ts";
import { getOwnCertificate } from "#domain/certificates/get-own-certificate.ts";
import { nameCertificateAction } from "./actions.ts";

type Props = { params: Promise<{ enrolmentId: string }> };

const loadCertificate = cache(async (enrolmentId: string) => {
  readFromPrimary();
  return getOwnCertificate(await getPageReadCtx(), enrolmentId);
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const title = getTranslator()("certificates.own_title");
  const certificate = await loadCertificate((await params).enrolmentId);
  return { title: certificate ? `${title} · ${certificate.courseTitle}` : title, robots: { index: false } };
}

/** A student's own certificate: the name that stands on it, the file, and where others check it. A mail leads here. */
export default async function OwnCertificatePage({ params }: Props) {
  const { enrolmentId } = await params;
  const here = `/certificates/mine/${enrolmentId}`;
  await requireViewer(here);
  const certificate = await loadCertificate(enrolmentId);
  if (!certificate) notFound();
  return (
    <SitePage current="learning" here={here}>
      <OwnCertificateView
        certificate={certificate}
        here={here}
        publicPath={certificate.issued && `/certificates/${formatCertificateCode(certificate.issued.code)}`}
        nameLengthMax={CERTIFICATE_NAME_MAX}
        nameAction={nameCertificateAction}
      />
    </SitePage>
  );
}
