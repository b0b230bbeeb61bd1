import { z } from "zod";
import { ACCOUNTS } from "#db/enums.ts";
import { issue } from "#messages/message.ts";
import { COUNTRIES } from "../kernel/countries.ts";
import { parseHolidays } from "./parse-holidays.ts";
import { parseLateReminders } from "./parse-late-reminders.ts";
import { parseReminderList } from "../kernel/parse-reminder-list.ts";
import { TypedNumber } from "../kernel/parse-typed-number.ts";
import { readNetworks } from "../kernel/networks.ts";
import { createLineInput, createTextInput } from "../kernel/text-inputs.ts";
import { cleanInvoiceSeries, isInvoiceSeries } from "../kernel/invoice-series.ts";
import { canonicalizeEmail } from "../kernel/email-address.ts";
import { isTimezone } from "../kernel/timezones.ts";

/** How a school is called until its owner has given it a name. */
// eslint-disable-next-line matricula/no-literal-text -- A name, which stands in the settings until there is a better one.
export const UNNAMED = "Your school";

/** As a folder of messages/ is called: `de`, `pt-BR`. */
export const LanguageTag = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, issue("fields.language_example"));

export const LONG_HOLDS_MAX = 100;
export const REFUND_BOUND_MAX = 1_000_000_000;
export const WITHDRAWAL_DAYS_MAX = 365;
export const OPENINGS_KEPT_MONTHS_MAX = 120;
export const PAYMENT_GRACE_DAYS_MAX = 365;
export const INVOICE_DUE_DAYS_MAX = 365;

const Motto = createLineInput(200);
/** Markdown shown as the school's terms. */
const Terms = z.string().max(50_000, issue("fields.characters_max", { count: 50_000 }));
const RefundPolicy = z.string().max(500, issue("fields.characters_max", { count: 500 }));

const InvoiceSeries = z
  .string()
  .overwrite(cleanInvoiceSeries)
  .refine(isInvoiceSeries, issue("fields.invoice_series_example"));

/** Such as "Includes 8.1 % VAT", or why none is charged. */
const TaxNote = createLineInput(200);

/** The school's own texts in another language, and what its subjects are called there, by the name that stands in courses. */
export const SchoolTranslation = z.object({
  motto: Motto.optional(),
  terms: Terms.optional(),
  refundPolicy: RefundPolicy.optional(),
  taxNote: TaxNote.optional(),
  subjects: z.record(z.string().min(1).max(200), createLineInput(200)).optional(),
});

export type SchoolTranslation = z.infer<typeof SchoolTranslation>;

/** What a school says of itself. Each field is one row of the settings table; what is not set has its default here. */
export const SchoolSettings = z.object({
  name: createLineInput(80).min(1, issue("fields.school_name_needed")).default(UNNAMED),
  /** A line under the name in the catalogue. */
  motto: Motto.default(""),
  logoFileId: z.string().max(60).nullable().default(null),
  /** A CSS hex colour that keeps its contrast on paper; none means the house green. */
  accentColor: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, issue("fields.colour_example"))
    .nullable()
    .default(null),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, issue("fields.currency_example"))
    .default("EUR"),
  timezone: z
    .string()
    .refine((zone) => isTimezone(zone), issue("fields.iana_name"))
    .default("Europe/Zurich"),
  /** The language of the school: what is said where nobody has chosen another one. */
  language: LanguageTag.default("en"),
  /** Other languages that people may choose. */
  moreLanguages: z.array(LanguageTag).max(50).default([]),
  /** How many seats one person may hold for days at a time, while transfers are on their way. */
  longHoldsMax: TypedNumber(1, LONG_HOLDS_MAX).default(2),
  /** Whether a sale is booked when it is paid, or with its invoice. */
  accountingBasis: z.enum(["paid", "invoiced"]).default("paid"),
  /** Whether what is paid for a course is earned at once, or day by day while the course goes on. */
  revenueRecognition: z.enum(["when_paid", "over_course"]).default("when_paid"),
  /** The numbers that a bookkeeper's own chart has for the accounts; the others have those of the usual one. */
  accountNumbers: z.partialRecord(z.enum(ACCOUNTS), z.string().regex(/^\d{3,8}$/)).default({}),
  /** In which month the school's year of accounts begins. */
  accountingYearMonth: TypedNumber(1, 12).default(1),
  /** A refund of more than so many of its currency needs a second person; none for no bound. */
  refundApprovalAbove: TypedNumber(0, REFUND_BOUND_MAX).nullable().default(null),
  /** For how many days after buying somebody may withdraw from it; 0 for a school to which no such right applies. */
  withdrawalDays: TypedNumber(0, WITHDRAWAL_DAYS_MAX).default(14),
  /** Whether courses on given dates are exempt, as leisure activities on a date are. */
  withdrawalExemptsDated: z.boolean().default(false),
  /** What else the school's terms exempt, for whoever reads the page. */
  withdrawalNote: createTextInput(2_000).default(""),
  /** How many months the single openings of courses and materials are kept; what is counted of them stays. */
  openingsKeptMonths: TypedNumber(1, OPENINGS_KEPT_MONTHS_MAX).default(13),
  /** How many days before their access ends students are reminded of it: `14, 3, 0`; empty for not at all. */
  accessReminderDays: createLineInput(100)
    .refine((typed) => parseReminderList(typed) !== undefined, issue("fields.reminder_days_example"))
    .default("14, 3, 0"),
  /** How many hours before a meeting its students are reminded of it: `48, 3`; empty for not at all. */
  meetingReminderHours: createLineInput(100)
    .refine((typed) => parseReminderList(typed) !== undefined, issue("fields.reminder_hours_example"))
    .default("48, 3"),
  /** Whether teachers answer tickets about the courses that they teach; the office always does. */
  teachersAnswerTickets: z.boolean().default(false),
  /** Whether students are told by mail that the rule of their cohort has completed their enrolment. */
  completionMails: z.boolean().default(true),
  /** Whether every part of a payment plan must be due before its cohort is over. */
  plansEndWithCourse: z.boolean().default(true),
  /** How many days before a part is due its payer is reminded of it; empty for not at all. */
  paymentReminderDays: createLineInput(100)
    .refine((typed) => parseReminderList(typed) !== undefined, issue("fields.reminder_days_example"))
    .default("3"),
  /** The reminders of what is late, by how many days after its day, and what each costs: `3, 10: 5.00, 20: 15.00`. */
  lateReminders: createLineInput(200)
    .refine((typed) => parseLateReminders(typed) !== undefined, issue("fields.late_reminders_example"))
    .default("3, 10, 20"),
  /** After how many days late access is suspended until it is paid; none never. */
  paymentGraceDays: z.number().int().min(0).max(PAYMENT_GRACE_DAYS_MAX).nullable().default(14),
  supportEmail: z
    .string()
    .refine((typed) => canonicalizeEmail(typed) !== undefined, issue("fields.email_shape"))
    .overwrite((typed) => canonicalizeEmail(typed) ?? typed)
    .nullable()
    .default(null),
  terms: Terms.default(""),
  /** Days on which the school does not meet: one day or one stretch a line. Copies of cohorts leave them out. */
  holidays: createTextInput(10_000)
    .refine((text) => parseHolidays(text) !== undefined, issue("fields.holidays_example"))
    .default(""),
  /** Where a whole class may sign up or in from one address: CIDR notation, separated by commas or lines. */
  officeNetworks: z
    .string()
    .trim()
    .max(1_000, issue("fields.characters_max", { count: 1_000 }))
    .refine((text) => areOfficeNetworks(text), {
      message: issue("fields.networks_example"),
    })
    .default(""),
  refundPolicy: RefundPolicy.default(""),
  /** Where post reaches it, in the parts that invoices and the QR codes of bills need; on receipts. */
  addressStreet: createLineInput(70).default(""),
  addressNumber: createLineInput(16).default(""),
  addressPostCode: createLineInput(16).default(""),
  addressTown: createLineInput(35).default(""),
  addressCountry: z
    .string()
    .refine((code) => COUNTRIES.includes(code), issue("fields.choose_from_list"))
    .nullable()
    .default(null),
  /** The same as one text, as schools wrote it before its parts were asked for. Shown until these are given. */
  postalAddress: createTextInput(300)
    .overwrite((typed) => typed.trim())
    .default(""),
  /** What it is called by in a register of companies or associations. */
  registerNumber: createLineInput(60).default(""),
  /** None is set by a school that charges no VAT. */
  vatNumber: createLineInput(60).default(""),
  /** The tax office's own number of it, where it has one besides (Germany: Steuernummer). On invoices. */
  taxNumber: createLineInput(60).default(""),
  /** Whom a buyer asks about an invoice, and by which telephone. */
  contactName: createLineInput(100).default(""),
  contactPhone: createLineInput(40).default(""),
  /** How invoices are numbered, and cancellation invoices and credit notes: `R-{year}-{number}`. Each has its own series. */
  invoiceSeries: InvoiceSeries.default("R-{year}-{number}"),
  creditSeries: InvoiceSeries.default("G-{year}-{number}"),
  /** What is mailed with the PDF of an invoice: nothing more, or XRechnung in one of its syntaxes. */
  eInvoiceMail: z.enum(["none", "ubl", "cii"]).default("none"),
  /** Within how many days an invoice that was not paid before is to be paid. */
  invoiceDueDays: TypedNumber(1, INVOICE_DUE_DAYS_MAX).default(30),
  /** A line at the foot of each invoice. */
  invoiceNote: createTextInput(500).default(""),
  /** A line about tax on receipts: the one rate that a school charges, or why it charges none. Amounts are not split by it. */
  taxNote: TaxNote.default(""),
  /** What invoices say to companies abroad that account for the tax themselves; empty where the school charges it to all. */
  reverseChargeNote: TaxNote.default(""),
  /** Whether their VAT ids are asked for at VIES, the register of the tax offices of the European Union. */
  checkVatIds: z.boolean().default(false),
  /** What stands in other languages than the school's own, by their tags. */
  translations: z.record(LanguageTag, SchoolTranslation).default({}),
});

export type SchoolSettings = z.infer<typeof SchoolSettings>;

/** A network of one's own is no larger: a typing error must not open the door to half the world. */
const OFFICE_BITS_MIN = { ipv4: 16, ipv6: 32 } as const;

export const parseOfficeNetworks = (text: string) => readNetworks(text.split(/[\s,;]+/).filter((part) => part !== ""));

function areOfficeNetworks(text: string): boolean {
  const { networks, wrong } = parseOfficeNetworks(text);
  return wrong.length === 0 && networks.every(([base, bits]) => bits >= OFFICE_BITS_MIN[base.kind()]);
}
