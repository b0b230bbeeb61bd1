import type { LineKind } from "#db/enums.ts";
import { localizeCohort, localizeCourse } from "../courses/course-texts.ts";
import { getIncludedTax } from "../tax/split-included-tax.ts";
import { formatEmail } from "../kernel/email-address.ts";
import { formatLocalDay } from "../kernel/local-time.ts";
import type { SchoolSettings } from "../settings/inputs.ts";
import { pickLanguage } from "../settings/pick-language.ts";
import { getSchoolText } from "../settings/school-texts.ts";
import type { InvoiceContent, InvoiceLine, InvoiceParty, MovedTo } from "./invoice-content.ts";
import type { OrderFacts, SoldLine } from "./load-order-facts.ts";
import type { Billing } from "./inputs.ts";
import { computeTaxes } from "./compute-taxes.ts";
import type { Plan } from "./load-plan.ts";

/** What is not of the order: which paper it is, of which day, and what was paid of it by then. */
export type PaperFacts = {
  kind: InvoiceContent["kind"];
  issuedOn: string;
  /** Empty where nothing is due. */
  dueOn: string;
  paidMinor: number;
  /** How it is paid in parts; none where it is paid at once. */
  plan?: Pick<Plan, "parts" | "keptCard"> | undefined;
  /** Of the lines of the order those whose place is in another cohort by now, and in which; none where the paper says only what was sold. */
  moved?: ReadonlyMap<string, string>;
  /** Where transfers go; null where the school takes none. */
  bank: { accountHolder: string; iban: string } | null;
};

/** What an invoice or another paper says of an order as it stands now; its code is given when it is issued. */
export function buildInvoiceContent(facts: OrderFacts, paper: PaperFacts): InvoiceContent {
  const { order, settings } = facts;
  const language = pickLanguage(settings, facts.buyer.language);
  const sold = mergePlaces(facts.lines.map((line) => toSold(line, facts, paper.moved)));
  const lines = sold.map((each) => toInvoiceLine(each, language));
  const taxes = computeTaxes(lines, (at) => sold[at]?.line.taxNote ?? "");
  const sum = (of: (line: InvoiceLine) => number) => lines.reduce((total, line) => total + of(line), 0);
  const [netMinor, taxMinor] = [sum((line) => line.netMinor), sum((line) => line.taxMinor)];
  const totalMinor = netMinor + taxMinor;
  return {
    ...{ kind: paper.kind, code: "", issuedOn: paper.issuedOn, dueOn: paper.dueOn },
    ...{ language, currency: order.currency },
    seller: getSeller(settings),
    buyer: getBuyer(facts),
    buyerReference: facts.billing?.reference ?? "",
    orderCode: order.code,
    corrects: null,
    ...{ lines, taxes, netMinor, taxMinor, totalMinor },
    ...{ paidMinor: paper.paidMinor, dueMinor: totalMinor - paper.paidMinor },
    ...(paper.plan && { parts: paper.plan.parts }),
    ...(paper.plan?.keptCard && { keptCard: paper.plan.keptCard }),
    payment: getPayment(facts, { ...paper, openMinor: totalMinor - paper.paidMinor }),
    notes: listNotes(settings, lines, language),
  };
}

/** The school as its invoices name it. */
export function getSeller(settings: SchoolSettings): InvoiceParty {
  return {
    ...{ name: settings.name, contactName: settings.contactName, phone: settings.contactPhone },
    email: settings.supportEmail === null ? "" : formatEmail(settings.supportEmail),
    ...{ street: settings.addressStreet, number: settings.addressNumber },
    ...{ postCode: settings.addressPostCode, town: settings.addressTown, country: settings.addressCountry ?? "" },
    ...{ vatId: settings.vatNumber, taxNumber: settings.taxNumber, registerNumber: settings.registerNumber },
  };
}

/** A company with whom to ask there, or a person. */
export function getBuyer({ billing, buyer }: { billing: Billing | null; buyer: OrderFacts["buyer"] }): InvoiceParty {
  const nobody = { street: "", number: "", postCode: "", town: "", country: "", vatId: "", company: "" };
  const { company, street, number, postCode, town, country, vatId } = billing ?? nobody;
  const name = billing?.name ?? buyer.name;
  return {
    name: company || name,
    contactName: company ? name : "",
    ...{ email: formatEmail(buyer.email), phone: "", street, number, postCode, town, country, vatId },
    ...{ taxNumber: "", registerNumber: "" },
  };
}

const MEANS = { bank: "transfer", stripe: "card", sandbox: "other" } as const;

/** By what it was paid; of what is open by what it can be: what was paid by card says nothing of the rest, unless the card is kept for it. */
export function getPayment(
  { attempts }: Pick<OrderFacts, "attempts">,
  { bank, plan, openMinor }: Pick<PaperFacts, "bank" | "plan"> & { openMinor: number },
): InvoiceContent["payment"] {
  const settled = attempts.find(({ state }) => state === "settled")?.provider;
  const paidBy = openMinor > 0 && !plan?.keptCard ? undefined : settled;
  const nothing = { holder: "", iban: "", bic: "", reference: "" };
  const means = paidBy ? MEANS[paidBy] : bank ? "transfer" : "other";
  if (means !== "transfer") return { means, ...nothing };
  const reference = attempts.find(({ provider }) => provider === "bank")?.reference ?? "";
  return { means, holder: bank?.accountHolder ?? "", iban: bank?.iban.replace(/\s/g, "") ?? "", bic: "", reference };
}

/** The school's own words about tax stand for what no line says of itself. */
function listNotes(settings: SchoolSettings, lines: readonly InvoiceLine[], language: string): string[] {
  const isTaxSaid = lines.some(({ taxCategory }) => taxCategory !== "outside");
  const taxNote = isTaxSaid ? "" : getSchoolText(settings, "taxNote", language).text;
  return [taxNote, settings.invoiceNote].filter((note) => note !== "");
}

type Sold = SoldLine & { for: string[]; movedTo: MovedTo[] };

function toSold(sold: SoldLine, facts: OrderFacts, moved?: ReadonlyMap<string, string>): Sold {
  const names = nameParticipants(sold, facts);
  const cohort = moved?.get(sold.line.id);
  return { ...sold, for: names, movedTo: cohort === undefined ? [] : [{ who: names[0] ?? "", cohort }] };
}

/** Whose place it is; a buyer who is billed by name takes part themselves without being named twice. */
function nameParticipants({ line, meantFor, claimedBy }: SoldLine, { billing, buyer }: OrderFacts): string[] {
  const name =
    line.kind === "claim" ? claimedBy || meantFor : getBuyer({ billing, buyer }).name === buyer.name ? "" : buyer.name;
  return name ? [name] : [];
}

const PLACES: readonly LineKind[] = ["claim"];

/** Lines of an order that have the same are one on paper. */
export const getPaperKey = ({ id, kind, ...line }: SoldLine["line"]): string =>
  PLACES.includes(kind)
    ? [line.cohortId, line.unitMinor, line.taxRatePpm, line.taxCategory, line.taxNote].join(" ")
    : id;

/** Places for others have a line each; on paper those of one price are one, with all their names. */
function mergePlaces(sold: readonly Sold[]): Sold[] {
  const merged = new Map<string, Sold>();
  for (const each of sold) {
    const key = getPaperKey(each.line);
    const known = merged.get(key);
    merged.set(key, known ? addPlace(known, each) : each);
  }
  return [...merged.values()];
}

const addPlace = (to: Sold, { line, discounts, for: names, movedTo }: Sold): Sold => ({
  ...to,
  discounts: [...to.discounts, ...discounts],
  for: [...to.for, ...names],
  movedTo: [...to.movedTo, ...movedTo],
  line: {
    ...to.line,
    quantity: to.line.quantity + line.quantity,
    discountMinor: to.line.discountMinor + line.discountMinor,
    taxMinor: to.line.taxMinor + line.taxMinor,
    totalMinor: to.line.totalMinor + line.totalMinor,
  },
});

/** The price rules by name and the coupons by code, each once. */
const nameDiscounts = ({ discounts }: Sold) => [...new Set(discounts.map(({ label }) => label))].join(", ");

/** Amounts of orders have the tax in them; those of an invoice's lines are without it. */
function toInvoiceLine(sold: Sold, language: string): InvoiceLine {
  const { line, timezone, startsAt, endsAt, renewalDays } = sold;
  const languages = { written: sold.courseLanguage, wanted: language };
  const course = localizeCourse(
    { title: sold.courseTitle, translations: sold.courseTranslations, language: sold.courseLanguage },
    language,
  );
  const cohort = localizeCohort({ name: sold.cohortName, place: "", translations: sold.cohortTranslations }, languages);
  const netMinor = line.totalMinor - line.taxMinor;
  const discountMinor = line.discountMinor - getIncludedTax(line.discountMinor, line.taxRatePpm);
  const isTaught = line.kind === "enrolment" || line.kind === "claim";
  return {
    ...{ kind: line.kind, ...(renewalDays === null ? {} : { renewalDays }) },
    name: course.title,
    details: [cohort.name, ...sold.for],
    ...(sold.movedTo.length > 0 && { movedTo: sold.movedTo }),
    quantity: line.quantity,
    ...{ grossOfDiscountMinor: netMinor + discountMinor, discountMinor, discountReason: nameDiscounts(sold), netMinor },
    ...{ taxRatePpm: line.taxRatePpm, taxCategory: line.taxCategory, taxMinor: line.taxMinor },
    servedFrom: isTaught && startsAt ? formatLocalDay(startsAt, timezone) : "",
    servedTo: isTaught && startsAt ? formatLocalDay(endsAt ?? startsAt, timezone) : "",
  };
}
