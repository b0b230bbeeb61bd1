import { ConfirmIdentity, type RecentSignIn } from "#components/account/confirm-identity.tsx";
import { providerLabel } from "#components/admin/states.tsx";
import { FormRadioCards, FormTextArea } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { formatAmount } from "#components/ui/money.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { EndingWay } from "#domain/checkout/load-ending-lines.ts";
import { EndingMails } from "./ending-sums.tsx";

export type Way = { provider: EndingWay; currency: string; leftMinor: number };

/** By which way the money goes back, and whether at once: of a place, of an order and of a cohort. */
export function EndingWays({ ways, mayRefund }: { ways: readonly Way[]; mayRefund: boolean }) {
  const t = getTranslator();
  const byTransfer = ways.some(({ provider }) => provider === "bank");
  const said = ways.map(({ provider, currency, leftMinor: minor }) => {
    const name = provider === "credit" ? t("credit.title") : providerLabel(provider);
    return t("endings.way", { provider: name, amount: formatAmount({ minor, currency }) });
  });
  return (
    <div className="grid gap-3">
      <p className="text-small text-ink-soft">
        {said.join(" ")} {byTransfer && t("endings.way_by_transfer")}
      </p>
      {mayRefund ? (
        <FormRadioCards
          name="refund"
          legend={t("endings.refund_label")}
          options={[
            { value: "now", label: t(byTransfer ? "endings.refund_transfer_option" : "endings.refund_now_option") },
            { value: "review", label: t("endings.refund_review_option") },
          ]}
          defaultValue="now"
        />
      ) : (
        <p className="text-small text-ink-soft">{t("admin_enrolments.refund_left_to_finance")}</p>
      )}
    </div>
  );
}

type CloseProps = {
  /** None where nobody is asked who they are: no money goes back. */
  recent: RecentSignIn | undefined;
  /** Whether so much would go back that whoever sends it shows who they are. */
  isLarge: boolean;
  isMoneyAlone?: boolean;
  /** What the reason says to begin with. */
  why?: string | undefined;
};

/** How every ending is sent: the reason, who sends it, who is told, the press. */
export function EndingClose({ recent, isLarge, isMoneyAlone = false, why }: CloseProps) {
  const t = getTranslator();
  return (
    <>
      <FormTextArea
        name="why"
        label={t("endings.why_label")}
        hint={t("endings.why_hint")}
        rows={2}
        maxLength={500}
        {...(why === undefined ? {} : { defaultValue: why })}
        required
      />
      {recent && <ConfirmIdentity {...recent} isRecent={recent.isRecent || !isLarge} id="confirm-ending" />}
      <EndingMails isMoneyAlone={isMoneyAlone} />
      <div>
        <SubmitButton variant="danger" pendingLabel={t("endings.pending")}>
          {t("endings.submit_button")}
        </SubmitButton>
      </div>
    </>
  );
}
