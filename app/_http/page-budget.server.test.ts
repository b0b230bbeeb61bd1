import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { type Fixtures, openFixtureSchool } from "#tests/support/route-table/fixtures.ts";
import { startServers, type TestServers } from "#tests/support/servers.ts";

/**
 * What a signed-in page may cost: docs/performance.md. How many statements, and how many bytes of HTML, plain and compressed: what they
 * were and a tenth. Who lets a page grow says there why.
 */
type Budget = { who: "student" | "owner"; path: string; statements: number; html: number; gzip: number };

const PAGES: Record<string, Budget> = {
  "the office's first page": { who: "owner", path: "/admin", statements: 8, html: 44_500, gzip: 6_000 },
  "25 orders": { who: "owner", path: "/admin/orders", statements: 5, html: 72_500, gzip: 6_000 },
  // With the dialog in which money that came at the desk is recorded.
  "an order": { who: "owner", path: "/admin/orders/orderCode", statements: 8, html: 89_000, gzip: 15_200 },
  "a ticket": { who: "owner", path: "/admin/tickets/ticketCode", statements: 8, html: 130_000, gzip: 19_000 },
  "a student": { who: "owner", path: "/admin/students/studentId", statements: 8, html: 113_500, gzip: 16_400 },
  "a course": { who: "owner", path: "/admin/courses/courseId", statements: 8, html: 80_500, gzip: 13_800 },
  "the audit log": { who: "owner", path: "/admin/audit", statements: 8, html: 97_000, gzip: 7_850 },
  "a search": { who: "student", path: "/courses/find?q=book", statements: 4, html: 12_800, gzip: 3_300 },
  "my learning": { who: "student", path: "/learning", statements: 8, html: 48_000, gzip: 8_800 },
  "my orders": { who: "student", path: "/orders", statements: 4, html: 10_000, gzip: 2_800 },
  "my account": { who: "student", path: "/account", statements: 7, html: 139_000, gzip: 25_500 },
};

let things: Fixtures;
let servers: TestServers;

beforeAll(async () => {
  things = await openFixtureSchool();
  const { school, freeCohortId: cohortId } = things;
  for (let n = 0; n < 25; n++) {
    const { id: studentId } = await school.person("student");
    await school.asSystem((ctx) => enrolStudent(ctx, { cohortId, studentId }));
  }
  servers = await startServers(1, school.database.url, {
    ...{ MATRICULA_DATA_DIR: things.dataDir, MATRICULA_PAYMENT_PROVIDERS: "sandbox,bank" },
    // The server then says what each request asked of the database.
    MATRICULA_LOG_LEVEL: "trace",
  });
});

afterAll(async () => {
  await servers?.stop();
  await things?.close();
});

/** The page of the school's one order, ticket and course, and of the student whose they are. */
function addressOf({ path }: Budget): string {
  const { orderCode, ticketCode, courseId, people } = things;
  const named: Record<string, string> = { orderCode, ticketCode, courseId, studentId: people.student.id };
  return path.replace(/[^/]+$/, (last) => named[last] ?? last);
}

async function get(budget: Budget) {
  const address = `${servers.all[0]?.url}${addressOf(budget)}`;
  const answer = await fetch(address, { headers: { cookie: things.people[budget.who].cookie, accept: "text/html" } });
  return { status: answer.status, html: await answer.text() };
}

/** The statements of the last request for a page, as the server's log has them. */
async function statementsOf(path: string): Promise<string[]> {
  const said = await vi.waitFor(() => {
    const lines = servers.all[0]?.log().split("\n") ?? [];
    const line = lines.findLast((each) => each.includes(`"path":"${path}"`) && each.endsWith("}"));
    if (line === undefined) throw new Error(`the server has not said yet what ${path} asked`);
    return line;
  });
  return (JSON.parse(said) as { statements: string[] }).statements;
}

describe.each(Object.entries(PAGES))("%s", (_, budget) => {
  test("asks no more of the database than it may, and for the settings once", async () => {
    // The first one warms up what is kept.
    await get(budget);
    expect((await get(budget)).status).toBe(200);
    const [path = ""] = addressOf(budget).split("?");
    const statements = await statementsOf(path);
    expect(statements.length, statements.join("\n")).toBeLessThanOrEqual(budget.statements);
    expect(statements.filter((each) => each.includes('from "settings"'))).toHaveLength(1);
  });

  test("stays within its bytes", async () => {
    const { html } = await get(budget);
    expect(Buffer.byteLength(html)).toBeLessThan(budget.html);
    expect(gzipSync(html).length).toBeLessThan(budget.gzip);
  });
});
