import { Fragment, type ReactNode } from "react";
import type { AccessCause, ExplainedAccess } from "#domain/access/load-access.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { formatInstant } from "#components/ui/date.tsx";
import { formatAccessEnd } from "./format-access-end.ts";

type AccessSentenceProps = {
  access: Pick<ExplainedAccess, "state" | "startsAt" | "endsAt" | "reasons">;
  schoolTimezone: string;
  /** Where an order is read: by its buyer, or in the office. */
  ordersAt: "/orders" | "/admin/orders";
  /** Where all of them are listed, when there are more reasons than a sentence holds. */
  allAt: string;
};

/** Somebody who comes back year after year has hundreds; these say until when the course is open, and nobody reads on. */
const CAUSES_MAX = 8;

/** The office's list of what somebody has of a course. */
export const enrolmentsHref = (email: string, courseId: string) =>
  `/admin/enrolments?q=${encodeURIComponent(email)}&course=${courseId}`;

/** "Open until 3 March 2027, because of order M7K2QAB (paid in full), extended by 14 days by the office on 2 February 2027." */
export function AccessSentence({ access, schoolTimezone, ordersAt, allAt }: AccessSentenceProps) {
  const t = getTranslator();
  const { state, startsAt, endsAt, reasons } = access;
  const given = <Causes causes={reasons} schoolTimezone={schoolTimezone} ordersAt={ordersAt} allAt={allAt} />;
  const end = endsAt && <span className="num">{formatAccessEnd(endsAt, schoolTimezone)}</span>;
  switch (state) {
    case "none":
      return t("access.none");
    case "later":
      return t.rich("access.later", { start: startsAt && formatDay(startsAt, schoolTimezone), reasons: given });
    case "ended":
      return t.rich("access.ended", { end: endsAt && formatDay(endsAt, schoolTimezone), reasons: given });
    case "suspended":
      return end
        ? t.rich("access.suspended_until", { end, reasons: given })
        : t.rich("access.suspended_for_good", { reasons: given });
    case "open":
      return end
        ? t.rich("access.open_until", { end, reasons: given })
        : t.rich("access.open_for_good", { reasons: given });
  }
}

const formatDay = (instant: Date, timezone: string) => formatInstant(instant, { timezone, form: "date" });

type CausesProps = { causes: AccessCause[] } & Pick<AccessSentenceProps, "schoolTimezone" | "ordersAt" | "allAt">;

/** The reasons as a list within the sentence, set apart as the language does it. */
function Causes({ causes, schoolTimezone, ordersAt, allAt }: CausesProps) {
  const shown = pickFurthest(causes);
  const words = shown.map((cause) => reachWords(cause, schoolTimezone, ordersAt));
  if (shown.length < causes.length) {
    words.push(
      <a className="link" href={allAt}>
        {getTranslator()("access.more_causes", { count: causes.length - shown.length })}
      </a>,
    );
  }
  const parts = listFormat(getTranslator().locale).formatToParts(words.map((_, at) => String(at)));
  return parts.map(({ type, value }, at) => (
    <Fragment key={at}>{type === "literal" ? value : words[Number(value)]}</Fragment>
  ));
}

/** Of many the ones that reach furthest, of equals the later, in the order in which they came. */
function pickFurthest(causes: AccessCause[]): AccessCause[] {
  if (causes.length <= CAUSES_MAX) return causes;
  // What says no end of its own has changed that of others: it explains the last day, as what is for good does.
  const reach = ({ until }: AccessCause) => until?.getTime() ?? Number.POSITIVE_INFINITY;
  const ranked = causes.map((cause, at) => ({ reach: reach(cause), at }));
  ranked.sort((a, b) => (a.reach === b.reach ? b.at - a.at : b.reach > a.reach ? 1 : -1));
  const kept = new Set(ranked.slice(0, CAUSES_MAX).map(({ at }) => at));
  return causes.filter((_, at) => kept.has(at));
}

const listFormats = new Map<string, Intl.ListFormat>();

function listFormat(locale: string): Intl.ListFormat {
  let made = listFormats.get(locale);
  if (!made) {
    made = new Intl.ListFormat(locale, { type: "unit", style: "long" });
    listFormats.set(locale, made);
  }
  return made;
}

const ORDERED = {
  in_full: "access.because_in_full",
  free: "access.because_free",
  partly_refunded: "access.because_partly_refunded",
  no: "access.because_no",
} as const;

/** A reason, and how far it reaches where there are several. */
function reachWords(cause: AccessCause, timezone: string, ordersAt: AccessSentenceProps["ordersAt"]): ReactNode {
  const t = getTranslator();
  const words = causeWords(cause, timezone, ordersAt);
  if (cause.until === undefined) return words;
  if (cause.until === null) return t.rich("access.cause_for_good", { cause: words });
  return t.rich("access.cause_until", { cause: words, until: formatAccessEnd(cause.until, timezone) });
}

function causeWords(cause: AccessCause, timezone: string, ordersAt: AccessSentenceProps["ordersAt"]): ReactNode {
  const t = getTranslator();
  const date = "at" in cause ? formatDay(cause.at, timezone) : "";
  const link = (code: string) => (
    <a className="link num" href={`${ordersAt}/${code}`}>
      {code}
    </a>
  );
  switch (cause.kind) {
    case "order":
      if (cause.paid === "in_parts") {
        const { parts, partsPaid } = cause;
        return t.rich("access.because_in_parts", { order: link(cause.code), parts, partsPaid });
      }
      return t.rich(ORDERED[cause.paid], { order: link(cause.code) });
    case "enrolment":
      return t("access.because_enrolment");
    case "claim":
      return t("access.because_claim");
    case "staff":
      return t("access.because_staff");
    case "gift":
      return t("access.given", { date });
    case "renewal":
      return cause.code
        ? t.rich("access.renewed_with_order", { days: cause.days, date, order: link(cause.code) })
        : t("access.renewed", { days: cause.days, date });
    case "extended":
      return cause.days === null
        ? t("access.extended", { date })
        : t("access.extended_by_days", { days: cause.days, date });
    case "shortened":
      return t("access.shortened", { date });
  }
}
