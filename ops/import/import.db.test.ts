import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { count, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { engine } from "#db/engine.ts";
import { auditLog, meetings } from "#db/schema/index.ts";
import { getCoursePage } from "#domain/courses/get-course-page.ts";
import { getCatalogueVersion } from "#domain/kernel/catalogue-version.ts";
import { searchCourses } from "#domain/courses/search-courses.ts";
import { unpublishCourse } from "#domain/courses/unpublish-course.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { visitor } from "#domain/kernel/actor.ts";
import { isLong } from "#tests/support/long-run.ts";
import { openTable } from "./open-table.ts";
import { openRejectsFile } from "./rejects.ts";
import { type ImportSchool, openImportSchool } from "./testing.ts";

let imports: ImportSchool;
let school: ImportSchool["school"];
let folder: string;
let source: string;

beforeAll(async () => {
  imports = await openImportSchool();
  ({ school, folder } = imports);
});
beforeEach(() => {
  source = imports.newSource();
});
afterAll(() => imports.close());

const file: ImportSchool["file"] = (name, lines) => imports.file(name, lines);
const load = (path: string, options: { publish?: boolean } = {}) => imports.load(path, { source, ...options });
const cohortsOfSource = () => imports.cohortsOf(source);
const coursesOfSource = () => imports.coursesOf(source);

/** Everything that a second run must leave as it is. */
async function state() {
  const { read } = school.database;
  const [audits] = await read.select({ n: count() }).from(auditLog);
  return { version: await getCatalogueVersion(read), audits: audits?.n };
}

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
