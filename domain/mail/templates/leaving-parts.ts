import type { Words } from "#messages/message.ts";
import { formatMoney } from "../../kernel/money.ts";
import { type Part, type SchoolFace, text } from "../draft.ts";
import { formatInstant } from "../format-instant.ts";
import type { EnrolmentFacts } from "../order-facts.ts";

/** On what terms a place was sold, a sentence each: its own where it has some, and what the school says of all of them otherwise. */
export function leavingParts({ leaving }: Pick<EnrolmentFacts, "leaving">, school: SchoolFace, t: Words): Part[] {
  if (!leaving?.isAgreed && school.refundPolicy)
    return [text(`${school.refundPolicy} ${t("learning.office_decides_when_asked")}`)];
  if (!leaving) return [];
  const { cancel, move } = leaving.leaving;
  const at = (moment: Date) => formatInstant(moment, leaving.timezone, t);
  return [
    ...(cancel ? [text(cancelWords(cancel, at, t))] : []),
    ...(move?.until ? [text(t("catalogue.move_until", { until: at(move.until) }))] : []),
  ];
}

type Cancel = NonNullable<NonNullable<EnrolmentFacts["leaving"]>["leaving"]["cancel"]>;

function cancelWords({ percent, until, fee }: Cancel, at: (moment: Date) => string, t: Words): string {
  const values = { percent, fee: formatMoney(fee, t) };
  if (until === null) {
    return fee.minor > 0
      ? t("catalogue.cancel_any_time_with_fee", values)
      : t("catalogue.cancel_any_time", { percent });
  }
  return fee.minor > 0
    ? t("catalogue.cancel_until_with_fee", { ...values, until: at(until) })
    : t("catalogue.cancel_until", { percent, until: at(until) });
}
