import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { meetings } from "#db/schema/index.ts";
import { createId } from "#domain/kernel/ids.ts";
import { MATRICULA_COLUMNS } from "./matricula.ts";
import { type ImportSchool, openImportSchool } from "./testing.ts";

let imports: ImportSchool;
let source: string;

beforeAll(async () => {
  imports = await openImportSchool();
});
beforeEach(() => {
  source = imports.newSource();
});
afterAll(() => imports.close());

const file: ImportSchool["file"] = (name, lines) => imports.file(name, lines);
const load = (path: string) => imports.load(path, { source });
const cohortsOfSource = () => imports.cohortsOf(source);

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

test("a cohort whose meetings are before it begins or after it ends is loaded and warned of, with its line", async () => {
  const dated = (starts: string) => file("dated.csv", ["key,title,cohort,starts,ends", `d1,Dated,Winter,${starts}`]);
  expect((await load(dated("2027-01-08 18:30,2027-02-26 20:30"))).warnings).toEqual([]);
  const [cohort] = await cohortsOfSource();
  const at = (day: string) => ({
    ...{ id: createId("meeting"), cohortId: cohort?.id ?? "" },
    ...{ startsAt: new Date(`${day}T17:30:00Z`), endsAt: new Date(`${day}T19:30:00Z`) },
  });
  await imports.school.database.write(
    async (tx) => void (await tx.insert(meetings).values([at("2027-01-08"), at("2027-02-26")])),
  );
  expect((await load(dated("2027-01-08 18:30,2027-02-26 20:30"))).warnings).toEqual([]);
  const { summary, warnings } = await load(dated("2027-01-15 18:30,2027-02-19 20:30"));
  expect(summary).toMatchObject({ cohorts: { changed: 1 } });
  expect(warnings).toEqual([
    "2 d1/Winter: The meeting of 8 January 2027 is before the cohort begins (15 January 2027). The meeting of 26 February 2027 is after the cohort ends (19 February 2027).",
  ]);
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
