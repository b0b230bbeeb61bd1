import { afterAll, beforeAll, expect, test } from "vitest";
import { inAll, leaveWhen } from "#tests/support/left-to-all.ts";
import { isLong } from "#tests/support/long-run.ts";
import { isQuick, ownWay } from "#tests/support/quick-run.ts";
import { startServers, type TestServers } from "#tests/support/servers.ts";
import type { PageRow } from "./page-row.ts";
import { PAGES } from "./pages.ts";
import { openFixtureSchool, type Fixtures } from "./fixtures.ts";
import { WHO, type Who } from "./who.ts";

let things: Fixtures;
let servers: TestServers;

beforeAll(async () => {
  things = await openFixtureSchool();
  servers = await startServers(1, things.school.database.url, {
    MATRICULA_DATA_DIR: things.dataDir,
    MATRICULA_PAYMENT_PROVIDERS: "sandbox,bank",
  });
});

afterAll(async () => {
  await servers?.stop();
  await things?.close();
});

async function get(path: string, who: Who): Promise<{ status: number; to: string | null; html: string }> {
  const cookie = who === "visitor" ? undefined : things.people[who].cookie;
  const answer = await fetch(`${servers.all[0]?.url}${path}`, {
    redirect: "manual",
    headers: cookie ? { cookie } : {},
  });
  const isPage = answer.headers.get("content-type")?.startsWith("text/html") === true;
  const html = isPage ? await answer.text() : "";
  if (!isPage) await answer.body?.cancel();
  return { status: answer.status, to: answer.headers.get("location"), html };
}

const AMPERSAND = /&amp;/g;

/** Where a page leads within the school: its links, and the forms that ask for an address of their own. */
function targetsOf(html: string, at: string): string[] {
  const found = new Set<string>();
  const note = (target: string) => {
    const url = new URL(target.replace(AMPERSAND, "&"), `http://school.invalid${at}`);
    if (url.host === "school.invalid") found.add(url.pathname + url.search);
  };
  const plain = html.replace(/<script\b[\s\S]*?<\/script>/g, "");
  // A page that is the same for everyone holds the way to the office hidden, until its script knows who looks.
  for (const [, href = ""] of plain.matchAll(/<a\b(?![^>]*\shidden="")[^>]*?\shref="([^"]*)"/g)) note(href);
  for (const [tag] of plain.matchAll(/<form\b[^>]*>/g)) {
    const action = /\saction="([^"]*)"/.exec(tag)?.[1];
    // A form that sends goes back to its own page; the actions have a table of their own.
    if (action && !/\smethod="post"/i.test(tag)) note(action);
  }
  return [...found];
}

/**
 * What is asked of a target: the address with the names of its parameters. Two values of one (a page of a list, a column to sort by) are
 * read by the same lines, so a short run follows one of them for each person; a long one follows each.
 */
function kindOf(target: string): string {
  if (isLong) return target;
  const { pathname, searchParams } = new URL(target, "http://school.invalid");
  return [pathname, ...new Set(searchParams.keys())].join(" ");
}

/** A quick run follows a third of what somebody sees, of what the next person sees another third. */
const isFollowed = (target: string, who: Who) =>
  !isQuick || ownWay(`${kindOf(target)} as ${who}`, [true, false, false]) === true;

/** Why a target is no way on for somebody; nothing when it is one. */
function refusal({ status, to }: { status: number; to: string | null }, who: Who): string | undefined {
  if (status >= 400) return String(status);
  const signIn = to !== null && new URL(to, "http://school.invalid").pathname === "/sign-in";
  return signIn && who !== "visitor" ? "sign-in" : undefined;
}

const opens = (row: PageRow, who: Who) => row.may.includes(who) && (row.status ?? 200) === 200;

/** Who sees what the others do not: a visitor's pages, a student's, and all of the office. */
const FIRST: readonly Who[] = ["visitor", "student", "owner"];

for (const who of WHO)
  test(
    `no page shows a link that leads nowhere for the one who sees it: ${who}`,
    leaveWhen(isQuick && !FIRST.includes(who)),
    async () => {
      const seenOn = new Map<string, string>();
      const answers = new Map<string, { status: number; to: string | null }>();
      for (const row of Object.values(PAGES)) {
        if (!opens(row, who)) continue;
        const at = row.at(things);
        const { html, ...answer } = await get(at, who);
        answers.set(at, answer);
        for (const target of targetsOf(html, at)) if (!seenOn.has(target)) seenOn.set(target, at);
      }
      expect(seenOn.size, "links were found").toBeGreaterThan(5);
      const followed = new Set<string>();
      const refused: string[] = [];
      for (const [target, at] of seenOn) {
        if (followed.has(kindOf(target))) continue;
        followed.add(kindOf(target));
        if (!isFollowed(target, who)) continue;
        // A page that was read for its links has answered.
        const why = refusal(answers.get(target) ?? (await get(target, who)), who);
        if (why) refused.push(`${at} → ${target}: ${why}`);
      }
      expect(refused).toEqual([]);
    },
  );

const COURSE = () => "Bookbinding";
const PERSON = () => "Person 1";

/** What the tab of a page about one thing must name: the thing. */
const NAMED: Record<string, (things: Fixtures) => string> = {
  "/admin/courses/[id]": COURSE,
  "/admin/courses/[id]/cohorts": COURSE,
  "/admin/courses/[id]/cohorts/new": COURSE,
  "/admin/courses/[id]/cohorts/[cohortId]": () => "Free · Bookbinding",
  "/admin/courses/[id]/cohorts/[cohortId]/class": () => "Class list · Free · Bookbinding",
  "/admin/courses/[id]/materials": COURSE,
  "/admin/courses/[id]/preview": COURSE,
  "/admin/courses/[id]/staff": COURSE,
  "/admin/courses/[id]/announcements": COURSE,
  "/admin/courses/[id]/announcements/new": COURSE,
  "/admin/courses/[id]/announcements/[announcementId]": () => "Bring an apron · Bookbinding",
  "/admin/courses/[id]/usage": COURSE,
  "/admin/courses/[id]/usage/students": COURSE,
  "/admin/certificates/[id]": PERSON,
  "/admin/coupons/[id]": () => "Spring",
  "/admin/price-rules/[id]": () => "Siblings",
  "/admin/accounting/accounts/[account]": () => "Course revenue",
  "/admin/accounting/entries/[seq]": () => "Entry 1",
  "/admin/accounting/reports/[report]": () => "Tax by rate",
  "/admin/bank/[id]": () => "Line of",
  "/admin/payouts/[id]": () => "Payout file",
  "/admin/applications/[id]": PERSON,
  "/admin/courses/[id]/copy": COURSE,
  "/admin/courses/[id]/cohorts/[cohortId]/copy": COURSE,
  "/admin/courses/[id]/cohorts/[cohortId]/end": COURSE,
  "/admin/courses/[id]/cohorts/[cohortId]/certificates": COURSE,
  "/admin/courses/[id]/cohorts/[cohortId]/rules": COURSE,
  "/admin/courses/[id]/questions": COURSE,
  "/certificates/[code]": () => "Check a certificate",
  "/certificates/mine/[enrolmentId]": () => "Done",
  "/learning/[slug]/enrolment": COURSE,
  "/admin/meetings/[id]": () => "Attendance · Bookbinding",
  "/admin/meetings/[id]/code": () => "Check-in code · Bookbinding",
  "/admin/teaching/[code]": () => "A question",
  "/check-in/[meetingId]": () => "Check in",
  "/admin/enrolments/[id]": () => `${PERSON()} · Bookbinding`,
  "/admin/mail/[id]": (t) => t.people.student.email,
  "/admin/orders/[code]/billing": (t) => t.orderCode,
  "/admin/orders/[code]": (t) => t.orderCode,
  "/admin/orders/[code]/end": (t) => t.paidOrderCode,
  "/admin/students/[id]": PERSON,
  "/admin/students/[id]/edit": PERSON,
  "/admin/students/[id]/merge": PERSON,
  "/admin/students/[id]/credit": PERSON,
  "/admin/students/[id]/openings": PERSON,
  "/admin/students/[id]/gift": PERSON,
  "/admin/students/[id]/ticket": PERSON,
  "/admin/students/import/[id]": () => "people.csv",
  "/admin/tickets/[code]": (t) => `${t.ticketCode} A question`,
  "/checkout/[code]": (t) => t.orderCode,
  "/courses/[slug]": COURSE,
  "/courses/[slug]/preview/[materialId]": () => "First page · Bookbinding",
  "/courses/page/[page]": () => "Your school",
  "/enrol/[cohortId]/others": () => "Enrol others in Bookbinding · Paid",
  "/orders/[code]/places": (t) => t.claimOrderCode,
  "/enrol/[cohortId]": () => "Bookbinding · Paid",
  "/help/[code]": (t) => t.ticketCode,
  "/learning/[slug]": COURSE,
  "/learning/[slug]/renew": COURSE,
  "/learning/[slug]/[materialId]": () => "Tools · Bookbinding",
  "/mail/[id]": () => "Mail of the demo: ",
  "/orders/[code]/billing": (t) => t.paidOrderCode,
  "/orders/[code]": (t) => t.paidOrderCode,
  "/sandbox/pay/[checkoutId]": (t) => t.orderCode,
};

/** What stands in these addresses is a secret, which no tab repeats. */
const SECRET = /\[secret\]$/;

test("the title of each page names what it is about, and no two pages have the same", inAll, async () => {
  const titles = new Map<string, string>();
  const wrong: string[] = [];
  for (const [address, row] of Object.entries(PAGES)) {
    const who = [...WHO].reverse().find((each) => opens(row, each));
    if (!who) continue;
    const { html } = await get(row.at(things), who);
    const title = /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? "";
    const same = titles.get(title);
    if (same) wrong.push(`${address} and ${same}: ${title}`);
    titles.set(title, address);
    const name = NAMED[address]?.(things);
    if (name === undefined && address.includes("[") && !SECRET.test(address)) wrong.push(`${address}: which name?`);
    if (name !== undefined && !title.includes(name)) wrong.push(`${address}: “${title}” without ${name}`);
    if (/^(Matricula)?$/.test(title)) wrong.push(`${address}: no title`);
  }
  expect(wrong).toEqual([]);
});
