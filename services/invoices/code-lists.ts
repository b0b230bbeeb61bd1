/** BT-24: what an invoice holds itself to. */
export const XRECHNUNG = "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0";
/** The same of Factur-X and ZUGFeRD in their profile EN 16931, which is that standard and no more. */
export const EN_16931 = "urn:cen.eu:en16931:2017";
/** BT-23: an invoice that is sent for itself. */
export const BUSINESS_PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0";
/** UN/ECE Recommendation 20: one of what has no other measure. */
export const ONE = "C62";
/** The list of electronic addresses (EAS): it is a mail address. */
export const MAIL_SCHEME = "EM";
/** UNTDID 5189: a discount. */
export const DISCOUNT_CODE = "95";
