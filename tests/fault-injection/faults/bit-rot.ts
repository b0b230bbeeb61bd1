import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import BetterSqlite from "better-sqlite3";
import { type Fault, toOutcome, checkSoundness } from "../fault.ts";
import {
  type Check,
  copyDatabase,
  emptyLog,
  find,
  flipBit,
  forgetPage,
  freePages,
  leaves,
  PAGE_BYTES,
  readBefore,
  listDetectingChecks,
  tear,
} from "../corruption.ts";
import type { Facts } from "../detection.ts";
import { growsBy, scaleDeadline, eventually } from "#tests/support/deadlines.ts";
import { onSqlite } from "../simulation.ts";

/** How long a payment may take to arrive. */
const PAID_MS_MAX = scaleDeadline(10_000);
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
    stage({ people: 300, transfers: 1_000 }, async (play) => {
      const [crowd, till] = [play.crowd(), play.till()];
      await growsBy(() => crowd.seen.inside.length, 40);
      await crowd.stop();
      let paid = Infinity;
      const isInLog = () => statSync(`${play.databaseUrl}-wal`).size > LOG_HEAD_BYTES + FRAME_HEAD_BYTES + PAGE_BYTES;
      const isLogged = await eventually(async () => {
        // Whatever is paid after it stands in the log alone, until the school takes the log into the file, as it does now and then.
        if (paid === Infinity || isTakenOver(play.databaseUrl)) {
          await emptyLog(play.databaseUrl);
          paid = till.seen.paid.length;
        }
        // One may have been written before the log was emptied, and be heard of only after.
        return till.seen.paid.length > paid + 1 && isInLog();
      }, PAID_MS_MAX);
      await play.kill();
      const isInLogAlone = isLogged && !isTakenOver(play.databaseUrl);
      await till.stop();
      const folder = mkdtempSync(join(tmpdir(), "matricula-rot-"));
      try {
        const copies = makeCopies(play.databaseUrl, folder);
        const facts: Facts = [["a payment stands in the log alone", isInLogAlone]];
        for (const rot of ROTS) facts.push(await tryOne(rot, copies));
        return toOutcome([...facts, ...(await checkSoundness(play))]);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }),
};

/** Whether any of the log is in the file already: how many of its frames are is in its index (https://sqlite.org/walformat.html, "nBackfill"). */
function isTakenOver(databaseUrl: string): boolean {
  return readFileSync(`${databaseUrl}-shm`).readUInt32LE(96) > 0;
}

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
    const before = readBefore(copies[of]);
    harm(file, copies);
    const noticed = await listDetectingChecks(file, before);
    const isAsExpected = by.length === 0 ? noticed.length === 0 : by.every((check) => noticed.includes(check));
    return [`${name}: ${noticed.join(", ") || "nobody, and nothing is lost"}`, isAsExpected] as const;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
