import type { Metadata } from "next";
import { config } from "#config/config.ts";
import { isBankAccountMissing } from "#providers/bank/instructions.ts";
import { currencyChoices } from "#app/admin/_list/choices.ts";
import { listTimezoneChoices } from "#domain/kernel/timezones.ts";
import { officeRead } from "#app/admin/_list/school.ts";
import { StaffPage } from "#app/_layout/shells.tsx";
import { requirePermission } from "#app/_auth/viewer.ts";
import { AccentCheck } from "#components/admin/accent-check.tsx";
import { Columns, Panel } from "#components/admin/panel.tsx";
import { PictureField } from "#components/admin/picture-field.tsx";
import { providerLabel } from "#components/admin/states.tsx";
import { FormCheckbox, FormInput, FormSelect, FormTextArea, StateForm } from "#components/forms/state-form.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { getEditVersion } from "#domain/kernel/edit-version.ts";
import { SETTINGS } from "#domain/settings/change-settings.ts";
import type { SchoolSettings } from "#domain/settings/inputs.ts";
import { changeSettingsAction } from "./actions.ts";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  await requirePermission("settings.read", "/admin/settings");
  const { settings } = await officeRead();
  return (
    <StaffPage here="/admin/settings">
      <PageHeader title="Settings" lede="What the school says of itself. Public pages follow at once." />
      <Columns
        aside={
          <>
            <Money />
            <Mail />
            <SignIn />
            <p className="px-1 text-small text-ink-soft">
              What stands here is set on the machine, in the environment or the <code>.env</code> file, and read when
              the school starts.
            </p>
          </>
        }
      >
        <StateForm
          action={changeSettingsAction}
          values={{ seen: getEditVersion(settings, SETTINGS) }}
          className="grid gap-5"
        >
          <Panel title="The school">
            <div className="grid gap-5">
              <FormInput name="name" label="Name" maxLength={80} defaultValue={settings.name} required />
              <FormInput name="motto" label="A line under it" maxLength={200} defaultValue={settings.motto} optional />
              <FormInput
                name="supportEmail"
                label="Address for questions"
                hint="Shown to students and in mails."
                type="email"
                maxLength={254}
                defaultValue={settings.supportEmail ?? ""}
                optional
              />
              <div className="grid gap-5 sm:grid-cols-2">
                <FormSelect
                  name="currency"
                  label="Currency"
                  hint="For new cohorts."
                  options={currencyChoices()}
                  defaultValue={settings.currency}
                  required
                />
                <FormSelect
                  name="timezone"
                  label="Timezone"
                  hint="For new cohorts, and for every time in the office."
                  options={listTimezoneChoices()}
                  defaultValue={settings.timezone}
                  required
                />
              </div>
            </div>
          </Panel>
          <Looks settings={settings} />
          <Panel title="Policies">
            <div className="grid gap-5">
              <FormInput
                name="longHoldsMax"
                label="Seats that one person may hold while transfers are on their way"
                hint="Each is held for a week, once their address is confirmed."
                inputMode="numeric"
                maxLength={3}
                defaultValue={String(settings.longHoldsMax)}
                required
              />
              <FormTextArea
                name="refundPolicy"
                label="Refunds, in a line"
                hint="Shown beside the price and at the checkout."
                rows={2}
                maxLength={500}
                defaultValue={settings.refundPolicy}
                optional
              />
              <FormTextArea
                name="terms"
                label="Terms"
                hint="Markdown. Shown on a page of their own."
                rows={8}
                maxLength={50_000}
                defaultValue={settings.terms}
                optional
              />
            </div>
          </Panel>
          <Panel title="Sign-in">
            <FormTextArea
              name="officeNetworks"
              label="The school’s own networks"
              hint="Where many people share one address, as in a classroom: 203.0.113.7 or 2001:db8:7::/48, one a line. Ten times as many sign-ups and sign-ins are taken from there."
              rows={2}
              maxLength={1_000}
              defaultValue={settings.officeNetworks}
              optional
            />
          </Panel>
          <div>
            <SubmitButton pendingLabel="Saving …">Save</SubmitButton>
          </div>
        </StateForm>
      </Columns>
    </StaffPage>
  );
}

function Looks({ settings: { logoFileId, accentColor } }: { settings: SchoolSettings }) {
  return (
    <Panel title="Looks">
      <div className="grid gap-5">
        <FormInput
          name="accentColor"
          label="Colour"
          hint="One colour, such as #1d5b45. Empty means the house’s own green."
          maxLength={7}
          pattern="#[0-9A-Fa-f]{6}"
          defaultValue={accentColor ?? ""}
          optional
        />
        <AccentCheck color={accentColor} />
        {logoFileId && (
          <div className="grid gap-3">
            <img src={`/files/${logoFileId}`} alt="The school’s logo" className="max-h-20 w-fit rounded-sm" />
            <FormCheckbox name="noLogo" label="Take this logo away" />
          </div>
        )}
        <PictureField name="logo" label={logoFileId ? "Another logo" : "Logo"} />
      </div>
    </Panel>
  );
}

/** Which ways to pay are switched on. Keys and secrets are never shown. */
function Money() {
  const { paymentProviders, stripe, bank, holdMinutes } = config();
  const isMissing = isBankAccountMissing(config());
  const names = paymentProviders.map((provider) =>
    provider === "bank" && isMissing ? `${providerLabel(provider)} (no account set)` : providerLabel(provider),
  );
  return (
    <Panel title="Ways to pay">
      <DescriptionList
        items={[
          { term: "Offered", value: names.join(", ") || "none" },
          ...(stripe
            ? [{ term: "Stripe", value: stripe.secretKey.includes("_live_") ? "real money" : "test mode" }]
            : []),
          ...(bank ? [{ term: "Account", value: `${bank.accountHolder}, ${bank.iban}` }] : []),
          { term: "A seat is held for", value: `${holdMinutes} minutes` },
        ]}
      />
    </Panel>
  );
}

function Mail() {
  const { mail } = config();
  return (
    <Panel title="Mail">
      <DescriptionList
        items={[
          {
            term: "Server",
            value: mail.smtpUrl === null ? "none, mails are read in the office" : new URL(mail.smtpUrl).host,
          },
          { term: "From", value: <span className="break-all">{mail.from}</span> },
        ]}
      />
    </Panel>
  );
}

function SignIn() {
  const { oauth, passwordLengthMin } = config();
  const others = [oauth.google && "Google", oauth.github && "GitHub", oauth.oidc?.name].filter(Boolean);
  return (
    <Panel title="Signing in">
      <DescriptionList
        items={[
          { term: "Passwords", value: `at least ${passwordLengthMin} characters` },
          { term: "Also with", value: others.join(", ") || "a code by mail" },
        ]}
      />
    </Panel>
  );
}
