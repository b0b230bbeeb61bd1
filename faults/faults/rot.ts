import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import BetterSqlite from "better-sqlite3";
import { ask } from "#testing/started-school.ts";
import { type Fault, outcome, soundness } from "../fault.ts";
import {
  type Check,
  copyDatabase,
  find,
  flipBit,
  forgetPage,
  freePages,
  leaves,
  lookBefore,
  noticedBy,
  tear,
} from "../rotten.ts";
import type { Facts } from "../noticed.ts";
import { onSqlite, pause, soon, type Stage } from "../stage.ts";

const PAGE_BYTES = 4096;
/** How long the log may take to be empty, and a payment to arrive. */
const [EMPTY_MS_MAX, PAID_MS_MAX] = [10_000, 10_000];
const [LOG_HEAD_BYTES, FRAME_HEAD_BYTES] = [32, 24];

/** `whole`: one file, with everything in it. `older`: the same before somebody's name was changed. `logged`: with a log. */
type Copies = { whole: string; older: string; logged: string };

type Rot = {
  name: string;
  /** Of which copy; the whole one unless it is said. */
  of?: keyof Copies;
  harm(file: string, copies: Copies): void;
  /** What must notice it; others may. Nobody is said when there is nothing to notice. */
  by: Check[];
};

/** A text that no index has, before the last change and after it. */
const [EARLIER, LATER] = ["Winter evenings", "Summer evenings"];
/** The price of the office's transfers as SQLite writes it, in three bytes. */
const AMOUNT = Buffer.from([0x00, 0xbb, 0x80]);

const leafOf = (file: string, of: string) => leaves(file, of)[0] ?? 0;

const ROTS: Rot[] = [
  {
    name: "a bit in a text",
    harm: (file) => flipBit(file, find(file, leaves(file, "cohorts"), Buffer.from(LATER))),
    by: ["content hashes"],
  },
  {
    name: "a bit in an amount",
    harm: (file) => flipBit(file, find(file, leaves(file, "postings"), AMOUNT) + 2, 3),
    by: ["content hashes", "ledger sums", "ledger chain"],
  },
  {
    name: "a bit in the audit log",
    harm: (file) => flipBit(file, find(file, leaves(file, "audit_log"), Buffer.from("enrolment.create"))),
    by: ["content hashes", "audit chain"],
  },
  {
    name: "a bit in a reference",
    harm: (file) => flipBit(file, find(file, leaves(file, "enrolments"), Buffer.from("usr_")) + 12),
    by: ["content hashes", "foreign keys"],
  },
  {
    name: "a bit in an index",
    harm: (file) => flipBit(file, find(file, leaves(file, "users_email"), Buffer.from("person")) + 1),
    by: ["integrity check"],
  },
  {
    name: "a bit in the head of a table's page",
    harm: (file) => flipBit(file, leafOf(file, "audit_log"), 1),
    by: ["quick check", "integrity check", "content hashes"],
  },
  {
    name: "a torn page of a table",
    harm: (file) => tear(file, leafOf(file, "audit_log")),
    by: ["quick check", "integrity check", "content hashes"],
  },
  {
    name: "a torn page of an index",
    harm: (file) => tear(file, leafOf(file, "users_email")),
    by: ["integrity check"],
  },
  {
    name: "a page that was never written",
    harm: (file, { older }) => forgetPage(file, older, leafOf(file, "cohorts")),
    by: ["content hashes"],
  },
  {
    name: "a bit in the list of free pages",
    harm: (file) => flipBit(file, freePages(file).trunk + 7),
    by: ["check of free pages"],
  },
  { name: "a bit in a free page", harm: (file) => flipBit(file, freePages(file).free + 100), by: [] },
  {
    name: "a bit in the file's head",
    harm: (file) => flipBit(file, 3),
    by: ["quick check", "integrity check", "content hashes", "ledger mark"],
  },
  {
    name: "a bit in the log of changes",
    of: "logged",
    // The frame that it is in, and all after it, count as never written (https://sqlite.org/walformat.html). It is the first
    // one: what stands further behind may be left from a log that was taken into the file long ago.
    harm: (file) => flipBit(`${file}-wal`, LOG_HEAD_BYTES + FRAME_HEAD_BYTES + 100),
    by: ["content hashes", "ledger mark"],
  },
];

export const bitRot: Fault = {
  name: "bit-rot",
  tried: "flipped bits, torn pages and lost writes in copies of a school's database, and every check on each",
  expected:
    "each is noticed by the checks that can, which a verified backup makes together, but for what no check can see",
  missing: onSqlite,
  run: ({ stage }) =>
    stage({ people: 300, transfers: 200 }, async (play) => {
      const [crowd, till] = [play.crowd(), play.till()];
      await pause(1_500);
      await crowd.stop();
      await emptyLog(play);
      // Whatever is paid from now on stands in the log alone.
      const paid = till.seen.paid.length;
      const isLogged = await soon(() => till.seen.paid.length > paid, PAID_MS_MAX);
      await play.kill();
      await till.stop();
      const folder = mkdtempSync(join(tmpdir(), "matricula-rot-"));
      try {
        const copies = makeCopies(play.databaseUrl, folder);
        const facts: Facts = [["a payment stands in the log alone", isLogged]];
        for (const rot of ROTS) facts.push(await tryOne(rot, copies));
        return outcome([...facts, ...(await soundness(play))]);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }),
};

/** As the power left it, with its log; and as one file with free pages, before and after the last change. */
function makeCopies(databaseUrl: string, folder: string): Copies {
  const [logged, whole, older] = ["logged", "whole", "older"].map((name) => join(folder, `${name}.db`)) as [
    string,
    string,
    string,
  ];
  copyDatabase(databaseUrl, logged);
  copyDatabase(databaseUrl, whole);
  inOneFile(
    whole,
    "CREATE TABLE filler (text)",
    "WITH n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) INSERT INTO filler SELECT hex(randomblob(2000)) FROM n",
    "DROP TABLE filler",
  );
  copyDatabase(whole, older);
  inOneFile(whole, `UPDATE cohorts SET name = '${LATER}' WHERE name = '${EARLIER}'`);
  return { whole, older, logged };
}

function inOneFile(file: string, ...statements: string[]): void {
  const sqlite = new BetterSqlite(file);
  for (const statement of statements) sqlite.exec(statement);
  // The last connection that closes takes the log into the file.
  sqlite.close();
}

async function tryOne({ name, of = "whole", harm, by }: Rot, copies: Copies) {
  const folder = mkdtempSync(join(tmpdir(), "matricula-rotten-"));
  try {
    const file = join(folder, "matricula.db");
    copyDatabase(copies[of], file);
    const before = lookBefore(copies[of]);
    harm(file, copies);
    const noticed = await noticedBy(file, before);
    const isAsExpected = by.length === 0 ? noticed.length === 0 : by.every((check) => noticed.includes(check));
    return [`${name}: ${noticed.join(", ") || "nobody, and nothing is lost"}`, isAsExpected] as const;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const FAILED_MS_MAX = 10_000;
const STAYS_MS = 6_000;

export const corruptLive: Fault = {
  name: "bit-rot-live",
  tried: "a page of the database becomes nonsense under load, and is read",
  expected:
    "every process that meets it has failed, saves nothing more and stays so until a person has mended the file",
  missing: onSqlite,
  run: ({ stage }) =>
    stage({ people: 1_500 }, async (play) => {
      const crowd = play.crowd();
      await pause(1_000);
      await emptyLog(play);
      const page = firstPageOf("tickets", play);
      const sound = readPage(play.databaseUrl, page);
      writePage(play.databaseUrl, page, Buffer.alloc(PAGE_BYTES, 0xab));
      const headers = { authorization: `Bearer ${play.office.token}` };
      const haveFailed = await soon(async () => {
        await play.served.askEach("/api/v1/tickets", { headers });
        return all(await play.words(), "failed");
      }, FAILED_MS_MAX);
      await pause(200);
      const before = crowd.seen.inside.length;
      await pause(STAYS_MS);
      const stayed = all(await play.words(), "failed");
      const page_ = await ask(play.served.port, "/courses");
      const { refused, wrong, inside } = await crowd.stop();
      await play.served.stop();
      writePage(play.databaseUrl, page, sound);
      await play.startAgain();
      const isWell = all(await play.words(), "ok");
      const again = play.crowd();
      const isBack = await soon(() => again.seen.inside.length > 0, FAILED_MS_MAX);
      await again.stop();
      return outcome([
        ["both processes have failed", haveFailed],
        [`after ${STAYS_MS / 1_000} s they still have`, stayed],
        [
          `${inside.length - before} acknowledged after that, ${refused} politely refused`,
          inside.length === before && refused > 0,
        ],
        [
          `pages that need not read it open (${page_.status}); ${wrong.length} saw something else ${wrong[0] ?? ""}`,
          page_.status === 200 && wrong.length === 0,
        ],
        ["mended and started again it is well and saves", isWell && isBack],
        ...(await soundness(play)),
      ]);
    }),
};

const all = (words: string[], wanted: string) => words.length > 0 && words.every((word) => word === wanted);

/** Brings everything into the file: pages are read from there, and the log begins anew. */
async function emptyLog({ databaseUrl }: Stage): Promise<void> {
  const sqlite = new BetterSqlite(databaseUrl);
  try {
    await soon(() => (sqlite.pragma("wal_checkpoint(TRUNCATE)") as { busy: number }[])[0]?.busy === 0, EMPTY_MS_MAX);
  } finally {
    sqlite.close();
  }
}

function firstPageOf(table: string, { databaseUrl }: Stage): number {
  const sqlite = new BetterSqlite(databaseUrl, { readonly: true });
  try {
    return sqlite.prepare("SELECT rootpage FROM sqlite_schema WHERE name = ?").pluck().get(table) as number;
  } finally {
    sqlite.close();
  }
}

const readPage = (file: string, page: number) =>
  readFileSync(file).subarray((page - 1) * PAGE_BYTES, page * PAGE_BYTES);

/** As a failing disk would. By another program: a handle of ours on the file is none of the school's. */
function writePage(file: string, page: number, bytes: Buffer): void {
  const how = [`of=${file}`, `bs=${PAGE_BYTES}`, `seek=${page - 1}`, "count=1", "conv=notrunc", "status=none"];
  execFileSync("dd", how, { input: bytes });
}
