import type { EInvoice, EInvoiceLine, EInvoiceParty } from "#domain/invoices/e-invoices/describe-e-invoice.ts";
import type { TaxGroup } from "#domain/invoices/e-invoices/list-tax-groups.ts";
import { BUSINESS_PROCESS, DISCOUNT_CODE, MAIL_SCHEME, ONE, XRECHNUNG } from "./code-lists.ts";
import { buildXml, elementOrNone, formatHundredths, textOrNone, type XmlElement } from "./xml.ts";

const NAMESPACES = "urn:oasis:names:specification:ubl:schema:xsd:";

/** XRechnung 3.0 in UBL 2.1: an `Invoice`, or a `CreditNote` for what takes back. The order of the elements is the schema's. */
export function buildUbl(invoice: EInvoice): string {
  const isCreditNote = invoice.typeCode === "381";
  const amount = (hundredths: number) => ({
    "@currencyID": invoice.currency,
    "#text": formatHundredths(hundredths),
  });
  const name = isCreditNote ? "CreditNote" : "Invoice";
  const document: XmlElement = {
    "@xmlns": `${NAMESPACES}${name}-2`,
    "@xmlns:cac": `${NAMESPACES}CommonAggregateComponents-2`,
    "@xmlns:cbc": `${NAMESPACES}CommonBasicComponents-2`,
    "cbc:CustomizationID": XRECHNUNG,
    "cbc:ProfileID": BUSINESS_PROCESS,
    "cbc:ID": invoice.code,
    "cbc:IssueDate": invoice.issuedOn,
    ...(!isCreditNote && { "cbc:DueDate": textOrNone(invoice.dueOn) }),
    [`cbc:${name}TypeCode`]: invoice.typeCode,
    "cbc:Note": textOrNone(invoice.notes),
    "cbc:DocumentCurrencyCode": invoice.currency,
    "cbc:BuyerReference": textOrNone(invoice.buyerReference),
    "cac:InvoicePeriod": describePeriod(invoice),
    "cac:BillingReference": invoice.corrects
      ? {
          "cac:InvoiceDocumentReference": {
            "cbc:ID": invoice.corrects.code,
            "cbc:IssueDate": textOrNone(invoice.corrects.issuedOn),
          },
        }
      : undefined,
    "cac:AccountingSupplierParty": { "cac:Party": describeParty(invoice.seller) },
    "cac:AccountingCustomerParty": { "cac:Party": describeParty(invoice.buyer) },
    "cac:Delivery": elementOrNone({ "cbc:ActualDeliveryDate": textOrNone(invoice.deliveredOn) }),
    "cac:PaymentMeans": describePaymentMeans(invoice, isCreditNote),
    "cac:PaymentTerms": elementOrNone({ "cbc:Note": textOrNone(getTerms(invoice, isCreditNote)) }),
    "cac:TaxTotal": {
      "cbc:TaxAmount": amount(invoice.tax),
      "cac:TaxSubtotal": invoice.taxes.map((group) => describeTaxGroup(group, amount)),
    },
    "cac:LegalMonetaryTotal": {
      "cbc:LineExtensionAmount": amount(invoice.net),
      "cbc:TaxExclusiveAmount": amount(invoice.net),
      "cbc:TaxInclusiveAmount": amount(invoice.total),
      "cbc:PrepaidAmount": amount(invoice.paid),
      "cbc:PayableAmount": amount(invoice.due),
    },
    [`cac:${name}Line`]: invoice.lines.map((line) => describeLine(line, isCreditNote, amount)),
  };
  return buildXml({ [name]: document });
}

/**
 * How it is paid in parts. Where that is not said and no day either, the notes say when it is to be paid (BR-CO-25). That rule looks at no day of a credit note, which stands elsewhere,
 * so that one always has terms: its notes, or its day.
 */
function getTerms({ dueOn, terms, notes }: EInvoice, isCreditNote: boolean): string {
  if (terms !== "") return terms;
  if (isCreditNote) return notes || dueOn;
  return dueOn === "" ? notes : "";
}

type Amount = (hundredths: number) => XmlElement;

const describePeriod = ({ servedFrom, servedTo }: { servedFrom: string; servedTo: string }) =>
  elementOrNone({ "cbc:StartDate": textOrNone(servedFrom), "cbc:EndDate": textOrNone(servedTo) });

function describeParty(party: EInvoiceParty): XmlElement {
  const inScheme = (id: string, scheme: string) => ({
    "cbc:CompanyID": id,
    "cac:TaxScheme": { "cbc:ID": scheme },
  });
  return {
    "cbc:EndpointID": party.email === "" ? undefined : { "@schemeID": MAIL_SCHEME, "#text": party.email },
    "cac:PartyIdentification": elementOrNone({ "cbc:ID": textOrNone(party.id) }),
    "cac:PostalAddress": {
      "cbc:StreetName": textOrNone(party.street),
      "cbc:CityName": textOrNone(party.town),
      "cbc:PostalZone": textOrNone(party.postCode),
      "cac:Country": elementOrNone({ "cbc:IdentificationCode": textOrNone(party.country) }),
    },
    "cac:PartyTaxScheme": [
      ...(party.vatId === "" ? [] : [inScheme(party.vatId, "VAT")]),
      ...(party.taxNumber === "" ? [] : [inScheme(party.taxNumber, "FC")]),
    ],
    "cac:PartyLegalEntity": {
      "cbc:RegistrationName": textOrNone(party.name),
      "cbc:CompanyID": textOrNone(party.registerNumber),
    },
    "cac:Contact": elementOrNone({
      "cbc:Name": textOrNone(party.contactName),
      "cbc:Telephone": textOrNone(party.phone),
      "cbc:ElectronicMail": textOrNone(party.email),
    }),
  };
}

function describePaymentMeans({ payment, dueOn }: EInvoice, isCreditNote: boolean): XmlElement {
  return {
    "cbc:PaymentMeansCode": payment.code,
    // A credit note has no other place for the day (BT-9).
    ...(isCreditNote && { "cbc:PaymentDueDate": textOrNone(dueOn) }),
    "cbc:PaymentID": textOrNone(payment.reference),
    "cac:PayeeFinancialAccount":
      payment.iban === ""
        ? undefined
        : {
            "cbc:ID": payment.iban,
            "cbc:Name": textOrNone(payment.holder),
            "cac:FinancialInstitutionBranch": elementOrNone({ "cbc:ID": textOrNone(payment.bic) }),
          },
  };
}

const VAT = { "cac:TaxScheme": { "cbc:ID": "VAT" } };

function describeTaxGroup(group: TaxGroup, amount: Amount): XmlElement {
  return {
    "cbc:TaxableAmount": amount(group.net),
    "cbc:TaxAmount": amount(group.tax),
    "cac:TaxCategory": {
      "cbc:ID": group.category,
      "cbc:Percent": group.percent,
      "cbc:TaxExemptionReasonCode": textOrNone(group.exemptionCode),
      "cbc:TaxExemptionReason": textOrNone(group.exemptionReason),
      ...VAT,
    },
  };
}

function describeLine(line: EInvoiceLine, isCreditNote: boolean, amount: Amount): XmlElement {
  return {
    "cbc:ID": line.id,
    [isCreditNote ? "cbc:CreditedQuantity" : "cbc:InvoicedQuantity"]: {
      "@unitCode": ONE,
      "#text": String(line.quantity),
    },
    "cbc:LineExtensionAmount": amount(line.net),
    "cac:InvoicePeriod": describePeriod(line),
    "cac:AllowanceCharge":
      line.discount === 0
        ? undefined
        : {
            "cbc:ChargeIndicator": "false",
            "cbc:AllowanceChargeReasonCode": DISCOUNT_CODE,
            "cbc:AllowanceChargeReason": textOrNone(line.discountReason),
            "cbc:Amount": amount(line.discount),
          },
    "cac:Item": {
      "cbc:Description": textOrNone(line.description),
      "cbc:Name": textOrNone(line.name),
      "cac:ClassifiedTaxCategory": {
        "cbc:ID": line.category,
        "cbc:Percent": line.percent ?? undefined,
        ...VAT,
      },
    },
    "cac:Price": {
      "cbc:PriceAmount": amount(line.price.amount),
      "cbc:BaseQuantity": { "@unitCode": ONE, "#text": String(line.price.quantity) },
    },
  };
}
