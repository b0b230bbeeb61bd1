import { allocateMinor } from "../kernel/money.ts";
import type { InvoiceContent, InvoiceLine } from "./invoice-content.ts";
import { computeTaxes } from "./compute-taxes.ts";

type Amounts = Pick<InvoiceLine, "netMinor" | "taxMinor">;
const gross = ({ netMinor, taxMinor }: Amounts) => netMinor + taxMinor;

/** A place that goes back: in which line of the invoice it is, and of it so much, in minor units. */
export type CreditedPlace = {
  at: number;
  lineId: string;
  amountMinor: number;
  /** What the credit note says of it under its course: the cohort, and whose place it is. */
  details: string[];
};

type Credited = Pick<InvoiceContent, "lines">;

/**
 * The lines of a credit note over `amountMinor`: first of the places that go back, each for itself, and for the rest each line of the invoice in
 * proportion to what is left of it after the credit notes before, by the largest remainder, and its tax likewise. So no line is credited twice, and
 * all credit notes together are the invoice. Refuses by throwing a RangeError more than is left.
 */
export function computeCredit(
  invoice: Pick<InvoiceContent, "lines" | "taxes">,
  before: readonly Credited[],
  amountMinor: number,
  places: readonly CreditedPlace[] = [],
): Pick<InvoiceContent, "lines" | "taxes" | "netMinor" | "taxMinor" | "totalMinor"> {
  const left = invoice.lines.map((line, at) => takeOff(line, listOf(before, at)));
  const leftMinor = left.reduce((sum, line) => sum + gross(line), 0);
  if (amountMinor < 1 || amountMinor > leftMinor) throw new RangeError("more than is left of the invoice");
  const ofPlaces = creditPlaces(invoice, left, amountMinor, places);
  const restMinor = ofPlaces.reduce((rest, line) => rest - gross(line), amountMinor);
  const shares = restMinor > 0 ? allocateMinor(restMinor, left.map(gross)) : [];
  const ofRest = invoice.lines.flatMap((line, at): InvoiceLine[] => {
    const [share, of] = [shares[at] ?? 0, left[at] as Amounts];
    if (share === 0) return [];
    const credited = [...listOf(before, at), ...ofPlaces.filter(({ ofLine }) => ofLine === at)];
    const said = share === gross(of) ? describeRest(line, credited) : describeReduction(line);
    return [{ ...line, ...said, ...splitShare(of, share), ofLine: at }];
  });
  const lines = [...ofPlaces, ...ofRest];
  const sum = (of: "netMinor" | "taxMinor") => lines.reduce((total, line) => total + line[of], 0);
  return {
    lines,
    taxes: computeTaxes(lines, (at) => reasonOf(invoice, lines[at]?.ofLine ?? at)),
    ...{ netMinor: sum("netMinor"), taxMinor: sum("taxMinor"), totalMinor: amountMinor },
  };
}

/** What credit notes have taken from a line of their invoice. */
const listOf = (notes: readonly Credited[], at: number): InvoiceLine[] =>
  notes.flatMap(({ lines }) => lines.filter(({ ofLine }, position) => (ofLine ?? position) === at));

const takeOff = (from: Amounts, credited: readonly Amounts[]): Amounts => ({
  netMinor: credited.reduce((left, each) => left - each.netMinor, from.netMinor),
  taxMinor: credited.reduce((left, each) => left - each.taxMinor, from.taxMinor),
});

/** A line for each place, of no more than is left of its line; takes it off what is left. */
function creditPlaces(
  { lines }: Credited,
  left: Amounts[],
  amountMinor: number,
  places: readonly CreditedPlace[],
): InvoiceLine[] {
  let restMinor = amountMinor;
  return places.flatMap(({ at, lineId, amountMinor: wantedMinor, details }) => {
    const [line, of] = [lines[at], left[at]];
    const shareMinor = of ? Math.min(wantedMinor, restMinor, gross(of)) : 0;
    if (!line || !of || shareMinor < 1) return [];
    const amounts = splitShare(of, shareMinor);
    restMinor -= shareMinor;
    left[at] = takeOff(of, [amounts]);
    return [{ ...line, ...amounts, quantity: 1, details, ofLine: at, ofPlace: lineId }];
  });
}

function splitShare(left: Amounts, shareMinor: number) {
  const [netMinor = 0, taxMinor = 0] = allocateMinor(shareMinor, [left.netMinor, left.taxMinor]);
  return { netMinor, taxMinor, grossOfDiscountMinor: netMinor, discountMinor: 0, discountReason: "" };
}

/** All that is left of a line goes back: so do the places of it that have not gone back yet. */
function describeRest(line: InvoiceLine, credited: readonly InvoiceLine[]): Partial<InvoiceLine> {
  const gone = new Map(credited.flatMap(({ ofPlace, details }) => (ofPlace ? [[ofPlace, details]] : [])));
  const quantity = line.quantity - gone.size;
  if (quantity < 1) return describeReduction(line);
  const details = [...line.details];
  for (const name of [...gone.values()].flatMap(([, ...names]) => names)) {
    const found = details.indexOf(name, 1);
    if (found > 0) details.splice(found, 1);
  }
  return { quantity, details };
}

/** Of several places it is not said whose it is. */
const describeReduction = ({ quantity, details }: InvoiceLine): Partial<InvoiceLine> => ({
  ...{ isReduction: true, quantity: 1 },
  details: quantity > 1 ? details.slice(0, 1) : details,
});

function reasonOf({ lines, taxes }: Pick<InvoiceContent, "lines" | "taxes">, at: number): string {
  const line = lines[at];
  const tax = taxes.find((each) => each.taxCategory === line?.taxCategory && each.taxRatePpm === line.taxRatePpm);
  return tax?.exemptionReason ?? "";
}
