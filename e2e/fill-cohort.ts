import { spawn } from "node:child_process";
import path from "node:path";
import Sqlite from "better-sqlite3";
import type { OwnSchool } from "./own-school.ts";

/** An order as it was paid: its code, and what the gateway calls its checkout. */
export type Bought = { code: string; checkout: string };

/** So many students buy a place in a cohort of the worker's own school, as tests/support/fill-cohort.ts says. */
export async function fillCohort(school: OwnSchool, cohortId: string, count: number): Promise<Bought[]> {
  const filling = spawn(process.execPath, ["tests/support/fill-cohort.ts", cohortId, String(count)], {
    env: {
      ...process.env,
      ...{ MATRICULA_DATA_DIR: school.dataDir, MATRICULA_URL: school.url, PORT: String(school.port) },
      MATRICULA_LOG_LEVEL: "warn",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said: string[] = [];
  filling.stdout.setEncoding("utf8").on("data", (text: string) => said.push(text));
  const code = await new Promise<number | null>((resolve) => filling.once("exit", resolve));
  if (code !== 0) throw new Error(`the cohort could not be filled: ${said.join("")}`);
  return said
    .join("")
    .trim()
    .split("\n")
    .map((line) => line.split(" "))
    .map(([order = "", checkout = ""]) => ({ code: order, checkout }));
}

const openSchool = ({ dataDir }: OwnSchool) => new Sqlite(path.join(dataDir, "matricula.db"), { timeout: 20_000 });

const OUTSIDE = "sbr_made_outside_of_the_school";

/** As if somebody had given money back on the gateway's own pages: the school's refund of it will be refused there. */
export function refundOutside(school: OwnSchool, { checkout }: Bought): void {
  const books = openSchool(school);
  try {
    books
      .prepare(
        `INSERT INTO sandbox_refunds (id, checkout_id, idempotency_key, amount_minor, reason, created_at)
         SELECT ?, id, ?, amount_minor, 'by hand', ? FROM sandbox_checkouts WHERE id = ?`,
      )
      .run(OUTSIDE, OUTSIDE, Date.now(), checkout);
  } finally {
    books.close();
  }
}

/** As if the gateway had taken that back. */
export function undoRefundOutside(school: OwnSchool): void {
  const books = openSchool(school);
  try {
    books.prepare("DELETE FROM sandbox_refunds WHERE id = ?").run(OUTSIDE);
  } finally {
    books.close();
  }
}

/** What has gone back of the payments of a cohort, and which mails its students have got, by their kinds. */
export function countMoneyBack(school: OwnSchool, cohortId: string) {
  const books = openSchool(school);
  try {
    const refunds = books
      .prepare(
        `SELECT r.state AS name, count(*) AS count, sum(r.amount_minor) AS minor FROM refunds r JOIN payments p ON p.id = r.payment_id
         WHERE p.order_id IN (SELECT order_id FROM order_lines WHERE cohort_id = ?) GROUP BY r.state`,
      )
      .all(cohortId) as { name: string; count: number; minor: number }[];
    const mails = books
      .prepare(
        "SELECT kind AS name, count(DISTINCT recipient) AS count FROM outbox WHERE recipient LIKE ? GROUP BY kind",
      )
      .all(`member%.${cohortId.slice(-8).toLowerCase()}@example.org`) as { name: string; count: number }[];
    return {
      refunds: Object.fromEntries(refunds.map(({ name, ...sums }) => [name, sums])),
      mails: Object.fromEntries(mails.map(({ name, count }) => [name, count])),
    };
  } finally {
    books.close();
  }
}
