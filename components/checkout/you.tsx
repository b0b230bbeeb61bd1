import { Badge } from "#components/ui/badge.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

/** Who is buying. */
export function You(props: {
  name: string;
  email: string;
  changeHref: string;
  billingHref?: string;
  billedTo?: string;
}) {
  const { name, email, changeHref, billingHref, billedTo } = props;
  const t = getTranslator();
  return (
    <section aria-labelledby="you">
      <h2 id="you" className="mb-3.5">
        {t("checkout.you_heading")}
      </h2>
      <div className="flex flex-wrap items-center gap-3 rounded-md border border-rule bg-surface px-4 py-3">
        <Badge tone="ok">{t("checkout.signed_in")}</Badge>
        <div className="min-w-0 flex-1">
          <p className="[overflow-wrap:anywhere]" dir="auto">
            {name}
          </p>
          <p className="break-all text-tiny text-ink-faint">{email}</p>
        </div>
        <a href={changeHref} className="link text-small">
          {t("checkout.change")}
        </a>
      </div>
      {billingHref && (
        <p className="mt-2.5 text-small">
          <a href={billingHref} className="link">
            {billedTo ? t("invoices.billed_to_change", { who: billedTo }) : t("invoices.billing_from_checkout")}
          </a>
        </p>
      )}
    </section>
  );
}
