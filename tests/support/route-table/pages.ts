import type { Fixtures } from "./fixtures.ts";
import { ADMIN, DESK, EVERYONE, MONEY, OFFICE, SIGNED_IN, STAFF, type Who, WRITING } from "./who.ts";

/**
 * One page or route handler: where the student's own thing is found, where one that does not exist would be, and who gets it.
 * A visitor is asked to sign in where a page is somebody's; everybody else finds nothing, as where there is nothing.
 */
export type PageRow = {
  /** The address of the thing; what is the same for everybody has only this. */
  at: (things: Fixtures) => string;
  /** The same with an id that nobody has. Left out where the address holds none. */
  missing?: string;
  may: readonly Who[];
  /** How they are let in, when it is not with 200. */
  status?: number;
  /** What everybody who may not gets, when it is not 404. */
  otherwise?: "sign-in";
  /** What a visitor who may not gets: asked to sign in, or nothing. */
  visitor?: "sign-in" | "nothing";
  /** A route that only takes messages: there is nothing to get. */
  postOnly?: true;
};

const page = (path: string, may: readonly Who[], more: Partial<PageRow> = {}): PageRow => ({
  at: () => path,
  may,
  ...more,
});
const of = (at: PageRow["at"], missing: string, may: readonly Who[], more: Partial<PageRow> = {}): PageRow => ({
  ...{ at, missing, may },
  ...more,
});

/** The student's own things are shown to the student alone; the office has pages of its own for them. */
const OWN: readonly Who[] = ["student"];

export const PAGES: Record<string, PageRow> = {
  // The school of these tests has one language: addresses in another lead to the page without it.
  "/[language]/courses/[slug]": page("/de/courses/no-such-course", EVERYONE, { status: 307 }),
  "/[language]/courses/page/[page]": page("/de/courses/page/1", EVERYONE, { status: 307 }),
  "/account": page("/account", SIGNED_IN),
  "/account/address/[secret]": page("/account/address/x", SIGNED_IN),
  "/account/cards": page("/account/cards", SIGNED_IN),
  "/account/credit": page("/account/credit", SIGNED_IN),
  "/account/openings": page("/account/openings", SIGNED_IN),
  "/account/verify/[secret]": page("/account/verify/x", SIGNED_IN),
  // Whoever holds a certificate may know whether it is valid; what is none is said to be unknown.
  "/certificates/[code]": page("/certificates/none", EVERYONE),
  "/certificates/mine/[enrolmentId]": of(
    (t) => `/certificates/mine/${t.completedEnrolmentId}`,
    "/certificates/mine/enr_none",
    OWN,
  ),
  "/admin": page("/admin", STAFF),
  "/admin/audit": page("/admin/audit", ADMIN),
  "/admin/courses": page("/admin/courses", STAFF),
  "/admin/courses/new": page("/admin/courses/new", ADMIN),
  "/admin/courses/[id]": of((t) => `/admin/courses/${t.courseId}`, "/admin/courses/crs_none", STAFF),
  "/admin/courses/[id]/cohorts": of(
    (t) => `/admin/courses/${t.courseId}/cohorts`,
    "/admin/courses/crs_none/cohorts",
    STAFF,
  ),
  "/admin/courses/[id]/copy": of((t) => `/admin/courses/${t.courseId}/copy`, "/admin/courses/crs_none/copy", ADMIN),
  "/admin/courses/[id]/cohorts/[cohortId]/copy": of(
    (t) => `/admin/courses/${t.courseId}/cohorts/${t.freeCohortId}/copy`,
    "/admin/courses/crs_none/cohorts/coh_none/copy",
    ADMIN,
  ),
  "/admin/courses/[id]/cohorts/new": of(
    (t) => `/admin/courses/${t.courseId}/cohorts/new`,
    "/admin/courses/crs_none/cohorts/new",
    ADMIN,
  ),
  "/admin/courses/[id]/cohorts/[cohortId]": of(
    (t) => `/admin/courses/${t.courseId}/cohorts/${t.freeCohortId}`,
    "/admin/courses/crs_none/cohorts/coh_none",
    STAFF,
  ),
  "/admin/courses/[id]/cohorts/[cohortId]/class": of(
    (t) => `/admin/courses/${t.courseId}/cohorts/${t.freeCohortId}/class`,
    "/admin/courses/crs_none/cohorts/coh_none/class",
    STAFF,
  ),
  "/admin/meetings/[id]": of((t) => `/admin/meetings/${t.meetingId}`, "/admin/meetings/mtg_none", STAFF),
  "/admin/meetings/[id]/code": of(
    (t) => `/admin/meetings/${t.meetingId}/code`,
    "/admin/meetings/mtg_none/code",
    WRITING,
  ),
  "/admin/courses/[id]/questions": of(
    (t) => `/admin/courses/${t.courseId}/questions`,
    "/admin/courses/crs_none/questions",
    STAFF,
  ),
  "/admin/courses/[id]/materials": of(
    (t) => `/admin/courses/${t.courseId}/materials`,
    "/admin/courses/crs_none/materials",
    STAFF,
  ),
  "/admin/courses/[id]/preview": of(
    (t) => `/admin/courses/${t.courseId}/preview`,
    "/admin/courses/crs_none/preview",
    STAFF,
  ),
  "/admin/courses/[id]/announcements": of(
    (t) => `/admin/courses/${t.courseId}/announcements`,
    "/admin/courses/crs_none/announcements",
    STAFF,
  ),
  "/admin/courses/[id]/announcements/new": of(
    (t) => `/admin/courses/${t.courseId}/announcements/new`,
    "/admin/courses/crs_none/announcements/new",
    WRITING,
  ),
  "/admin/courses/[id]/announcements/[announcementId]": of(
    (t) => `/admin/courses/${t.courseId}/announcements/${t.announcementId}`,
    "/admin/courses/crs_none/announcements/ann_none",
    STAFF,
  ),
  "/admin/courses/[id]/usage": of((t) => `/admin/courses/${t.courseId}/usage`, "/admin/courses/crs_none/usage", STAFF),
  "/admin/courses/[id]/usage/students": of(
    (t) => `/admin/courses/${t.courseId}/usage/students`,
    "/admin/courses/crs_none/usage/students",
    STAFF,
  ),
  "/admin/courses/[id]/staff": of((t) => `/admin/courses/${t.courseId}/staff`, "/admin/courses/crs_none/staff", STAFF),
  "/admin/coupons": page("/admin/coupons", OFFICE),
  "/admin/coupons/new": page("/admin/coupons/new", MONEY),
  "/admin/coupons/uses": page("/admin/coupons/uses", OFFICE),
  "/admin/coupons/codes": page("/admin/coupons/codes", MONEY),
  "/admin/coupons/[id]": of((t) => `/admin/coupons/${t.couponId}`, "/admin/coupons/cpn_none", OFFICE),
  "/admin/price-rules": page("/admin/price-rules", OFFICE),
  "/admin/price-rules/new": page("/admin/price-rules/new", MONEY),
  "/admin/price-rules/[id]": of((t) => `/admin/price-rules/${t.priceRuleId}`, "/admin/price-rules/prl_none", OFFICE),
  "/admin/accounting": page("/admin/accounting", MONEY),
  "/admin/accounting/accounts/[account]": of(
    () => "/admin/accounting/accounts/revenue",
    "/admin/accounting/accounts/none",
    MONEY,
  ),
  "/admin/accounting/entries/[seq]": of(() => "/admin/accounting/entries/1", "/admin/accounting/entries/none", MONEY),
  "/admin/accounting/reports/[report]": of(
    () => "/admin/accounting/reports/tax",
    "/admin/accounting/reports/none",
    MONEY,
  ),
  "/admin/bank": page("/admin/bank", MONEY),
  "/admin/bank/[id]": of((t) => `/admin/bank/${t.bankLineId}`, "/admin/bank/bln_none", MONEY),
  "/admin/payouts": page("/admin/payouts", MONEY),
  "/admin/reconciliation": page("/admin/reconciliation", MONEY),
  "/admin/payouts/[id]": of((t) => `/admin/payouts/${t.payoutRunId}`, "/admin/payouts/por_none", MONEY),
  "/admin/certificates": page("/admin/certificates", OFFICE),
  "/admin/certificates/[id]": of(
    (t) => `/admin/certificates/${t.certificateId}`,
    "/admin/certificates/crt_none",
    OFFICE,
  ),
  "/admin/courses/[id]/cohorts/[cohortId]/certificates": of(
    (t) => `/admin/courses/${t.courseId}/cohorts/${t.freeCohortId}/certificates`,
    `/admin/courses/crs_none/cohorts/coh_none/certificates`,
    STAFF,
  ),
  "/admin/courses/[id]/cohorts/[cohortId]/rules": of(
    (t) => `/admin/courses/${t.courseId}/cohorts/${t.freeCohortId}/rules`,
    `/admin/courses/crs_none/cohorts/coh_none/rules`,
    STAFF,
  ),
  "/admin/enrolments": page("/admin/enrolments", OFFICE),
  "/admin/enrolments/new": page("/admin/enrolments/new", DESK),
  "/admin/enrolments/[id]": of((t) => `/admin/enrolments/${t.enrolmentId}`, "/admin/enrolments/enr_none", OFFICE),
  "/admin/usage": page("/admin/usage", OFFICE),
  "/admin/usage/cohorts": page("/admin/usage/cohorts", OFFICE),
  "/admin/approvals": page("/admin/approvals", MONEY),
  "/admin/withdrawals": page("/admin/withdrawals", OFFICE),
  "/admin/cancellations": page("/admin/cancellations", OFFICE),
  "/admin/claim-links": page("/admin/claim-links", OFFICE),
  "/admin/applications": page("/admin/applications", OFFICE),
  "/admin/applications/[id]": of(
    (t) => `/admin/applications/${t.applicationId}`,
    "/admin/applications/app_none",
    OFFICE,
  ),
  "/admin/renewals": page("/admin/renewals", OFFICE),
  "/admin/mail": page("/admin/mail", DESK),
  "/admin/mail/[id]": of((t) => `/admin/mail/${t.mailId}`, "/admin/mail/out_none", DESK),
  "/admin/orders": page("/admin/orders", OFFICE),
  "/admin/invoices": page("/admin/invoices", OFFICE),
  "/admin/orders/[code]/billing": of(
    (t) => `/admin/orders/${t.orderCode}/billing`,
    "/admin/orders/ZZZZZZZ/billing",
    OFFICE,
  ),
  "/admin/orders/[code]": of((t) => `/admin/orders/${t.orderCode}`, "/admin/orders/ZZZZZZZ", OFFICE),
  "/admin/orders/[code]/end": of((t) => `/admin/orders/${t.paidOrderCode}/end`, "/admin/orders/ZZZZZZZ/end", OFFICE),
  "/admin/settings": page("/admin/settings", ADMIN),
  "/admin/settings/connections": page("/admin/settings/connections", ADMIN),
  "/admin/settings/accounting": page("/admin/settings/accounting", ADMIN),
  "/admin/settings/tax": page("/admin/settings/tax", ADMIN),
  "/admin/students": page("/admin/students", OFFICE),
  "/admin/students/import": page("/admin/students/import", ADMIN),
  "/admin/students/import/[id]": of(
    (t) => `/admin/students/import/${t.studentImportId}`,
    "/admin/students/import/imp_none",
    ADMIN,
  ),
  "/admin/students/new": page("/admin/students/new", DESK),
  "/admin/students/[id]": of((t) => `/admin/students/${t.people.student.id}`, "/admin/students/usr_none", OFFICE),
  "/admin/students/[id]/edit": of(
    (t) => `/admin/students/${t.people.student.id}/edit`,
    "/admin/students/usr_none/edit",
    DESK,
  ),
  "/admin/students/[id]/credit": of(
    (t) => `/admin/students/${t.people.student.id}/credit`,
    "/admin/students/usr_none/credit",
    OFFICE,
  ),
  "/admin/students/[id]/openings": of(
    (t) => `/admin/students/${t.people.student.id}/openings`,
    "/admin/students/usr_none/openings",
    OFFICE,
  ),
  "/admin/students/[id]/merge": of(
    (t) => `/admin/students/${t.people.student.id}/merge?into=${encodeURIComponent(t.people.other.email)}`,
    "/admin/students/usr_none/merge",
    ADMIN,
  ),
  "/admin/students/[id]/gift": of(
    (t) => `/admin/students/${t.people.student.id}/gift`,
    "/admin/students/usr_none/gift",
    DESK,
  ),
  "/admin/students/[id]/ticket": of(
    (t) => `/admin/students/${t.people.student.id}/ticket`,
    "/admin/students/usr_none/ticket",
    DESK,
  ),
  // The school of these tests has its office answer alone.
  "/admin/teaching/[code]": of((t) => `/admin/teaching/${t.ticketCode}`, "/admin/teaching/T-ZZZZZ", DESK),
  "/admin/teaching": page("/admin/teaching", STAFF),
  "/admin/system": page("/admin/system", ADMIN),
  "/admin/team": page("/admin/team", ADMIN),
  "/admin/tickets": page("/admin/tickets", DESK),
  "/admin/tickets/[code]": of((t) => `/admin/tickets/${t.ticketCode}`, "/admin/tickets/T-ZZZZZ", DESK),
  "/api-docs": page("/api-docs", EVERYONE),
  "/bench/dynamic/[elements]": page("/bench/dynamic/1", [], { visitor: "nothing" }),
  "/bench/static/[page]": page("/bench/static/1", [], { visitor: "nothing" }),
  "/check-in/[meetingId]": of((t) => `/check-in/${t.meetingId}`, "/check-in/mtg_none", OWN),
  "/withdraw": page("/withdraw", EVERYONE),
  "/withdraw/[sealed]": page("/withdraw/nothing", [], { visitor: "nothing" }),
  "/contact": page("/contact", [], { visitor: "nothing" }),
  "/checkout/[code]": of((t) => `/checkout/${t.orderCode}`, "/checkout/ZZZZZZZ", ["student", ...OFFICE]),
  "/courses/[slug]": of((t) => `/courses/${t.courseSlug}`, "/courses/no-such-course", EVERYONE),
  "/courses/[slug]/preview/[materialId]": of(
    (t) => `/courses/${t.courseSlug}/preview/${t.previewId}`,
    "/courses/no-such-course/preview/mat_none",
    EVERYONE,
  ),
  "/courses/find": page("/courses/find?q=book", EVERYONE),
  "/courses/page/[page]": of(() => "/courses", "/courses/page/999", EVERYONE),
  "/enrol/[cohortId]": of((t) => `/enrol/${t.paidCohortId}`, "/enrol/coh_none", EVERYONE),
  "/enrol/[cohortId]/others": of((t) => `/enrol/${t.paidCohortId}/others`, "/enrol/coh_none/others", SIGNED_IN),
  "/claim/[id]/[secret]": of((t) => t.claimPath, "/claim/clm_none/x", EVERYONE),
  "/help": page("/help", EVERYONE),
  "/help/new": page("/help/new", SIGNED_IN),
  "/help/[code]": of((t) => `/help/${t.ticketCode}`, "/help/T-ZZZZZ", OWN),
  "/learning": page("/learning", SIGNED_IN),
  "/learning/[slug]": of((t) => `/learning/${t.courseSlug}`, "/learning/no-such-course", SIGNED_IN),
  "/learning/[slug]/enrolment": of(
    (t) => `/learning/${t.courseSlug}/enrolment`,
    "/learning/no-such-course/enrolment",
    OWN,
  ),
  "/learning/[slug]/renew": of((t) => `/learning/${t.courseSlug}/renew`, "/learning/no-such-course/renew", OWN),
  "/learning/[slug]/[materialId]": of(
    (t) => `/learning/${t.courseSlug}/${t.materialId}`,
    "/learning/no-such-course/mat_none",
    ["student", ...STAFF],
  ),
  "/mail": page("/mail", EVERYONE),
  "/mail/[id]": of((t) => `/mail/${t.mailId}`, "/mail/out_none", EVERYONE),
  "/orders": page("/orders", SIGNED_IN),
  "/orders/[code]": of((t) => `/orders/${t.paidOrderCode}`, "/orders/ZZZZZZZ", OWN),
  "/orders/[code]/billing": of((t) => `/orders/${t.paidOrderCode}/billing`, "/orders/ZZZZZZZ/billing", OWN),
  // The fixtures have no invoice: who may read one is in domain/invoices.
  "/orders/[code]/e-invoices/[invoice]": page("/orders/ZZZZZZZ/e-invoices/R-1", []),
  "/orders/[code]/places": of((t) => `/orders/${t.claimOrderCode}/places`, "/orders/ZZZZZZZ/places", OWN),
  // Whoever has the address of a checkout may pay it, as at any provider.
  "/sandbox/pay/[checkoutId]": of((t) => t.checkoutPath, "/sandbox/pay/sbx_none", EVERYONE),
  "/sign-in": page("/sign-in", EVERYONE),
  // Without an address that a code was mailed to, there is nothing to type here.
  "/sign-in/code": page("/sign-in/code", [], { otherwise: "sign-in" }),
  "/sign-in/reset": page("/sign-in/reset", EVERYONE),
  "/sign-in/reset/[secret]": page("/sign-in/reset/x", EVERYONE),
  "/sign-up": page("/sign-up", EVERYONE),
  "/sorry": page("/sorry?why=overloaded", EVERYONE, { status: 503 }),
  "/terms": page("/terms", [], { visitor: "nothing" }),
  "/terms/[version]": page("/terms/none", [], { visitor: "nothing" }),
  "/welcome/[secret]": page("/welcome/x", EVERYONE),
};

const csv = (path: string, may: readonly Who[]) => page(path, may);

/** Route handlers that are not the API's. */
export const ANSWERS: Record<string, PageRow> = {
  "/account/openings/export.csv": page("/account/openings/export.csv", SIGNED_IN),
  "/admin/usage/export.csv": csv("/admin/usage/export.csv", OFFICE),
  "/admin/usage/cohorts/export.csv": csv("/admin/usage/cohorts/export.csv", OFFICE),
  "/admin/courses/[id]/usage/days.csv": of(
    (t) => `/admin/courses/${t.courseId}/usage/days.csv`,
    "/admin/courses/crs_none/usage/days.csv",
    STAFF,
  ),
  "/admin/courses/[id]/cohorts/[cohortId]/class/answers.csv": of(
    (t) => `/admin/courses/${t.courseId}/cohorts/${t.freeCohortId}/class/answers.csv`,
    "/admin/courses/crs_none/cohorts/coh_none/class/answers.csv",
    STAFF,
  ),
  "/admin/courses/[id]/usage/materials.csv": of(
    (t) => `/admin/courses/${t.courseId}/usage/materials.csv`,
    "/admin/courses/crs_none/usage/materials.csv",
    STAFF,
  ),
  "/admin/courses/[id]/usage/students/export.csv": of(
    (t) => `/admin/courses/${t.courseId}/usage/students/export.csv`,
    "/admin/courses/crs_none/usage/students/export.csv",
    STAFF,
  ),
  "/admin/courses/[id]/cohorts/[cohortId]/attendance.csv": of(
    (t) => `/admin/courses/${t.courseId}/cohorts/${t.freeCohortId}/attendance.csv`,
    "/admin/courses/crs_none/cohorts/coh_none/attendance.csv",
    STAFF,
  ),
  "/admin/meetings/[id]/marks": page("/admin/meetings/mtg_none/marks", [], { postOnly: true }),
  "/admin/audit/export.csv": csv("/admin/audit/export.csv", ADMIN),
  "/admin/courses/catalogue.csv": csv("/admin/courses/catalogue.csv", ADMIN),
  "/admin/courses/export.csv": csv("/admin/courses/export.csv", STAFF),
  "/admin/enrolments/export.csv": csv("/admin/enrolments/export.csv", OFFICE),
  // Whoever has not shown lately who they are does so on the page of the file; the fixtures' file is empty.
  "/admin/payouts/[id]/file": of((t) => `/admin/payouts/${t.payoutRunId}/file`, "/admin/payouts/por_none/file", MONEY, {
    status: 303,
  }),
  "/admin/coupons/export.csv": csv("/admin/coupons/export.csv", OFFICE),
  "/admin/coupons/uses/export.csv": csv("/admin/coupons/uses/export.csv", OFFICE),
  "/admin/coupons/codes/export.csv": csv("/admin/coupons/codes/export.csv", MONEY),
  "/admin/price-rules/export.csv": csv("/admin/price-rules/export.csv", OFFICE),
  "/admin/accounting/export": of(
    () => "/admin/accounting/export?format=datev",
    "/admin/accounting/export?format=none",
    MONEY,
  ),
  "/admin/accounting/export.csv": csv("/admin/accounting/export.csv", MONEY),
  "/admin/accounting/accounts/[account]/export.csv": csv("/admin/accounting/accounts/revenue/export.csv", MONEY),
  "/admin/accounting/reports/[report]/export.csv": csv("/admin/accounting/reports/tax/export.csv", MONEY),
  "/admin/bank/export.csv": csv("/admin/bank/export.csv", MONEY),
  "/admin/reconciliation/export.csv": csv("/admin/reconciliation/export.csv", MONEY),
  "/admin/payouts/export.csv": csv("/admin/payouts/export.csv", MONEY),
  "/admin/invoices/export.csv": csv("/admin/invoices/export.csv", OFFICE),
  "/orders/[code]/invoices/[file]": of(
    (t) => `/orders/${t.paidOrderCode}/invoices/${t.invoiceCode}.pdf`,
    "/orders/ZZZZZZZ/invoices/R-2030-00001.pdf",
    ["student", ...OFFICE],
    { visitor: "nothing" },
  ),
  "/orders/[code]/papers/[file]": of(
    (t) => `/orders/${t.orderCode}/papers/proforma.pdf`,
    "/orders/ZZZZZZZ/papers/proforma.pdf",
    ["student", ...OFFICE],
    { visitor: "nothing" },
  ),
  "/admin/certificates/export.csv": csv("/admin/certificates/export.csv", OFFICE),
  "/admin/approvals/export.csv": csv("/admin/approvals/export.csv", MONEY),
  "/admin/withdrawals/export.csv": csv("/admin/withdrawals/export.csv", OFFICE),
  "/admin/cancellations/export.csv": csv("/admin/cancellations/export.csv", OFFICE),
  "/admin/claim-links/export.csv": csv("/admin/claim-links/export.csv", OFFICE),
  "/admin/applications/export.csv": csv("/admin/applications/export.csv", OFFICE),
  "/admin/renewals/export.csv": csv("/admin/renewals/export.csv", OFFICE),
  "/admin/mail/export.csv": csv("/admin/mail/export.csv", DESK),
  "/admin/orders/export.csv": csv("/admin/orders/export.csv", OFFICE),
  "/admin/students/export.csv": csv("/admin/students/export.csv", OFFICE),
  "/admin/students/matricula.csv": csv("/admin/students/matricula.csv", ADMIN),
  "/admin/students/moodle.csv": csv("/admin/students/moodle.csv", ADMIN),
  "/admin/students/oneroster.zip": csv("/admin/students/oneroster.zip", ADMIN),
  "/admin/students/import/[id]/rejects.csv": of(
    (t) => `/admin/students/import/${t.studentImportId}/rejects.csv`,
    "/admin/students/import/imp_none/rejects.csv",
    ADMIN,
  ),
  "/admin/team/export.csv": csv("/admin/team/export.csv", ADMIN),
  "/admin/tickets/export.csv": csv("/admin/tickets/export.csv", DESK),
  "/api/live/[courseId]": page("/api/live/crs_none", EVERYONE),
  "/api/me": page("/api/me", EVERYONE),
  "/api/monitoring/database/health": page("/api/monitoring/database/health", ADMIN, { visitor: "nothing" }),
  "/api/monitoring/performance": page("/api/monitoring/performance", ADMIN, { visitor: "nothing" }),
  "/api/v1/[...path]": page("/api/v1/nothing", [], { visitor: "nothing" }),
  // Only tokens open it: who is signed in in a browser is nobody there.
  "/api/v1/enrolments": page("/api/v1/enrolments", EVERYONE, { status: 401 }),
  "/api/v1/openapi.json": page("/api/v1/openapi.json", EVERYONE),
  "/auth/callback/[provider]": page("/auth/callback/google", [], { visitor: "nothing" }),
  "/bench/echo": page("/bench/echo", [], { postOnly: true }),
  "/calendar/[file]": of((t) => `/calendar/${t.freeCohortId}.ics`, "/calendar/coh_none.ics", ["student", ...STAFF]),
  // The secret in the address opens it, whoever asks: calendars do not sign in.
  "/calendar/feed/[file]": of((t) => `/calendar/feed/${t.calendarKey}.ics`, "/calendar/feed/none.ics", EVERYONE),
  // A code that is none leads to the page that says so.
  "/check-in/[meetingId]/[code]": page("/check-in/mtg_none/none", EVERYONE, { status: 303 }),
  "/certificates/keys.json": page("/certificates/keys.json", EVERYONE),
  "/checkout/[code]/return": page("/checkout/ZZZZZZZ/return", EVERYONE, { status: 303 }),
  "/enrol": page("/enrol", EVERYONE, { status: 303 }),
  "/files/[id]": of((t) => `/files/${t.fileId}`, "/files/fil_none", ["student", ...DESK], { visitor: "nothing" }),
  "/health": page("/health", EVERYONE),
  // Only the address of a page in the school's own language leads here.
  "/language": page("/language?to=/courses", [], { visitor: "nothing" }),
  "/language/choice": page("/language/choice", [], { postOnly: true }),
  "/metrics": page("/metrics", ADMIN, { visitor: "nothing" }),
  "/orders/[code]/e-invoices/[invoice]/[file]": page("/orders/ZZZZZZZ/e-invoices/R-1/ubl.xml", [], {
    visitor: "nothing",
  }),
  "/robots.txt": page("/robots.txt", EVERYONE),
  "/sandbox/api/pay": page("/sandbox/api/pay", [], { postOnly: true }),
  "/sandbox/pay/[checkoutId]/answer": page("/sandbox/pay/sbx_none/answer", [], { postOnly: true }),
  "/sitemap.xml": page("/sitemap.xml", EVERYONE),
  "/sitemap/[part]": of(() => "/sitemap/1.xml", "/sitemap/999.xml", EVERYONE),
  "/theme/[colour]": of(() => "/theme/1f5d4c.css", "/theme/green.css", EVERYONE),
  "/webhooks/sandbox": page("/webhooks/sandbox", [], { postOnly: true }),
  "/webhooks/stripe": page("/webhooks/stripe", [], { postOnly: true }),
};
