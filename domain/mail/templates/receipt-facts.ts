import type { Words } from "#messages/message.ts";
import { formatMoney, type Money } from "../../kernel/money.ts";
import { facts, type Part, type SchoolFace } from "../draft.ts";
import type { PriceFacts } from "../get-price-facts.ts";
import type { PlanFacts } from "../order-facts.ts";
import { formatDate } from "../format-instant.ts";

type Bought = {
  order: {
    code: string;
    total: Money;
    paidAt: Date | null;
    price?: PriceFacts | null;
    plan?: PlanFacts | null;
    taxNote?: string | undefined;
  };
  studentName: string;
  courseTitle: string;
};

/** What a receipt of a small amount must name in Switzerland and Germany: who sold what to whom, when, for how much. */
export function receiptFacts({ order, studentName, courseTitle }: Bought, school: SchoolFace, t: Words): Part {
  return facts([
    [t("mail_parts.order"), order.code],
    ...priceRows(order.price ?? null, t),
    [t("mail_courses.receipt_total"), order.plan && formatMoney(order.total, t)],
    [t("mail_courses.receipt_paid"), formatMoney(order.plan?.paid ?? order.total, t)],
    [
      t("mail_courses.receipt_tax_included"),
      order.plan && order.plan.tax.minor > 0 ? formatMoney(order.plan.tax, t) : null,
    ],
    ...(order.plan?.toCome ?? []).map(({ amount, dueOn }): [string, string] => [
      t("mail_courses.receipt_to_come"),
      t("mail_courses.receipt_part", {
        amount: formatMoney(amount, t),
        date: formatDate(new Date(`${dueOn}T12:00:00Z`), "UTC", t),
      }),
    ]),
    [t("mail_courses.receipt_on"), order.paidAt && formatDate(order.paidAt, school.timezone, t)],
    [t("mail_courses.receipt_to"), [school.name, ...school.postalAddress.split("\n")].filter(Boolean).join(", ")],
    [t("mail_courses.receipt_register_number"), school.registerNumber],
    [t("mail_courses.receipt_vat_number"), school.vatNumber],
    [t("mail_courses.receipt_tax"), order.taxNote ?? school.taxNote],
    [t("mail_courses.receipt_for"), studentName],
    [t("mail_courses.receipt_what"), courseTitle],
  ]);
}

/** The list price and each discount by name, where there was one. */
export function priceRows(price: PriceFacts | null, t: Words): [label: string, value: string][] {
  if (price === null) return [];
  return [
    [t("mail_parts.list_price"), formatMoney(price.list, t)],
    ...price.discounts.map(({ label, amount }): [string, string] => [
      t("mail_parts.discount"),
      t("mail_parts.discount_of", { label, amount: formatMoney({ ...amount, minor: -amount.minor }, t) }),
    ]),
  ];
}
