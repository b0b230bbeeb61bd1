import type { Metadata } from "next";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { requirePermission } from "#app/_auth/viewer.ts";
import { SecretField, SetElsewhere } from "#components/admin/connection-parts.tsx";
import { Panel } from "#components/admin/panel.tsx";
import { providerLabel } from "#components/admin/states.tsx";
import { FormInput, FormTick, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { listFixedConnections } from "#config/stored-connections.ts";
import { formatInGroups } from "#domain/kernel/modulo97.ts";
import { isAllowed } from "#domain/policy.ts";
import type { ConnectionPart } from "#domain/settings/connections.ts";
import { applyConnections } from "#services/connections/apply-connections.ts";
import { listStripeSecrets } from "#services/connections/list-stripe-secrets.ts";
import type { SecretUse } from "#domain/payments/list-secret-uses.ts";
import { formatInstant } from "#components/ui/date.tsx";
import { runtime } from "#runtime";
import { sendTestMailAction, setConnectionAction } from "./actions.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("admin_connections.title") };
}

/** Where the school's money and mails go: what the operator has set is shown, and the rest is the owner's to set. */
export default async function ConnectionsPage() {
  const t = getTranslator();
  await requirePermission("settings.read", "/admin/settings/connections");
  const { read, timezone } = await getOfficeContext();
  // What was saved a moment ago may have been saved by another process than this one, which reads it again in a second or two.
  await applyConnections();
  const uses = await listStripeSecrets(read);
  const fixed = listFixedConnections();
  const mayEdit = isAllowed(read.actor, "connection.edit");
  const isOpen = (part: ConnectionPart) => mayEdit && !fixed.includes(part);
  return (
    <>
      <PageHeader title={t("admin_connections.title")} lede={t("admin_connections.lede")} />
      <div className="grid max-w-[760px] grid-cols-1 gap-5">
        {!mayEdit && <Notice tone="info" title={t("admin_connections.owners_only")} />}
        <WaysToPay isOpen={isOpen("ways")} isFixed={fixed.includes("ways")} />
        <BankAccount isOpen={isOpen("bank")} isFixed={fixed.includes("bank")} />
        <Stripe isOpen={isOpen("stripe")} isFixed={fixed.includes("stripe")} uses={uses} timezone={timezone} />
        <MailServer isOpen={isOpen("mail")} isFixed={fixed.includes("mail")} />
        <TestMail />
      </div>
    </>
  );
}

type Part = { isOpen: boolean; isFixed: boolean };

function SaveButton() {
  const t = getTranslator();
  return (
    <div>
      <SubmitButton pendingLabel={t("admin_settings.saving_pending")}>{t("admin_settings.save_button")}</SubmitButton>
    </div>
  );
}

function WaysToPay({ isOpen, isFixed }: Part) {
  const t = getTranslator();
  const { config } = runtime();
  const ways = config.isReal ? (["bank", "stripe"] as const) : (["sandbox", "bank", "stripe"] as const);
  return (
    <Panel title={t("admin_settings.ways_to_pay_title")}>
      {isFixed && <SetElsewhere />}
      {!isOpen ? (
        <p>{config.paymentProviders.map((way) => providerLabel(way)).join(", ")}</p>
      ) : (
        <StateForm action={setConnectionAction} values={{ part: "ways" }} className="grid gap-4">
          <fieldset className="grid gap-2">
            <legend className="mb-2 text-small text-ink-soft">{t("admin_connections.ways_hint")}</legend>
            {ways.map((way) => (
              <FormTick
                key={way}
                id={`way-${way}`}
                name="MATRICULA_PAYMENT_PROVIDERS"
                value={way}
                label={providerLabel(way)}
                defaultChecked={config.paymentProviders.includes(way)}
              />
            ))}
          </fieldset>
          <SaveButton />
        </StateForm>
      )}
    </Panel>
  );
}

function BankAccount({ isOpen, isFixed }: Part) {
  const t = getTranslator();
  const { bank } = runtime().config;
  const iban = bank ? formatInGroups(bank.iban) : "";
  return (
    <Panel title={t("admin_connections.bank_title")}>
      {isFixed && <SetElsewhere />}
      {!isOpen ? (
        <DescriptionList
          items={[
            { term: t("admin_connections.holder_label"), value: bank?.accountHolder ?? t("admin_settings.none") },
            ...(bank ? [{ term: t("admin_connections.iban_label"), value: iban }] : []),
          ]}
        />
      ) : (
        <StateForm action={setConnectionAction} values={{ part: "bank" }} className="grid gap-5">
          <FormInput
            name="MATRICULA_BANK_ACCOUNT_HOLDER"
            label={t("admin_connections.holder_label")}
            maxLength={140}
            defaultValue={bank?.accountHolder ?? ""}
            optional
          />
          <FormInput
            name="MATRICULA_BANK_IBAN"
            label={t("admin_connections.iban_label")}
            hint={t("admin_connections.iban_hint")}
            maxLength={60}
            autoComplete="off"
            defaultValue={iban}
            optional
          />
          <FormInput
            name="MATRICULA_BANK_NAME"
            label={t("admin_connections.bank_name_label")}
            maxLength={140}
            defaultValue={bank?.bankName ?? ""}
            optional
          />
          <SaveButton />
        </StateForm>
      )}
    </Panel>
  );
}

/** By fingerprints: which of the secrets messages come with. */
function SecretUses({ uses, timezone }: { uses: readonly SecretUse[]; timezone: string }) {
  const t = getTranslator();
  return (
    <div className="mb-4 text-small">
      <p className="text-ink-soft">{t("admin_connections.stripe_secrets_title")}</p>
      <ul>
        {uses.map(({ fingerprint, lastAt }) => (
          <li key={fingerprint} className="num">
            {lastAt
              ? t("admin_connections.stripe_secret_used", { fingerprint, at: formatInstant(lastAt, { timezone }) })
              : t("admin_connections.stripe_secret_unused", { fingerprint })}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Stripe({ isOpen, isFixed, uses, timezone }: Part & { uses: readonly SecretUse[]; timezone: string }) {
  const t = getTranslator();
  const { stripe, url } = runtime().config;
  const mode = stripe?.secretKey.includes("_live_") ? t("admin_settings.real_money") : t("admin_settings.test_mode");
  return (
    <Panel title={providerLabel("stripe")} aside={stripe && mode}>
      {isFixed && <SetElsewhere />}
      {uses.length > 0 && <SecretUses uses={uses} timezone={timezone} />}
      {!isOpen ? (
        <p>{stripe ? t("admin_connections.is_set") : t("admin_settings.none")}</p>
      ) : (
        <StateForm action={setConnectionAction} values={{ part: "stripe" }} className="grid gap-5">
          <p className="text-small text-ink-soft">
            {t.rich("admin_connections.stripe_about", {
              address: () => <code className="break-all">{new URL("/webhooks/stripe", url).href}</code>,
            })}
          </p>
          <SecretField
            name="STRIPE_SECRET_KEY"
            label={t("admin_connections.stripe_key_label")}
            isSet={stripe !== null}
          />
          <SecretField
            name="STRIPE_WEBHOOK_SECRET"
            label={t("admin_connections.stripe_webhook_label")}
            hint={t("admin_connections.stripe_webhook_hint")}
            isSet={stripe !== null}
          />
          <SaveButton />
        </StateForm>
      )}
    </Panel>
  );
}

function MailServer({ isOpen, isFixed }: Part) {
  const t = getTranslator();
  const { mail } = runtime().config;
  const host =
    mail.smtpUrl === null ? t("admin_settings.none_mails_are_read_in_the_office") : new URL(mail.smtpUrl).host;
  return (
    <Panel title={t("admin_settings.mail_title")} aside={mail.smtpUrl !== null && host}>
      {isFixed && <SetElsewhere />}
      {!isOpen ? (
        <DescriptionList
          items={[
            { term: t("admin_settings.server"), value: host },
            { term: t("admin_settings.from"), value: mail.from },
          ]}
        />
      ) : (
        <StateForm action={setConnectionAction} values={{ part: "mail" }} className="grid gap-5">
          <SecretField
            name="SMTP_URL"
            label={t("admin_connections.smtp_label")}
            hint={t("admin_connections.smtp_hint")}
            isSet={mail.smtpUrl !== null}
          />
          <FormInput
            name="MATRICULA_MAIL_FROM"
            label={t("admin_settings.from")}
            hint={t("admin_connections.from_hint")}
            maxLength={320}
            defaultValue={mail.smtpUrl === null ? "" : mail.from}
            optional
          />
          <SaveButton />
        </StateForm>
      )}
    </Panel>
  );
}

function TestMail() {
  const t = getTranslator();
  return (
    <Panel title={t("admin_connections.test_mail_title")}>
      <StateForm action={sendTestMailAction} className="grid gap-4">
        <p className="text-small text-ink-soft">{t("admin_connections.test_mail_about")}</p>
        <div>
          <SubmitButton variant="quiet" pendingLabel={t("admin_connections.test_mail_pending")}>
            {t("admin_connections.test_mail_button")}
          </SubmitButton>
        </div>
      </StateForm>
    </Panel>
  );
}
