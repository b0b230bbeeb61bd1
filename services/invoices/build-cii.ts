import type { EInvoice, EInvoiceLine, EInvoiceParty } from "#domain/invoices/e-invoices/describe-e-invoice.ts";
import type { TaxGroup } from "#domain/invoices/e-invoices/list-tax-groups.ts";
import { BUSINESS_PROCESS, DISCOUNT_CODE, EN_16931, MAIL_SCHEME, ONE, XRECHNUNG } from "./code-lists.ts";
import { buildXml, elementOrNone, formatHundredths, textOrNone, type XmlElement } from "./xml.ts";

const NAMESPACES = "urn:un:unece:uncefact:data:standard:";

/**
 * UN/CEFACT's Cross Industry Invoice (D16B), as XRechnung 3.0 has it, or as Factur-X and ZUGFeRD do in their profile EN 16931. The order
 * of the elements is the schema's.
 */
export function buildCii(invoice: EInvoice, profile: "xrechnung" | "factur-x"): string {
  return buildXml({
    "rsm:CrossIndustryInvoice": {
      "@xmlns:rsm": `${NAMESPACES}CrossIndustryInvoice:100`,
      "@xmlns:ram": `${NAMESPACES}ReusableAggregateBusinessInformationEntity:100`,
      "@xmlns:udt": `${NAMESPACES}UnqualifiedDataType:100`,
      "@xmlns:qdt": `${NAMESPACES}QualifiedDataType:100`,
      "rsm:ExchangedDocumentContext": {
        "ram:BusinessProcessSpecifiedDocumentContextParameter": { "ram:ID": BUSINESS_PROCESS },
        "ram:GuidelineSpecifiedDocumentContextParameter": {
          "ram:ID": profile === "xrechnung" ? XRECHNUNG : EN_16931,
        },
      },
      "rsm:ExchangedDocument": {
        "ram:ID": invoice.code,
        "ram:TypeCode": invoice.typeCode,
        "ram:IssueDateTime": describeDay(invoice.issuedOn),
        "ram:IncludedNote": elementOrNone({ "ram:Content": textOrNone(invoice.notes) }),
      },
      "rsm:SupplyChainTradeTransaction": {
        "ram:IncludedSupplyChainTradeLineItem": invoice.lines.map(describeLine),
        "ram:ApplicableHeaderTradeAgreement": {
          "ram:BuyerReference": textOrNone(invoice.buyerReference),
          "ram:SellerTradeParty": describeParty(invoice.seller),
          "ram:BuyerTradeParty": describeParty(invoice.buyer),
        },
        "ram:ApplicableHeaderTradeDelivery": describeDelivery(invoice),
        "ram:ApplicableHeaderTradeSettlement": describeSettlement(invoice),
      },
    },
  });
}

/** Format 102 is `20261129`. */
const describeDay = (day: string, prefix = "udt") =>
  day === "" ? undefined : { [`${prefix}:DateTimeString`]: { "@format": "102", "#text": day.replaceAll("-", "") } };

/** The schema wants the element, whether a day stands in it or not. */
function describeDelivery({ deliveredOn }: EInvoice): XmlElement | string {
  const occurrence = describeDay(deliveredOn);
  return occurrence ? { "ram:ActualDeliverySupplyChainEvent": { "ram:OccurrenceDateTime": occurrence } } : "";
}

const describePeriod = ({ servedFrom, servedTo }: { servedFrom: string; servedTo: string }) =>
  elementOrNone({ "ram:StartDateTime": describeDay(servedFrom), "ram:EndDateTime": describeDay(servedTo) });

function describeParty(party: EInvoiceParty): XmlElement {
  const inScheme = (id: string, schemeID: string) => ({ "ram:ID": { "@schemeID": schemeID, "#text": id } });
  const address = (text: string) => elementOrNone({ "ram:URIID": textOrNone(text) });
  return {
    "ram:ID": textOrNone(party.id),
    "ram:Name": textOrNone(party.name),
    "ram:SpecifiedLegalOrganization": elementOrNone({ "ram:ID": textOrNone(party.registerNumber) }),
    "ram:DefinedTradeContact": elementOrNone({
      "ram:PersonName": textOrNone(party.contactName),
      "ram:TelephoneUniversalCommunication": elementOrNone({ "ram:CompleteNumber": textOrNone(party.phone) }),
      "ram:EmailURIUniversalCommunication": address(party.email),
    }),
    "ram:PostalTradeAddress": elementOrNone({
      "ram:PostcodeCode": textOrNone(party.postCode),
      "ram:LineOne": textOrNone(party.street),
      "ram:CityName": textOrNone(party.town),
      "ram:CountryID": textOrNone(party.country),
    }),
    "ram:URIUniversalCommunication":
      party.email === "" ? undefined : { "ram:URIID": { "@schemeID": MAIL_SCHEME, "#text": party.email } },
    "ram:SpecifiedTaxRegistration": [
      ...(party.vatId === "" ? [] : [inScheme(party.vatId, "VA")]),
      ...(party.taxNumber === "" ? [] : [inScheme(party.taxNumber, "FC")]),
    ],
  };
}

function describeSettlement(invoice: EInvoice): XmlElement {
  const { payment } = invoice;
  return {
    "ram:PaymentReference": textOrNone(payment.reference),
    "ram:InvoiceCurrencyCode": invoice.currency,
    "ram:SpecifiedTradeSettlementPaymentMeans": {
      "ram:TypeCode": payment.code,
      ...(payment.iban !== "" && {
        "ram:PayeePartyCreditorFinancialAccount": {
          "ram:IBANID": payment.iban,
          "ram:AccountName": textOrNone(payment.holder),
        },
        "ram:PayeeSpecifiedCreditorFinancialInstitution": elementOrNone({ "ram:BICID": textOrNone(payment.bic) }),
      }),
    },
    "ram:ApplicableTradeTax": invoice.taxes.map(describeTaxGroup),
    "ram:BillingSpecifiedPeriod": describePeriod(invoice),
    "ram:SpecifiedTradePaymentTerms": elementOrNone({
      "ram:Description": textOrNone(invoice.terms || (invoice.dueOn === "" ? invoice.notes : "")),
      "ram:DueDateDateTime": describeDay(invoice.dueOn),
    }),
    "ram:SpecifiedTradeSettlementHeaderMonetarySummation": {
      "ram:LineTotalAmount": formatHundredths(invoice.net),
      "ram:TaxBasisTotalAmount": formatHundredths(invoice.net),
      // The one amount that says its currency (CII-DT-031).
      "ram:TaxTotalAmount": { "@currencyID": invoice.currency, "#text": formatHundredths(invoice.tax) },
      "ram:GrandTotalAmount": formatHundredths(invoice.total),
      "ram:TotalPrepaidAmount": formatHundredths(invoice.paid),
      "ram:DuePayableAmount": formatHundredths(invoice.due),
    },
    "ram:InvoiceReferencedDocument": invoice.corrects
      ? {
          "ram:IssuerAssignedID": invoice.corrects.code,
          "ram:FormattedIssueDateTime": describeDay(invoice.corrects.issuedOn, "qdt"),
        }
      : undefined,
  };
}

function describeTaxGroup(group: TaxGroup): XmlElement {
  return {
    "ram:CalculatedAmount": formatHundredths(group.tax),
    "ram:TypeCode": "VAT",
    "ram:ExemptionReason": textOrNone(group.exemptionReason),
    "ram:BasisAmount": formatHundredths(group.net),
    "ram:CategoryCode": group.category,
    "ram:ExemptionReasonCode": textOrNone(group.exemptionCode),
    "ram:RateApplicablePercent": group.percent,
  };
}

function describeLine(line: EInvoiceLine): XmlElement {
  return {
    "ram:AssociatedDocumentLineDocument": { "ram:LineID": line.id },
    "ram:SpecifiedTradeProduct": {
      "ram:Name": textOrNone(line.name),
      "ram:Description": textOrNone(line.description),
    },
    "ram:SpecifiedLineTradeAgreement": {
      "ram:NetPriceProductTradePrice": {
        "ram:ChargeAmount": formatHundredths(line.price.amount),
        "ram:BasisQuantity": { "@unitCode": ONE, "#text": String(line.price.quantity) },
      },
    },
    "ram:SpecifiedLineTradeDelivery": {
      "ram:BilledQuantity": { "@unitCode": ONE, "#text": String(line.quantity) },
    },
    "ram:SpecifiedLineTradeSettlement": {
      "ram:ApplicableTradeTax": {
        "ram:TypeCode": "VAT",
        "ram:CategoryCode": line.category,
        "ram:RateApplicablePercent": line.percent ?? undefined,
      },
      "ram:BillingSpecifiedPeriod": describePeriod(line),
      "ram:SpecifiedTradeAllowanceCharge":
        line.discount === 0
          ? undefined
          : {
              "ram:ChargeIndicator": { "udt:Indicator": "false" },
              "ram:ActualAmount": formatHundredths(line.discount),
              "ram:ReasonCode": DISCOUNT_CODE,
              "ram:Reason": textOrNone(line.discountReason),
            },
      "ram:SpecifiedTradeSettlementLineMonetarySummation": { "ram:LineTotalAmount": formatHundredths(line.net) },
    },
  };
}
