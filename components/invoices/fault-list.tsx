import { getTranslator } from "#components/messages/get-translator.ts";

/** What keeps an invoice from being an e-invoice, in words, and whose details mend it. */
type ShownFault = { rule: string; place: "seller" | "buyer" | "invoice"; words: string };

type FaultListProps = {
  faults: ShownFault[];
  /** Undefined for who may not change the school's details. */
  settingsHref: string | undefined;
  billingHref: string;
};

/** Each rule that would be broken, with the page where it is mended. */
export function FaultList({ faults, settingsHref, billingHref }: FaultListProps) {
  const t = getTranslator();
  const hrefs = { seller: settingsHref, buyer: billingHref, invoice: undefined };
  return (
    <ul className="mt-2 grid list-disc gap-1.5 ps-5">
      {faults.map(({ rule, place, words }) => {
        const href = hrefs[place];
        return (
          <li key={`${rule} ${words}`}>
            {words}{" "}
            {href && (
              <a className="link" href={href}>
                {place === "seller" ? t("einvoice.to_settings") : t("einvoice.to_billing")}
              </a>
            )}{" "}
            <span className="whitespace-nowrap text-small opacity-80">{rule}</span>
          </li>
        );
      })}
    </ul>
  );
}
