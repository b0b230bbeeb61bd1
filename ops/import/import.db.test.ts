import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asc, count, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { engine } from "#db/engine.ts";
import { auditLog, cohorts, courses, meetings } from "#db/schema/index.ts";
import { getCoursePage } from "#domain/courses/get-course-page.ts";
import { getCatalogueVersion } from "#domain/kernel/catalogue-version.ts";
import { searchCourses } from "#domain/courses/search-courses.ts";
import { unpublishCourse } from "#domain/courses/unpublish-course.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { visitor } from "#domain/kernel/actor.ts";
import type { Rules } from "#domain/kernel/command.ts";
import { isLong } from "#tests/support/long-run.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { message, sourceText } from "#messages/message.ts";
import { importFile, type Reject } from "./import-file.ts";
import { MATRICULA_COLUMNS } from "./matricula.ts";
import { openTable } from "./open-table.ts";
import { openRejectsFile } from "./rejects.ts";

let school: TestSchool;
let folder: string;
let sourceNumber = 0;
let source: string;

beforeAll(async () => {
  const whyNotCharge: Rules["whyNotCharge"] = (name, { minor, currency }) =>
    name === "stripe" && currency === "KWD" && minor % 10 !== 0
      ? message("payments.stripe_not_exactly", { amount: "this" })
      : null;
  school = await openTestSchool({ whyNotCharge });
  folder = mkdtempSync(join(tmpdir(), "matricula-import-"));
});
beforeEach(() => {
  source = `test${++sourceNumber}`;
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await school.drop();
});

function file(name: string, lines: string[] | string): string {
  const path = join(folder, name);
  writeFileSync(path, typeof lines === "string" ? lines : `${lines.join("\n")}\n`);
  return path;
}

async function load(path: string, { publish = true } = {}) {
  const rejects: Reject[] = [];
  const warnings: Reject[] = [];
  const summary = await importFile(await openTable(path), {
    source,
    publish,
    defaults: { timezone: "Europe/Zurich", currency: "CHF" },
    write: school.asSystem,
    reject: (row) => rejects.push(row),
    say: sourceText,
    warn: (row) => warnings.push(row),
  });
  const said = (rows: Reject[]) => rows.map(({ line, key, reason }) => `${line} ${key}: ${reason}`);
  return { summary, rejects: said(rejects), warnings: said(warnings) };
}

/** Everything that a second run must leave as it is. */
async function state() {
  const { read } = school.database;
  const [audits] = await read.select({ n: count() }).from(auditLog);
  return { version: await getCatalogueVersion(read), audits: audits?.n };
}

const cohortsOfSource = () =>
  school.database.read.select().from(cohorts).where(eq(cohorts.source, source)).orderBy(asc(cohorts.externalKey));
const coursesOfSource = () =>
  school.database.read.select().from(courses).where(eq(courses.source, source)).orderBy(asc(courses.externalKey));

const UCSD = [
  "department\tcourse_number\tcourse_name\tunits\tdescription",
  'BOOK\tBOOK 10\tSewing "on" tapes\t2, 4\tHow a text block is sewn. *Needles* are [sharp].',
  "BOOK\tBOOK 110\tBoards\t4\tCase binding.",
  "BOOK\tBOOK 10\tSewing again\t4\tThe same number.",
  "BOOK\tBOOK 210\t\t4\tNo name.",
];

const SECTIONS = [
  "subj_course_id\tsec_code\tsec_id\ttotal_seats\tmeetings",
  "BOOK 10\tA01\t1001\t24\tLE,TuTh,9:00 - 10:20,HALL 1|FI,2024-12-11,8:00 - 10:59,HALL 2",
  "BOOK 10\tA02\t1002\t9999\tIN,N/A,0:00 - 0:00,TBA TBA",
  "BOOK 110\tB01\t1003\t0\tLA,Sa,13:00 - 15:50, ",
  "BOOK 110\tB02\t1001\t5\tLE,M,9:00 - 9:50,HALL 1",
  "GONE 1\tA01\t1004\t5\tLE,M,9:00 - 9:50,HALL 1",
  "BOOK 110\tB03\t1005\tmany\tLE,M,9:00 - 9:50,HALL 1",
];

test("a university's catalogue and its sections are loaded, or named with line and reason", async () => {
  const catalogue = await load(file("courses.tsv", UCSD));
  expect(catalogue.summary).toMatchObject({ rows: 4, courses: { made: 2 }, rejected: 2 });
  expect(catalogue.rejects).toEqual(["4 BOOK 10: BOOK 10 is already on line 2", "5 BOOK 210: it has no name"]);
  expect(await coursesOfSource()).toMatchObject([
    {
      title: 'BOOK 10: Sewing "on" tapes',
      subject: "BOOK",
      level: "beginner",
      state: "published",
      description: "How a text block is sewn. \\*Needles\\* are \\[sharp\\].\n\nUnits: 2, 4.",
    },
    { title: "BOOK 110: Boards", level: "intermediate" },
  ]);

  const sections = await load(file("sections.tsv", SECTIONS));
  expect(sections.summary).toMatchObject({ rows: 6, cohorts: { made: 3 }, rejected: 3 });
  expect(sections.rejects.sort()).toEqual([
    "5 1001: 1001 is already on line 2",
    "6 1004: there is no course GONE 1",
    '7 1005: "many" is no number of seats',
  ]);
  expect(await cohortsOfSource()).toMatchObject([
    { name: "Section A01, lecture Tue Thu 9:00–10:20", place: "HALL 1", capacity: 24, priceMinor: 0, currency: "CHF" },
    { name: "Section A02", place: "Place to be announced", capacity: null },
    { name: "Section B01, lab Sat 13:00–15:50", capacity: 0, timezone: "America/Los_Angeles" },
  ]);
});

test("a dated examination becomes a meeting in the university's timezone; no seats means full", async () => {
  await load(file("courses.tsv", UCSD));
  await load(file("sections.tsv", SECTIONS));
  const [first] = await cohortsOfSource();
  const dated = await school.database.read
    .select()
    .from(meetings)
    .where(eq(meetings.cohortId, first?.id ?? ""));
  expect(dated).toMatchObject([{ title: "Final exam", place: "HALL 2", startsAt: new Date("2024-12-11T16:00:00Z") }]);
  const boards = (await coursesOfSource())[1];
  const view = await getCoursePage(school.reading(visitor), boards?.slug ?? "");
  expect(view?.cohorts).toMatchObject([{ state: "full", waitingList: true }]);
});

test("a second run changes nothing: no row, no audit, no new version of the catalogue", async () => {
  const paths = [file("courses.tsv", UCSD), file("sections.tsv", SECTIONS)];
  const first = [];
  for (const path of paths) first.push(await load(path));
  const before = await state();
  for (const [place, path] of paths.entries()) {
    const again = await load(path);
    expect(again.rejects).toEqual(first[place]?.rejects);
    expect(again.summary.courses).toMatchObject({ made: 0, changed: 0 });
    expect(again.summary.cohorts).toMatchObject({ made: 0, changed: 0 });
  }
  expect(await state()).toEqual(before);
});

test("a newer file changes what differs, and only that", async () => {
  await load(file("courses.tsv", UCSD));
  await load(file("sections.tsv", SECTIONS));
  const newer = SECTIONS.map((line) => line.replace("\t24\t", "\t30\t"));
  expect((await load(file("newer.tsv", newer))).summary.cohorts).toEqual({ made: 0, changed: 1, same: 2 });
  expect((await cohortsOfSource())[0]).toMatchObject({ capacity: 30 });
});

test("fewer seats than are taken are not taken over", async () => {
  await load(file("courses.tsv", UCSD));
  await load(file("sections.tsv", SECTIONS));
  const [cohort] = await cohortsOfSource();
  for (let each = 0; each < 2; each++) {
    const student = await school.person("student");
    await school.as(student)((ctx) => enrolStudent(ctx, { cohortId: cohort?.id ?? "", studentId: student.id }));
  }
  const fewer = await load(
    file(
      "fewer.tsv",
      SECTIONS.map((line) => line.replace("\t24\t", "\t1\t")),
    ),
  );
  expect(fewer.rejects).toContain("2 1001: it has 2 seats taken or held, more than 1");
  expect((await cohortsOfSource())[0]).toMatchObject({ capacity: 24, taken: 2 });
});

test("courses come as drafts unless they are published, and what the school took back stays back", async () => {
  const path = file("courses.tsv", UCSD);
  await load(path, { publish: false });
  expect((await coursesOfSource()).map(({ state }) => state)).toEqual(["draft", "draft"]);
  await load(path);
  const [first] = await coursesOfSource();
  expect(first?.state).toBe("published");
  await school.asSystem((ctx) => unpublishCourse(ctx, { courseId: first?.id ?? "" }));
  await load(path);
  expect((await coursesOfSource())[0]?.state).toBe("draft");
});

const UDEMY = [
  "course_id,course_title,url,is_paid,price,num_subscribers,num_reviews,num_lectures,level,content_duration,published_timestamp,subject",
  "1,Sewing at home,https://x.example/1,True,45,1,1,12,Beginner Level,1.5,2017-01-18 20:58:58+00:00,Crafts",
  "2,Sewing at home,https://x.example/2,False,0,1,1,1,All Levels,0.5,2017-01-18 20:58:58+00:00,Crafts",
  '3,"Two\nlines",https://x.example/3,True,20,1,1,3,Expert Level,1.0,2017-01-18 20:58:58+00:00,Crafts',
  '4,"Swallowed"",https://x.example/4,true,20,1,1,1,All Levels,1 hour,2016\n5,Next",https://x.example/5,True,20,1,1,3,Expert Level,1,2017,Crafts',
  "6,مقدمة في الخياطة,https://x.example/6,True,20,1,1,3,Guru Level,1,2017,Crafts",
  "7,مقدمة في الخياطة,https://x.example/7,True,19.99,1,1,3,Intermediate Level,2,2017,Crafts",
];

test("a marketplace's courses come with their price, their level and an address of their own", async () => {
  const { summary, rejects } = await load(file("udemy.csv", UDEMY));
  expect(summary).toMatchObject({ rows: 6, courses: { made: 4 }, cohorts: { made: 4 }, rejected: 2 });
  expect(rejects).toEqual([
    "6 4: its title holds the rest of the row and another one: a quotation mark is missing",
    '8 6: "Guru Level" is no level we know',
  ]);
  const made = await coursesOfSource();
  expect(made).toMatchObject([
    { title: "Sewing at home", level: "beginner", summary: "A course in crafts: 12 lectures, 1.5 hours." },
    { title: "Sewing at home", level: "any", summary: "A course in crafts: 1 lecture, 30 minutes." },
    { title: "Two lines", level: "advanced" },
    { title: "مقدمة في الخياطة", level: "intermediate" },
  ]);
  expect(new Set(made.map(({ slug }) => slug)).size).toBe(4);
  expect((await cohortsOfSource()).map(({ priceMinor, currency }) => [priceMinor, currency])).toEqual([
    [4500, "USD"],
    [0, "USD"],
    [2000, "USD"],
    [1999, "USD"],
  ]);
});

const UIUC_HEADER =
  "Year,Term,YearTerm,Subject,Number,Name,Description,Credit Hours,Section Info,CRN,Section,Section Title,Type,Start Time,End Time,Days of Week,Room,Building";

test("a catalogue that repeats its courses on every row makes each course once", async () => {
  const row = (crn: string, rest: string) =>
    `2024,Summer,2024-su,BOOK,410,Paper &amp; Glue,"Sizing, drying.",3 hours.,,${crn},${rest}`;
  const { summary, rejects } = await load(
    file("uiuc.csv", [
      UIUC_HEADER,
      row("10", "A,,Lecture,01:00 PM,01:50 PM,MWF,101,Hall"),
      row("11", ",Glue only,Online,ARRANGED,,,,"),
      row("10", "A,,Lecture,12:00 PM,12:50 PM,TR,101,Hall"),
      row("", "A,,Lecture,12:00 PM,12:50 PM,TR,101,Hall"),
    ]),
  );
  expect(summary).toMatchObject({ courses: { made: 1 }, cohorts: { made: 2 }, rejected: 2 });
  expect(rejects).toEqual(["4 2024-su/10: 2024-su/10 is already on line 2", "5 : it has no CRN"]);
  expect(await coursesOfSource()).toMatchObject([{ title: "BOOK 410: Paper & Glue", level: "intermediate" }]);
  expect(await cohortsOfSource()).toMatchObject([
    { name: "Section A, lecture Mon Wed Fri 13:00–13:50", place: "Hall 101" },
    { name: "Section 11, Glue only, online", place: "" },
  ]);
});

test("the school's own file holds courses, offerings and prices, and says what is wrong in its own columns", async () => {
  const { summary, rejects } = await load(
    file("own.csv", [
      "\ufeffkey,title,summary,level,cohort,starts,timezone,capacity,price,currency,access_days,waiting_list",
      "b1,Bookbinding,At the bench.,beginner,Winter,2027-01-08 18:30,Europe/Zurich,12,480.50,CHF,180,no",
      "b1,,,,Spring,2027-05-14 09:30,Europe/Zurich,unlimited,free,CHF,,",
      "b2,Only a course,Soon.,,,,,,,,,",
      "b3,Wrong date,x,,Winter,soon,,,,,,",
      "b4,Wrong level,x,guru,,,,,,,,",
      "b5,Wrong zone,x,,Winter,2027-01-08,Mars/Olympus,,,,,",
      "b6,Wrong price,x,,Winter,,,,4.805,CHF,,",
      ",No key,x,,,,,,,,,",
      "b1,Another title,x,,Summer,,,,,,,",
      "b9,,,,Orphan,,,,,,,",
    ]),
  );
  expect(summary).toMatchObject({ rows: 10, courses: { made: 2 }, cohorts: { made: 2 }, rejected: 7 });
  expect(rejects.sort()).toEqual(
    [
      '5 b3: starts: "soon" is no date, such as 2027-01-08 18:30',
      "6 b4: level: One of: any, beginner, intermediate, advanced.",
      "7 b5/Winter: timezone: An IANA name, such as Europe/Zurich.",
      '8 b6: price: "4.805" in CHF: “4.805” can mean 4805 or 4.805. Write 4805.00.',
      "9 : it has no key",
      "10 b1/Summer: line 2 gives b1 another title",
      "11 b9/Orphan: it has no title, and there is no course b9 yet that it could belong to",
    ].sort(),
  );
  expect(await cohortsOfSource()).toMatchObject([
    { name: "Spring", capacity: null, priceMinor: 0, accessDays: null, waitingList: true },
    {
      name: "Winter",
      startsAt: new Date("2027-01-08T17:30:00Z"),
      capacity: 12,
      priceMinor: 48_050,
      accessDays: 180,
      waitingList: false,
    },
  ]);
});

test("a row without a title says that, and one whose course was rejected says on which line", async () => {
  const { summary, rejects } = await load(
    file("untitled.csv", [
      "key,title,level,cohort,price",
      "r1,,,Winter,10",
      "r2,Bookbinding,guru,Winter,10",
      "r2,,,Spring,10",
      "r3,,,,",
      "r4,,,,10",
      "r5,Papers,,Winter,10",
      "r5,,,Spring,10",
    ]),
  );
  expect(summary).toMatchObject({ rows: 7, courses: { made: 1 }, cohorts: { made: 2 }, rejected: 5 });
  expect(rejects.sort()).toEqual([
    "2 r1/Winter: it has no title, and there is no course r1 yet that it could belong to",
    "3 r2/Winter: level: One of: any, beginner, intermediate, advanced.",
    "4 r2/Spring: its course r2 was rejected on line 3",
    "5 r3: it has no title",
    expect.stringMatching(/^6 r4: it has no title; price: this belongs to a cohort/),
  ]);
});

test("what is said of a cohort that has no name is never left out in silence: the row is rejected with its columns", async () => {
  const withoutColumn = await load(
    file("nameless.csv", [
      "key,title,price,currency,capacity,starts",
      "n1,Bookbinding,480.50,CHF,12,2027-01-08 18:30",
      "n2,Only a course,,,,",
    ]),
  );
  expect(withoutColumn.summary).toMatchObject({ courses: { made: 1 }, cohorts: { made: 0 }, rejected: 1 });
  expect(withoutColumn.rejects).toEqual([
    "2 n1: starts, capacity, price, currency: this belongs to a cohort, and the row names none. Write its name into the column cohort, or leave this empty",
  ]);

  const cohortColumns = MATRICULA_COLUMNS.slice(MATRICULA_COLUMNS.indexOf("language") + 1);
  for (const column of cohortColumns.filter((each) => each !== "cohort")) {
    const { rejects } = await load(file("column.csv", [`key,title,level,cohort,${column}`, "n3,Title,guru,,free"]));
    expect(rejects, column).toEqual([expect.stringMatching(new RegExp(`^2 n3: ${column}: .*; level: `))]);
  }
});

test("a row with several faults is named with all of them, and a file can be mended at once", async () => {
  const { summary, rejects } = await load(
    file("faults.csv", [
      "key,title,summary,level,cohort,starts,ends,timezone,capacity,price,currency,access_days,waiting_list",
      "f1,Faulty,x,guru,Winter,soon,later,Mars/Olympus,many,4.805,CHF,never,perhaps",
      `f2,${"x".repeat(301)},x,guru,,,,,,,,,`,
      "f3,Swiss,x,,Winter,,,,1'000,1'250.50,CHF,,",
    ]),
  );
  expect(summary).toMatchObject({ rows: 3, courses: { made: 1 }, cohorts: { made: 1 }, rejected: 2 });
  const [first = "", second = ""] = rejects.sort();
  for (const column of ["starts", "ends", "capacity", "access_days", "price", "waiting_list", "timezone", "level"])
    expect(first, column).toMatch(new RegExp(`(: |; )${column}: `));
  expect(second).toMatch(/^3 f2: title: .+; level: /);
  expect(await cohortsOfSource()).toMatchObject([{ name: "Winter", capacity: 1_000, priceMinor: 125_050 }]);
});

test("a price that a payment service cannot charge is loaded and warned of, with its line, each time", async () => {
  const lines = [
    "key,title,cohort,price,currency",
    "a,Dates,Winter,5.125,KWD",
    "b,Palms,Winter,05.120,KWD",
    "c,Free,Winter,,KWD",
  ];
  for (const cohorts of [{ made: 3 }, { same: 3 }]) {
    const { summary, rejects, warnings } = await load(file("dinars.csv", lines));
    expect(rejects).toEqual([]);
    expect(summary).toMatchObject({ cohorts });
    expect(rejects).toEqual([]);
    expect(warnings).toEqual([
      "2 a/Winter: Stripe cannot charge this exactly: it takes no finer steps. Buyers are offered the other ways to pay.",
    ]);
  }
});

test("a file that is none of ours is refused with the columns that would do", async () => {
  await expect(openTable(file("other.csv", "name,email\nx,y\n"))).rejects.toThrow(
    /UCSD courses: department, course_number/,
  );
  await expect(openTable(file("empty.csv", ""))).rejects.toThrow(/none we know/);
});

test("a row that cannot be read is named and the rest is loaded; an empty file loads nothing", async () => {
  const broken = file("broken.csv", `${UDEMY[0]}\n1,"never closed,x\n`);
  const { summary, rejects } = await load(broken);
  expect(summary.rows).toBe(1);
  expect(rejects).toHaveLength(1);
  expect((await load(file("header.csv", `${UDEMY[0]}\n`))).summary).toMatchObject({ rows: 0, rejected: 0 });
});

test("the rejects file is there only when there is something in it, and runs nothing in a spreadsheet", () => {
  const path = join(folder, "rejects.csv");
  writeFileSync(path, "from an earlier run");
  expect(openRejectsFile(path).close()).toMatchObject({ count: 0, trouble: undefined });
  expect(existsSync(path)).toBe(false);
  const rejects = openRejectsFile(path);
  rejects.add({ file: "a.csv", line: 2, key: '=HYPERLINK("x")', reason: "it is, so to say, wrong" });
  expect(rejects.close()).toMatchObject({ count: 1, unwritten: [] });
  expect(readFileSync(path, "utf8")).toBe(
    'file,line,key,reason\r\na.csv,2,"\'=HYPERLINK(""x"")","it is, so to say, wrong"\r\n',
  );
});

const REAL = new URL("../../../shared/data/catalogue/", import.meta.url).pathname;

/** How many rows of each file are courses and offerings that we take; the others are named in the rejects. */
const REAL_FILES = [
  { name: "ucsd-courses.tsv", rows: 6_817, courses: 6_786, cohorts: 0 },
  { name: "ucsd-sections-FA24.tsv", rows: 8_716, courses: 0, cohorts: 7_361 },
  { name: "udemy_courses.csv", rows: 3_672, courses: 3_667, cohorts: 3_667 },
];

/** Two minutes of PostgreSQL would prove nothing that the small files above do not. */
const REAL_HERE = isLong && existsSync(join(REAL, "ucsd-courses.tsv")) && engine === "sqlite";

test.skipIf(!REAL_HERE)(
  "a real catalogue of 10,489 rows and its sections is loaded whole, twice (in the long run, on SQLite, where the files are)",
  async () => {
    // Keys are unique within a source only: a section of one school may have the number of another's course.
    const loadReal = (name: string) => {
      source = `real-${name.slice(0, 4)}`;
      return load(join(REAL, name));
    };
    for (const { name, ...expected } of REAL_FILES) {
      const { rows, courses: made, cohorts: offered, rejected } = (await loadReal(name)).summary;
      expect({ rows, courses: made.made, cohorts: offered.made }).toEqual(expected);
      expect(Math.max(made.made, offered.made) + rejected).toBe(rows);
    }
    const before = await state();
    for (const { name } of REAL_FILES) await loadReal(name);
    expect(await state()).toEqual(before);
    const found = await searchCourses(school.reading(visitor), { q: "calculus" });
    expect(found.items[0]?.title.toLowerCase()).toContain("calculus");
  },
  180_000,
);
