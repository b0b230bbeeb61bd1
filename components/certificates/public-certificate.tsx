import type { ReactNode } from "react";
import { getTranslator } from "#components/messages/get-translator.ts";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import type { PublicCertificate } from "#domain/certificates/get-public-certificate.ts";
import type { PublicJwk } from "#domain/certificates/signed-certificate.ts";
import type { PlainKey } from "#messages/message.ts";
import { formatDay, formatDays, formatHours } from "./format-day.ts";

type State = PublicCertificate["state"];

const WORDS: Record<State, { title: PlainKey; words: PlainKey; tone: "ok" | "warn" | "bad" }> = {
  valid: { title: "certificates.valid_title", words: "certificates.valid_words", tone: "ok" },
  revoked: { title: "certificates.revoked_title", words: "certificates.revoked_words", tone: "bad" },
  replaced: { title: "certificates.replaced_title", words: "certificates.replaced_words", tone: "warn" },
  unrecorded: { title: "certificates.unrecorded_title", words: "certificates.unrecorded_words", tone: "warn" },
  unknown: { title: "certificates.unknown_title", words: "certificates.unknown_words", tone: "bad" },
};

/** Says whether a certificate is valid, what stands on it, and how to check it without asking the school. */
export function PublicCertificateView({ certificate, keys }: { certificate: PublicCertificate; keys: PublicJwk[] }) {
  const t = getTranslator();
  const { title, words, tone } = WORDS[certificate.state];
  return (
    <>
      <PageHeader title={t("certificates.check_title")} />
      <div data-certificate={certificate.state}>
        <Notice tone={tone} title={t(title)} className="mb-8">
          {t(words)}
        </Notice>
      </div>
      <Stands certificate={certificate} />
      {keys.length > 0 && (
        <section className="mt-11 border-t border-rule pt-5 text-small">
          <h2 className="mb-2">{t("certificates.offline_title")}</h2>
          <p className="max-w-prose text-ink-soft">{t("certificates.offline_words")}</p>
          <ul className="mt-3 grid gap-1">
            {keys.map(({ kid, x }) => (
              <li key={kid} className="num break-all">
                {kid}: {x}
              </li>
            ))}
          </ul>
          <p className="mt-3">
            <a className="link" href="/.well-known/certificate-keys.json">
              {t("certificates.keys_link")}
            </a>
          </p>
        </section>
      )}
    </>
  );
}

function Stands({ certificate }: { certificate: PublicCertificate }) {
  const t = getTranslator();
  if (certificate.state === "unknown") return null;
  if (certificate.state === "unrecorded") {
    const { name, course, number, from, to, completed, issued } = certificate.claims;
    return (
      <Facts
        {...{ name, number }}
        title={course}
        rows={[
          [t("certificates.paper_dates_label"), formatDays({ startsOn: from ?? completed, endsOn: to })],
          [t("certificates.issued_label"), formatDay(issued)],
        ]}
      />
    );
  }
  const { name, number, courseTitle, language, minutes, completedOn, issuedOn, version } = certificate;
  return (
    <Facts
      name={name}
      number={version > 1 ? t("certificates.number_with_version", { number, version }) : number}
      title={<span {...writtenIn(language)}>{courseTitle}</span>}
      rows={[
        [t("certificates.paper_dates_label"), formatDays(certificate)],
        ...(minutes === null
          ? []
          : [[t("certificates.paper_hours_label"), formatHours(minutes)] satisfies [string, string]]),
        [t("certificates.paper_completed_label"), formatDay(completedOn)],
        [t("certificates.issued_label"), formatDay(issuedOn)],
        ...(version > 1
          ? [
              [
                t("certificates.version_label"),
                t("certificates.paper_version", { version, before: version - 1 }),
              ] satisfies [string, string],
            ]
          : []),
      ]}
    />
  );
}

type FactsProps = { name: string; number: string; title: ReactNode; rows: [string, string][] };

function Facts({ name, number, title, rows }: FactsProps) {
  const t = getTranslator();
  return (
    <DescriptionList
      items={[
        {
          term: t("certificates.name_label"),
          value: (
            <span dir="auto" className="[overflow-wrap:anywhere]">
              {name}
            </span>
          ),
          strong: true,
        },
        {
          term: t("certificates.course_label"),
          value: <span className="[overflow-wrap:anywhere]">{title}</span>,
        },
        ...rows.map(([term, value]) => ({ term, value })),
        { term: t("certificates.paper_number_label"), value: <span className="num">{number}</span> },
      ]}
    />
  );
}
