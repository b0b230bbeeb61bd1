import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { count } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { auditLog, meetings } from "#db/schema/index.ts";
import { addMeeting } from "#domain/courses/add-meeting.ts";
import { getCatalogueVersion } from "#domain/kernel/catalogue-version.ts";
import { createCohort } from "#domain/courses/create-cohort.ts";
import { createCourse } from "#domain/courses/create-course.ts";
import { listCatalogueRows } from "#domain/courses/list-catalogue-rows.ts";
import { CohortFields, CourseFields } from "#domain/courses/inputs.ts";
import { visitor } from "#domain/kernel/actor.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { sourceText } from "#messages/message.ts";
import { csvStream } from "../csv.ts";
import { CATALOGUE_COLUMNS } from "./catalogue-columns.ts";
import { importFile, type Reject } from "./import-file.ts";
import { openTable } from "./open-table.ts";

let school: TestSchool;
let folder: string;

beforeAll(async () => {
  school = await openTestSchool();
  folder = mkdtempSync(join(tmpdir(), "matricula-catalogue-"));
  for (const title of ['=HYPERLINK("x")', "Töpfern; -5 Grad", "日本語 | 'mit' \"Zeichen\"", "'-- no apostrophe lost"]) {
    const course = await school.asSystem((ctx) =>
      createCourse(
        ctx,
        CourseFields.parse({ title, summary: "A summary.", description: "One\n\n- two\n- three,\n\t=four" }),
      ),
    );
    await school.asSystem(async (ctx) => {
      const cohort = await createCohort(ctx, {
        courseId: course.id,
        ...CohortFields.parse({
          name: "Night, when the clocks go back",
          startsAt: "2027-10-31T02:30:00+01:00",
          endsAt: "2027-12-31T18:30:15+01:00",
          timezone: "Europe/Zurich",
          capacity: 12,
          priceMinor: 48_050,
          currency: "CHF",
          waitingList: false,
        }),
      });
      const meeting = { title: "", note: "", place: "", link: "" };
      await addMeeting(ctx, {
        ...meeting,
        cohortId: cohort.id,
        startsAt: new Date("2027-11-01T17:00:00Z"),
        endsAt: new Date("2027-11-01T18:00:00Z"),
      });
    });
  }
  await school.asSystem((ctx) => createCourse(ctx, CourseFields.parse({ title: "Without dates" })));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await school.drop();
});

async function exported(): Promise<string> {
  const rows = listCatalogueRows(school.reading({ type: "system", job: "test" }));
  return new Response(csvStream(CATALOGUE_COLUMNS, rows, { byteOrderMark: true })).text();
}

async function load(text: string | Uint8Array) {
  const path = join(folder, "catalogue.csv");
  writeFileSync(path, text);
  const rejects: Reject[] = [];
  const summary = await importFile(await openTable(path), {
    source: "file",
    publish: false,
    defaults: { timezone: "Europe/Zurich", currency: "CHF" },
    write: school.asSystem,
    say: sourceText,
    warn: () => undefined,
    reject: (row) => rejects.push(row),
  });
  return { summary, rejects: rejects.map(({ line, reason }) => `${line}: ${reason}`) };
}

async function state() {
  const [audits] = await school.database.read.select({ n: count() }).from(auditLog);
  return { version: await getCatalogueVersion(school.database.read), audits: audits?.n, file: await exported() };
}

test("importing what an export wrote changes nothing, also as a German spreadsheet saves it again", async () => {
  const before = await state();
  expect(await load(before.file)).toMatchObject({
    summary: { rows: 5, courses: { same: 5 }, cohorts: { same: 4 } },
    rejects: [],
  });
  const rows = (await openTable(join(folder, "catalogue.csv"))).rows();
  const all = [...rows].flatMap((read) => ("row" in read ? [read.row] : []));
  const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
  const lines = [Object.keys(all[0] ?? {}), ...all.map((row) => Object.values(row))];
  const german = lines.map((cells) => cells.map(quoted).join(";")).join("\r\n");
  expect(await load(`sep=;\r\n${german}\r\n`)).toMatchObject({
    summary: { courses: { same: 5 }, cohorts: { same: 4 } },
  });
  expect(await state()).toEqual(before);
});

test("an edited export changes what was edited, and keeps the meetings of which the file says nothing", async () => {
  const before = await exported();
  const { summary } = await load(before.replaceAll(",480.50,", ",490.00,"));
  expect(summary).toMatchObject({ courses: { same: 5 }, cohorts: { changed: 4 } });
  expect(await exported()).toBe(before.replaceAll(",480.50,", ",490.00,"));
  expect(await school.database.read.select({ n: count() }).from(meetings)).toEqual([{ n: 4 }]);
});

test("nobody without the right to import gets the file", async () => {
  await expect(listCatalogueRows(school.reading(visitor)).next()).rejects.toThrow();
});

const HEADER = "key;title;summary;cohort;starts;capacity;price;currency;timezone";

test("a German spreadsheet's file is read: semicolons, Windows-1252, its dates and its decimal comma", async () => {
  const text = `${HEADER.replace("price", "Price").replace("starts", " Starts ")}\r\nt1;T\xf6pfern f\xfcr Anf\xe4nger;Kurz;Winter;08.01.2027 18:30;12;480,50;CHF;Europe/Zurich\r\n`;
  expect((await load(Buffer.from(text, "latin1"))).rejects).toEqual([]);
  const file = await exported();
  expect(file).toContain(",Töpfern für Anfänger,");
  expect(file).toContain(",2027-01-08 18:30,");
  expect(file).toContain(",480.50,CHF,");
});

test.each([
  ["a column nobody knows", "key,title,prize\na,b,480", /does not know: "prize"/],
  ["a column twice", "key,title,price,Price\na,b,480,0", /"price" twice/],
  ["no header we know", "name,email\nx,y", /none we know/],
])("a file is refused as a whole for %s, and nothing is loaded", async (_what, text, words) => {
  await expect(load(text)).rejects.toThrow(words);
});

test.each([
  ["a shifted row", "k1;A;S;W;;1;2;480.50;CHF;Europe/Zurich", /10 cells, the first line 9/],
  ["two readings of a day", "k1;A;S;W;01/02/2027;1;2;CHF;Europe/Zurich", /can be 2027-02-01 or 2027-01-02/],
  ["letters lost before", "k1;T\ufffdpfern;S;W;;1;2;CHF;Europe/Zurich", /a letter was lost/],
  ["letters read wrongly before", "k1;TÃ¶pfern;S;W;;1;2;CHF;Europe/Zurich", /wrong encoding/],
])("a row is rejected by its line for %s", async (_what, row, words) => {
  const { rejects, summary } = await load(`${HEADER}\n${row}\n`);
  expect(rejects).toEqual([expect.stringMatching(new RegExp(`^2: .*${words.source}`))]);
  expect(summary.courses.made + summary.cohorts.made).toBe(0);
});
