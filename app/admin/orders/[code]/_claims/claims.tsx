import { Ask } from "#components/admin/ask.tsx";
import { Panel } from "#components/admin/panel.tsx";
import { ClaimBadge } from "#components/claims/claim-badge.tsx";
import { FormInput, FormRadioCards, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { DateTime } from "#components/ui/date.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import type { ClaimView, OrderClaims } from "#domain/checkout/get-order-claims.ts";
import { formatEmail } from "#domain/kernel/email-address.ts";
import {
  cancelClaimLinkAction,
  reassignClaimLinkAction,
  renewClaimLinkAction,
  sendClaimLinkAction,
  withdrawClaimLinkAction,
} from "./actions.ts";

export type ClaimsProps = {
  claims: OrderClaims;
  timezone: string;
  may: { edit: boolean; refund: boolean };
};

/** The places of an order for others, and what the office does about each. The links themselves are the buyer's, and not shown here. */
export function Claims({ claims, timezone, may }: ClaimsProps) {
  const t = getTranslator();
  return (
    <section id="claims">
      <Panel title={t("admin_claims.panel_title")}>
        <Table<ClaimView>
          caption={t("admin_claims.panel_title")}
          rows={claims.links}
          rowKey={({ id }) => id}
          columns={[
            { key: "for", header: t("admin_claims.for_label"), long: true, cell: (link) => <For link={link} /> },
            {
              key: "state",
              header: t("admin_claims.state_label"),
              cell: (link) => (
                <span>
                  <ClaimBadge link={link} />
                  {link.claimedAt && (
                    <span className="mt-1 block text-tiny text-ink-faint">
                      <DateTime instant={link.claimedAt} timezone={timezone} showZone={false} />
                    </span>
                  )}
                </span>
              ),
            },
            ...(may.edit ? [deeds(claims, may)] : []),
          ]}
        />
      </Panel>
    </section>
  );
}

function For({ link: { name, email, studentName, enrolmentId } }: { link: ClaimView }) {
  const t = getTranslator();
  return (
    <span dir="auto">
      {studentName && enrolmentId ? (
        <a href={`/admin/enrolments/${enrolmentId}`} className="link">
          {studentName}
        </a>
      ) : (
        name || t("admin_claims.nobody_named")
      )}
      {studentName && name && name !== studentName && (
        <span className="block text-tiny text-ink-faint">{t("claims.meant_for", { name })}</span>
      )}
      {email && <span className="block text-tiny text-ink-faint">{formatEmail(email)}</span>}
    </span>
  );
}

const deeds = (claims: OrderClaims, may: ClaimsProps["may"]): Column<ClaimView> => ({
  key: "deeds",
  header: getTranslator()("admin_claims.deeds_label"),
  cell: (link) => (link.state === "open" || link.state === "claimed" ? <Deeds {...{ link, claims, may }} /> : null),
});

type DeedsProps = { link: ClaimView; claims: OrderClaims; may: ClaimsProps["may"] };

function Deeds({ link, claims, may }: DeedsProps) {
  const t = getTranslator();
  const values = { code: claims.code, claimLinkId: link.id };
  const isOpen = link.state === "open";
  return (
    <div className="flex min-w-0 flex-wrap items-start gap-2">
      {isOpen && link.withdrawnAt === null && link.email && (
        <StateForm action={sendClaimLinkAction} values={values}>
          <SubmitButton size="s" variant="quiet">
            {t("claims.send_again_button")}
          </SubmitButton>
        </StateForm>
      )}
      {isOpen && (
        <StateForm action={link.withdrawnAt === null ? withdrawClaimLinkAction : renewClaimLinkAction} values={values}>
          <SubmitButton size="s" variant="quiet">
            {link.withdrawnAt === null ? t("claims.withdraw_button") : t("claims.renew_button")}
          </SubmitButton>
        </StateForm>
      )}
      <Reassign {...{ link, values }} />
      {isOpen && <Cancel {...{ link, values, may }} />}
    </div>
  );
}

type DeedProps = { link: ClaimView; values: Record<string, string> };

function Reassign({ link, values }: DeedProps) {
  const t = getTranslator();
  const isClaimed = link.state === "claimed";
  return (
    <Ask
      id={`reassign-${link.id}`}
      trigger={t("admin_claims.reassign_button")}
      title={t("admin_claims.reassign_title")}
      confirmLabel={t("claims.reassign_button")}
      why={isClaimed ? t("admin_enrolments.why_mailed_hint") : false}
      tone="quiet"
      action={reassignClaimLinkAction}
      values={values}
      fields={
        <>
          <FormInput id={`name-${link.id}`} name="name" label={t("claims.name_label")} maxLength={400} optional />
          <FormInput
            id={`email-${link.id}`}
            name="email"
            type="email"
            label={t("claims.email_label")}
            hint={t("claims.email_hint")}
            maxLength={254}
            optional
          />
        </>
      }
    >
      {isClaimed ? t("admin_claims.reassign_claimed_words") : t("admin_claims.reassign_words")}
    </Ask>
  );
}

function Cancel({ link, values, may }: DeedProps & { may: ClaimsProps["may"] }) {
  const t = getTranslator();
  return (
    <Ask
      id={`cancel-${link.id}`}
      trigger={t("admin_claims.cancel_button")}
      title={t("admin_claims.cancel_title")}
      confirmLabel={t("admin_claims.cancel_button")}
      why={t("admin_enrolments.why_mailed_hint")}
      action={cancelClaimLinkAction}
      values={values}
      fields={
        may.refund && (
          <FormRadioCards
            name="refund"
            legend={t("admin_claims.money_legend")}
            defaultValue="review"
            options={[
              { value: "now", label: t("admin_claims.refund_now") },
              { value: "review", label: t("admin_claims.refund_review") },
            ]}
          />
        )
      }
    >
      {t("admin_claims.cancel_words")}
    </Ask>
  );
}
