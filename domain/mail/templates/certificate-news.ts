import type { Words } from "#messages/message.ts";
import { formatCertificateNumber } from "../../kernel/certificate-number.ts";
import { button, type Draft, facts, hello, link, type SchoolFace, text } from "../draft.ts";
import type { CertificateMailFacts } from "../get-certificate-facts.ts";

const SUBJECTS = {
  ready: "mail_courses.certificate_ready_subject",
  revoked: "mail_courses.certificate_revoked_subject",
  restored: "mail_courses.certificate_restored_subject",
} as const;

const WHAT = {
  ready: "mail_courses.certificate_ready_what",
  revoked: "mail_courses.certificate_revoked_what",
  restored: "mail_courses.certificate_restored_what",
} as const;

/** Tells a student that their certificate can be downloaded, that it is no longer valid, or that it is again. */
export function certificateNews(certificate: CertificateMailFacts, _school: SchoolFace, t: Words): Draft {
  const { courseTitle: course, enrolmentId, news, why } = certificate;
  return {
    subject: t(SUBJECTS[news], { course }),
    parts: [
      hello(certificate.studentName, t),
      text(t(WHAT[news], { course })),
      facts([
        [t("mail_courses.certificate_number"), formatCertificateNumber(certificate)],
        [t("mail_courses.access_reason"), why],
      ]),
      ...(news === "revoked" ? [] : [button(t("mail_courses.certificate_open"), `/certificates/mine/${enrolmentId}`)]),
      link(t("mail_parts.ask_about_it"), "/help/new"),
    ],
  };
}
