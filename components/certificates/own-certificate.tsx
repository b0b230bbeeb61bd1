import { type FormAction, FormInput, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { LinkButton } from "#components/ui/button.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import type { OwnCertificate } from "#domain/certificates/get-own-certificate.ts";
import { formatDay } from "./format-day.ts";

type Props = {
  certificate: OwnCertificate;
  here: string;
  /** Of the page on which others check it; none while it is not issued. */
  publicPath: string | null;
  nameLengthMax: number;
  nameAction: FormAction;
};

/** A student's certificate. The name is asked for once, before the file is there to be downloaded. */
export function OwnCertificateView({ certificate, here, publicPath, nameLengthMax, nameAction }: Props) {
  const t = getTranslator();
  const { issued, name, courseTitle, language } = certificate;
  const isAsked = issued === null || (issued.state === "issued" && issued.confirmedAt === null);
  return (
    <>
      <PageHeader
        title={t("certificates.own_title")}
        lede={
          <span className="[overflow-wrap:anywhere]" {...writtenIn(language)}>
            {courseTitle}
          </span>
        }
      />
      {issued?.state === "revoked" && (
        <Notice tone="bad" title={t("certificates.own_revoked_title")} className="mb-6">
          {t("certificates.own_revoked_words", { why: issued.revokeReason ?? "" })}
        </Notice>
      )}
      {certificate.isByHand ? (
        <ByHand certificate={certificate} />
      ) : isAsked ? (
        <NameForm certificate={certificate} lengthMax={nameLengthMax} action={nameAction} />
      ) : (
        issued && (
          <>
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
                { term: t("certificates.paper_number_label"), value: <span className="num">{issued.number}</span> },
                { term: t("certificates.issued_label"), value: formatDay(issued.issuedOn) },
              ]}
            />
            <Download issued={issued} here={here} publicPath={publicPath ?? here} />
          </>
        )
      )}
    </>
  );
}

type DownloadProps = { issued: NonNullable<OwnCertificate["issued"]>; here: string; publicPath: string };

function Download({ issued, here, publicPath }: DownloadProps) {
  const t = getTranslator();
  if (issued.state !== "issued") return null;
  return (
    <div className="mt-6 grid justify-items-start gap-4">
      {issued.fileId ? (
        <LinkButton href={`/files/${issued.fileId}`}>{t("certificates.download_button")}</LinkButton>
      ) : (
        <>
          <p className="text-ink-soft">{t("certificates.being_made")}</p>
          <LinkButton href={here} variant="quiet">
            {t("certificates.look_again_button")}
          </LinkButton>
        </>
      )}
      <a className="link" href={publicPath}>
        {t("certificates.public_page_link")}
      </a>
      <p className="max-w-prose text-small text-ink-soft">{t("certificates.wrong_name_words")}</p>
      <a className="link" href="/help/new">
        {t("certificates.ask_school_link")}
      </a>
    </div>
  );
}

/** The school issues it by hand: what the student can do meanwhile is to have a name that can be printed. */
function ByHand({ certificate: { fault } }: { certificate: OwnCertificate }) {
  const t = getTranslator();
  return (
    <div className="grid max-w-prose justify-items-start gap-4">
      <Notice tone={fault ? "warn" : "info"} title={t("certificates.by_hand_title")}>
        {fault ? t("certificates.by_hand_fault_words", { fault: t.format(fault) }) : t("certificates.by_hand_words")}
      </Notice>
      {fault && (
        <a className="link" href="/account">
          {t("certificates.to_account_link")}
        </a>
      )}
      <a className="link" href="/help/new">
        {t("certificates.ask_school_link")}
      </a>
    </div>
  );
}

type NameFormProps = { certificate: OwnCertificate; lengthMax: number; action: FormAction };

function NameForm({ certificate, lengthMax, action }: NameFormProps) {
  const t = getTranslator();
  const { enrolmentId, name, fault, issued } = certificate;
  return (
    <>
      {fault && (
        <Notice tone="warn" title={t("certificates.not_issued_title")} className="mb-6">
          {t.format(fault)}
        </Notice>
      )}
      <StateForm action={action} values={{ enrolmentId }} className="grid max-w-prose gap-5">
        <FormInput
          name="name"
          label={t("certificates.name_on_certificate_label")}
          hint={t("certificates.name_once_hint")}
          autoComplete="name"
          // What is too long is refused with words, not cut: a cut name would be printed.
          maxLength={lengthMax * 4}
          defaultValue={issued === null && fault ? "" : name}
          required
        />
        <div>
          <SubmitButton pendingLabel={t("certificates.confirming_pending")}>
            {t("certificates.confirm_name_button")}
          </SubmitButton>
        </div>
      </StateForm>
    </>
  );
}
