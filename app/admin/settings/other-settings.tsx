import { type Config, config } from "#config/config.ts";
import { getBillCodeKind, isBankAccountMissing } from "#providers/bank/instructions.ts";
import { Panel } from "#components/admin/panel.tsx";
import { providerLabel } from "#components/admin/states.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { formatList } from "#components/ui/number.ts";
import type { SchoolSettings } from "#domain/settings/inputs.ts";
import { runtime } from "#runtime";

/** Beside the school's form: what is set on pages of its own, and in the environment. */
export function OtherSettings({ settings }: { settings: SchoolSettings }) {
  const t = getTranslator();
  return (
    <>
      <PaymentSettings settings={settings} />
      <PageLink title={t("tax.title")} lede={t("tax.lede")} href="/admin/settings/tax">
        {t("tax.settings_link")}
      </PageLink>
      <PageLink
        title={t("accounting.settings_title")}
        lede={t("accounting.settings_lede")}
        href="/admin/settings/accounting"
      >
        {t("accounting.settings_link")}
      </PageLink>
      <MailSettings />
      <SignInSettings />
      <p className="px-1 text-small text-ink-soft">
        {t.rich("admin_settings.set_in_the_environment", {
          code: (children) => <code>{children}</code>,
        })}
      </p>
    </>
  );
}

/** Which QR code stands beside a transfer in the school's currency, or what it wants. */
function describeBillCode(bank: NonNullable<Config["bank"]>, settings: SchoolSettings): string {
  const t = getTranslator();
  const { currency } = settings;
  const kind = getBillCodeKind(bank, currency, settings);
  if (kind) return kind === "swiss" ? t("admin_settings.bill_code_swiss") : t("admin_settings.bill_code_epc");
  return currency === "CHF" ? t("admin_settings.bill_code_wants") : t("admin_settings.bill_code_none", { currency });
}

/** Which ways to pay are switched on. Keys and secrets are never shown. */
function PaymentSettings({ settings }: { settings: SchoolSettings }) {
  const t = getTranslator();
  const { config } = runtime();
  const { paymentProviders, stripe, bank, holdMinutes } = config;
  const isMissing = isBankAccountMissing(config);
  const names = paymentProviders.map((provider) =>
    provider === "bank" && isMissing
      ? t("admin_settings.no_account_set", { provider: providerLabel(provider) })
      : providerLabel(provider),
  );
  return (
    <Panel title={t("admin_settings.ways_to_pay_title")} aside={<ConnectionsLink />}>
      <DescriptionList
        items={[
          { term: t("admin_settings.offered"), value: formatList(names) || t("admin_settings.none") },
          ...(stripe
            ? [
                {
                  term: providerLabel("stripe"),
                  value: stripe.secretKey.includes("_live_")
                    ? t("admin_settings.real_money")
                    : t("admin_settings.test_mode"),
                },
              ]
            : []),
          ...(bank
            ? [
                { term: t("admin_settings.account"), value: `${bank.accountHolder}, ${bank.iban}` },
                { term: t("admin_settings.bill_code"), value: describeBillCode(bank, settings) },
              ]
            : []),
          {
            term: t("admin_settings.a_seat_is_held_for"),
            value: t("admin_settings.minutes", { minutes: holdMinutes }),
          },
        ]}
      />
    </Panel>
  );
}

function ConnectionsLink() {
  return (
    <a className="link" href="/admin/settings/connections">
      {getTranslator()("admin_settings.change_link")}
    </a>
  );
}

/** Settings with a page of their own, and what they are about. */
function PageLink({ title, lede, href, children }: { title: string; lede: string; href: string; children: string }) {
  return (
    <Panel title={title}>
      <p className="text-small text-ink-soft">{lede}</p>
      <p className="mt-3">
        <a className="link" href={href}>
          {children}
        </a>
      </p>
    </Panel>
  );
}

function MailSettings() {
  const t = getTranslator();
  const { mail } = runtime().config;
  return (
    <Panel title={t("admin_settings.mail_title")} aside={<ConnectionsLink />}>
      <DescriptionList
        items={[
          {
            term: t("admin_settings.server"),
            value:
              mail.smtpUrl === null
                ? t("admin_settings.none_mails_are_read_in_the_office")
                : new URL(mail.smtpUrl).host,
          },
          { term: t("admin_settings.from"), value: <span className="break-all">{mail.from}</span> },
        ]}
      />
    </Panel>
  );
}

function SignInSettings() {
  const t = getTranslator();
  const { oauth, passwordLengthMin } = config();
  const others = [oauth.google && "Google", oauth.github && "GitHub", oauth.oidc?.name].filter(Boolean);
  return (
    <Panel title={t("admin_settings.signing_in_title")}>
      <DescriptionList
        items={[
          {
            term: t("admin_settings.passwords"),
            value: t("admin_settings.at_least_characters", { count: passwordLengthMin }),
          },
          { term: t("admin_settings.also_with"), value: others.join(", ") || t("admin_settings.a_code_by_mail") },
        ]}
      />
    </Panel>
  );
}
