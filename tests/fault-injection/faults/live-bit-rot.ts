import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import BetterSqlite from "better-sqlite3";
import { ask } from "#tests/support/started-school.ts";
import { type Fault, toOutcome, checkSoundness } from "../fault.ts";
import { every } from "../detection.ts";
import { emptyLog, PAGE_BYTES } from "../corruption.ts";
import { scaleDeadline, eventually } from "#tests/support/deadlines.ts";
import { onSqlite, pause, type Simulation } from "../simulation.ts";

const FAILED_MS_MAX = scaleDeadline(10_000);
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
      await emptyLog(play.databaseUrl);
      const page = firstPageOf("tickets", play);
      const sound = readPage(play.databaseUrl, page);
      writePage(play.databaseUrl, page, Buffer.alloc(PAGE_BYTES, 0xab));
      const headers = { authorization: `Bearer ${play.office.token}` };
      const haveFailed = await eventually(async () => {
        await play.served.askEach("/api/v1/tickets", { headers });
        return every(await play.words(), "failed");
      }, FAILED_MS_MAX);
      await pause(200);
      const before = crowd.seen.inside.length;
      await pause(STAYS_MS);
      const stayed = every(await play.words(), "failed");
      const page_ = await ask(play.served.port, "/courses");
      const { refused, wrong, inside } = await crowd.stop();
      await play.served.stop();
      writePage(play.databaseUrl, page, sound);
      await play.startAgain();
      const isWell = every(await play.words(), "ok");
      const again = play.crowd();
      const isBack = await eventually(() => again.seen.inside.length > 0, FAILED_MS_MAX);
      await again.stop();
      return toOutcome([
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
        ...(await checkSoundness(play)),
      ]);
    }),
};

function firstPageOf(table: string, { databaseUrl }: Simulation): number {
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
