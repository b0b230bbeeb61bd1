import { z } from "zod";
import { COURSE_LEVELS } from "#db/enums.ts";
import { encodeMessage, issue, type Issue, message } from "#messages/message.ts";
import { ACCESS_TERMS, listTermProblems, NewAccessTerms, RenewalsMax } from "../access/access-terms.ts";
import { AccessDays } from "../access/inputs.ts";
import { createLineInput, createTextInput } from "../kernel/text-inputs.ts";
import { explainCurrencyRefusal, isCurrency } from "../kernel/currencies.ts";
import { isLanguage } from "../kernel/is-language.ts";
import { readTypedTime } from "../kernel/local-time.ts";
import { takeCount } from "../kernel/read-count.ts";
import { readAmount } from "../kernel/read-amount.ts";
import { isTimezone } from "../kernel/timezones.ts";
import { TaxKind } from "../tax/inputs.ts";

/** The longest a text may be, in characters; the same figures stand in the schema's CHECKs. */
export const LENGTHS = {
  title: 300,
  summary: 1_000,
  description: 50_000,
  subject: 100,
  slug: 120,
  cohortName: 200,
  place: 200,
  link: 2_000,
  meetingNote: 2_000,
  materialBody: 100_000,
  staffAbout: 300,
} as const;

/** A cohort has no more meetings than this, a course no more teachers. */
export const MEETINGS_MAX = 400;
const STAFF_MAX = 20;
const CAPACITY_MAX = 100_000;
/** Minor units, whatever the currency. */
const PRICE_MINOR_MAX = 1_000_000_000_00;

const text = (longest: number) => createTextInput(longest);
const line = (longest: number) => createLineInput(longest);
const needed = (longest: number, words: Issue) => line(longest).min(1, words);

/** Dates of courses. Another year was not meant: `0026` is typed in a moment. */
const [FIRST_YEAR, LAST_YEAR] = [1970, 2199];
const OUT_OF_REACH = message("fields.year_range", { first: FIRST_YEAR, last: LAST_YEAR });

function isInReach(instant: Date): boolean {
  const year = instant.getUTCFullYear();
  return year >= FIRST_YEAR && year <= LAST_YEAR;
}

/** A moment as JSON sends it, with its offset: `2026-01-08T18:30:00+01:00`. */
const Instant = z.iso
  .datetime({ offset: true, message: issue("fields.time_with_offset") })
  .transform((written) => new Date(written))
  .refine(isInReach, encodeMessage(OUT_OF_REACH));

const Timezone = z.string().max(60).refine(isTimezone, issue("fields.iana_name"));

const explainCurrency = (code: string) => {
  const refused = explainCurrencyRefusal(code);
  return refused && encodeMessage(refused);
};

const Currency = z.string().refine(isCurrency, { error: ({ input }) => explainCurrency(String(input)) });

/** A code that may be the one a cohort has had for long, though nobody pays in it today: whether it may, its verb says. */
const KnownCurrency = z.string().regex(/^[A-Z]{3}$/, { error: ({ input }) => explainCurrency(String(input)) });

const Language = z
  .string()
  .trim()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, { error: issue("fields.language_tag"), abort: true })
  .refine(isLanguage, issue("fields.no_such_language"));

/** A page of the web; none is an empty text. */
export const Link = line(LENGTHS.link).refine(isWebAddress, issue("fields.web_address"));

function isWebAddress(address: string): boolean {
  return address === "" || (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol));
}

/** What a course says of itself. */
export const CourseFields = z.object({
  title: needed(LENGTHS.title, issue("fields.course_title_needed")),
  summary: text(LENGTHS.summary).default(""),
  /** Markdown. */
  description: text(LENGTHS.description).default(""),
  subject: line(LENGTHS.subject).default(""),
  level: z.enum(COURSE_LEVELS).default("any"),
  language: Language.default("en"),
  imageFileId: z.string().max(60).nullable().default(null),
  /** Of which of the school's tax rates it is; nothing is the usual one. */
  taxKind: TaxKind.default(""),
});
/** Files and stories that say nothing of tax leave it as it is usually. */
export type CourseFields = Omit<z.output<typeof CourseFields>, "taxKind"> & { taxKind?: string };

/** What may change in a course: only what is sent. The address changes only when it is asked to. */
export const CourseChanges = z
  .object({
    ...CourseFields.shape,
    slug: needed(LENGTHS.slug, issue("fields.course_address_needed")).regex(
      /^[a-z0-9]+(-[a-z0-9]+)*$/,
      issue("fields.slug_letters"),
    ),
    summary: text(LENGTHS.summary),
    description: text(LENGTHS.description),
    subject: line(LENGTHS.subject),
    level: z.enum(COURSE_LEVELS),
    language: Language,
    imageFileId: z.string().max(60).nullable(),
    taxKind: TaxKind,
  })
  .partial();
export type CourseChanges = z.output<typeof CourseChanges>;

type Dates = { startsAt: Date | null; endsAt: Date | null; opensAt: Date | null; closesAt: Date | null };

function checkDates({ startsAt, endsAt, opensAt, closesAt }: Dates, problem: z.core.$RefinementCtx) {
  const add = (path: string, words: Issue) => problem.addIssue({ code: "custom", path: [path], message: words });
  if (startsAt && endsAt && endsAt < startsAt) add("endsAt", issue("fields.ends_before_start"));
  if (opensAt && closesAt && closesAt <= opensAt) add("closesAt", issue("fields.closes_before_opening"));
}

function checkTerms(cohort: Parameters<typeof listTermProblems>[0], problem: z.core.$RefinementCtx) {
  for (const [field, words] of listTermProblems(cohort)) {
    problem.addIssue({
      code: "custom",
      path: [field === "renewalPrice" ? "renewalPriceMinor" : field],
      message: words,
    });
  }
}

const Seats = z.number().int().min(0, issue("fields.seats_min")).max(CAPACITY_MAX, issue("fields.seats_max"));

const Percent = z.number().int().min(1, issue("fields.percent_range")).max(100, issue("fields.percent_range"));

/** What completes an enrolment by itself, in percent; null is not asked. */
const CompletionRule = {
  completionMaterialsPercent: Percent.nullable(),
  completionAttendancePercent: Percent.nullable(),
};
const NewCompletionRule = {
  completionMaterialsPercent: CompletionRule.completionMaterialsPercent.default(null),
  completionAttendancePercent: CompletionRule.completionAttendancePercent.default(null),
};

/** The price without tax: the one with it follows from the school's rate, now and when it changes. Null is for a price with its tax. */
const NetPrice = z.number().int().min(0).max(PRICE_MINOR_MAX, issue("fields.smaller_price")).nullable();

/** One offering of a course, as JSON says it. */
export const CohortFields = z
  .object({
    name: needed(LENGTHS.cohortName, issue("fields.cohort_name_needed")),
    startsAt: Instant.nullable().default(null),
    endsAt: Instant.nullable().default(null),
    timezone: Timezone,
    place: line(LENGTHS.place).default(""),
    /** None means as many as come; 0 means full from the first moment. */
    capacity: Seats.nullable().default(null),
    /** Whole minor units of the currency: 48000 is CHF 480.00. */
    priceMinor: z.number().int().min(0).max(PRICE_MINOR_MAX, issue("fields.smaller_price")),
    netPriceMinor: NetPrice.optional(),
    currency: Currency,
    opensAt: Instant.nullable().default(null),
    closesAt: Instant.nullable().default(null),
    accessDays: AccessDays.nullable().default(null),
    ...NewAccessTerms,
    waitingList: z.boolean().default(true),
    ...NewCompletionRule,
  })
  .superRefine(checkDates)
  .superRefine(checkTerms);
type Terms = keyof typeof NewAccessTerms | keyof typeof NewCompletionRule;
/** Files and stories that say nothing of renewals leave that as it is. */
export type CohortFields = Omit<z.output<typeof CohortFields>, Terms> &
  Partial<Pick<z.output<typeof CohortFields>, Terms>>;

/** A number that a form may leave out. */
export const countOrNone = (fits: z.ZodType<number>) =>
  z
    .string()
    .trim()
    .transform((typed, problem): number | null => (typed === "" ? null : takeCount(typed, fits, problem)))
    .default(null);

const wall = z.string().trim().max(30);
const Was = z.iso
  .datetime()
  .transform((shown) => new Date(shown))
  .optional()
  .catch(undefined);

/** What a form sends for one time: the clock's text, which of two is meant where it comes twice, and the instant it showed. */
const timeParts = <Field extends string>(field: Field) =>
  ({ [`${field}Offset`]: z.string().max(10).optional(), [`${field}Was`]: Was }) as {
    [Part in `${Field}Offset`]: z.ZodOptional<z.ZodString>;
  } & { [Part in `${Field}Was`]: typeof Was };

/** The same offering as a form sends it: every field a text, times on the wall clock of its timezone, the price in decimals. */
export const CohortForm = z
  .object({
    name: needed(LENGTHS.cohortName, issue("fields.cohort_name_needed")),
    startsAt: wall.default(""),
    ...timeParts("startsAt"),
    endsAt: wall.default(""),
    ...timeParts("endsAt"),
    timezone: Timezone,
    place: line(LENGTHS.place).default(""),
    capacity: countOrNone(Seats),
    price: z.string().trim().max(40).default("0"),
    priceTax: z.enum(["included", "added"]).default("included"),
    currency: KnownCurrency,
    opensAt: wall.default(""),
    ...timeParts("opensAt"),
    closesAt: wall.default(""),
    ...timeParts("closesAt"),
    accessDays: countOrNone(AccessDays),
    accessUntil: z.union([z.literal("").transform(() => null), ACCESS_TERMS.accessUntil]).default(null),
    renewal: NewAccessTerms.renewal,
    renewalDays: countOrNone(AccessDays),
    renewalPrice: z.string().trim().max(40).default("0"),
    renewalsMax: countOrNone(RenewalsMax),
    waitingList: z.string().optional(),
    completionMaterialsPercent: countOrNone(Percent),
    completionAttendancePercent: countOrNone(Percent),
  })
  .transform(({ price, priceTax, renewalPrice, ...typed }, problem) => {
    const priceMinor = readPrice(problem, "price", price, typed.currency);
    const renewalPriceMinor = readPrice(problem, "renewalPrice", renewalPrice, typed.currency);
    const at = (field: "startsAt" | "endsAt" | "opensAt" | "closesAt"): Date | null =>
      typed[field] === "" ? null : (readWall(problem, field, typed) ?? null);
    const { name, timezone, place, capacity, currency, accessDays, accessUntil } = typed;
    const { renewal, renewalDays, renewalsMax } = typed;
    const { completionMaterialsPercent, completionAttendancePercent } = typed;
    return {
      name,
      timezone,
      place,
      capacity,
      currency,
      accessDays,
      ...{ accessUntil, renewal, renewalDays, renewalPriceMinor, renewalsMax },
      startsAt: at("startsAt"),
      endsAt: at("endsAt"),
      opensAt: at("opensAt"),
      closesAt: at("closesAt"),
      priceMinor,
      netPriceMinor: priceTax === "added" ? priceMinor : null,
      waitingList: typed.waitingList !== undefined,
      ...{ completionMaterialsPercent, completionAttendancePercent },
    };
  })
  .superRefine(checkDates)
  .superRefine((cohort, problem) => {
    for (const [field, words] of listTermProblems(cohort)) {
      problem.addIssue({ code: "custom", path: [field], message: words });
    }
  });

/** A price as it was typed, in minor units; 0, with words beside its field, for what is none. */
function readPrice(problem: z.RefinementCtx, field: string, typed: string, currency: string): number {
  const read = readAmount(typed === "" ? "0" : typed, currency);
  const words = "problem" in read ? encodeMessage(read.problem) : undefined;
  if (words !== undefined) problem.addIssue({ code: "custom", path: [field], message: words });
  if (!("minor" in read)) return 0;
  if (read.minor > PRICE_MINOR_MAX) {
    problem.addIssue({ code: "custom", path: [field], message: issue("fields.price_too_large") });
  }
  return read.minor;
}

/**
 * What a form's field says on the wall clock of its timezone; undefined, with words beside the field, for what is no moment, is on
 * no clock, or comes twice.
 */
function readWall(problem: z.RefinementCtx, field: string, form: Readonly<Record<string, unknown>>): Date | undefined {
  const [typed, zone] = [String(form[field]), String(form.timezone)];
  const offset = form[`${field}Offset`] as string | undefined;
  const read = readTypedTime({ typed, zone, offset, was: form[`${field}Was`] as Date | undefined });
  const words = "problem" in read ? read.problem : isInReach(read.instant) ? undefined : OUT_OF_REACH;
  if (words) problem.addIssue({ code: "custom", path: [field], message: encodeMessage(words) });
  return "instant" in read ? read.instant : undefined;
}

/** What may change in a cohort, as JSON says it. */
export const CohortChanges = z
  .object({
    name: needed(LENGTHS.cohortName, issue("fields.cohort_name_needed")),
    startsAt: Instant.nullable(),
    endsAt: Instant.nullable(),
    timezone: Timezone,
    place: line(LENGTHS.place),
    capacity: Seats.nullable(),
    priceMinor: z.number().int().min(0).max(PRICE_MINOR_MAX, issue("fields.smaller_price")),
    netPriceMinor: NetPrice,
    currency: KnownCurrency,
    opensAt: Instant.nullable(),
    closesAt: Instant.nullable(),
    accessDays: AccessDays.nullable(),
    ...ACCESS_TERMS,
    waitingList: z.boolean(),
    ...CompletionRule,
  })
  .partial();
export type CohortChanges = z.output<typeof CohortChanges>;

/** One dated hour of a cohort, as JSON says it. */
export const MeetingFields = z
  .object({
    title: line(LENGTHS.title).default(""),
    note: text(LENGTHS.meetingNote).default(""),
    startsAt: Instant,
    endsAt: Instant,
    place: line(LENGTHS.place).default(""),
    link: Link.default(""),
  })
  .refine(({ startsAt, endsAt }) => endsAt > startsAt, {
    path: ["endsAt"],
    message: issue("fields.ends_before_start"),
  });
export type MeetingFields = z.output<typeof MeetingFields>;

/** The same as a form sends it. `timezone` is the cohort's. */
export const MeetingForm = z
  .object({
    title: line(LENGTHS.title).default(""),
    note: text(LENGTHS.meetingNote).default(""),
    startsAt: wall,
    ...timeParts("startsAt"),
    endsAt: wall,
    ...timeParts("endsAt"),
    timezone: Timezone,
    place: line(LENGTHS.place).default(""),
    link: Link.default(""),
  })
  .transform((typed, problem): MeetingFields => {
    const [startsAt, endsAt] = [readWall(problem, "startsAt", typed), readWall(problem, "endsAt", typed)];
    const { title, note, place, link } = typed;
    if (!startsAt || !endsAt) return z.NEVER;
    return { title, note, place, link, startsAt, endsAt };
  })
  .refine(({ startsAt, endsAt }) => endsAt > startsAt, {
    path: ["endsAt"],
    message: issue("fields.ends_before_start"),
  });

/** Who teaches a course, in the order in which the page names them. */
export const StaffList = z
  .array(z.object({ userId: z.string().max(60), about: line(LENGTHS.staffAbout).default("") }))
  .max(STAFF_MAX, issue("fields.people_max", { count: STAFF_MAX }));
export type StaffList = z.output<typeof StaffList>;
