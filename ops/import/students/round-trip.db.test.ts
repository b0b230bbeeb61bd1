import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type CsvColumn, csvLine } from "../../csv.ts";
import { buildOneRoster } from "./build-oneroster.ts";
import { listMoodleColumns, listOwnColumns } from "./export-columns.ts";
import { countPlacesMax, listStudentRows, type StudentFileRow } from "#domain/students/list-student-rows.ts";
import { getStudentImport, streamImportRows } from "#domain/students/get-student-import.ts";
import { listRejectColumns } from "./reject-columns.ts";
import { sourceText } from "#messages/message.ts";
import { openStudentImports, type StudentImports } from "./testing.ts";

let imports: StudentImports;
let school: StudentImports["school"];
let load: StudentImports["load"];
let mark = 0;
beforeAll(async () => {
  imports = await openStudentImports();
  ({ school, load } = imports);
});
beforeEach(() => {
  mark += 1;
});
afterAll(() => school.drop());

const at = (name: string) => `${name}${mark}@example.org`;
const lines = (...rows: string[]) => `${rows.join("\n")}\n`;

test("the rows that were not taken are a file that is mended and loaded again", async () => {
  const source = `moodle${mark}`;
  const file = lines("username,firstname,lastname,email", `ada${mark},Ada,K,${at("ada")}`, `ben${mark},Ben,=R,nowhere`);
  const { importId } = await load(file, { source });
  const found = await getStudentImport(imports.read(), importId);
  const columns = found ? listRejectColumns(found, sourceText) : [];
  const rejects = [csvLine(columns.map(({ header }) => header))];
  for await (const rows of streamImportRows(imports.read(), { importId, only: "rejected" })) {
    for (const row of rows) rejects.push(csvLine(columns.map(({ cell }) => cell(row))));
  }
  expect(rejects).toHaveLength(2);
  expect(rejects[1]).toContain("look like");
  const mended = await load(rejects.join("").replace("nowhere", at("ben")));
  expect(mended.rows).toEqual(["2 created: makes the account"]);
  expect(await imports.personOf(at("ben"))).toMatchObject({ name: "Ben =R" });
  expect((await load(file.replace("nowhere", at("ben")), { source })).rows).toEqual(["2 same", "3 same"]);
});

describe("what is exported and imported again changes nothing", () => {
  const csvOf = async (columns: CsvColumn<StudentFileRow>[]) => {
    const rows = [csvLine(columns.map(({ header }) => header))];
    for await (const batch of listStudentRows(imports.read())) {
      for (const row of batch) rows.push(csvLine(columns.map(({ cell }) => cell(row))));
    }
    return rows.join("");
  };
  const year = 2030;
  const FORMS: [string, () => Promise<string | Uint8Array>][] = [
    ["as the school's own file", async () => csvOf(listOwnColumns(await countPlacesMax(imports.read())))],
    ["as Moodle's", async () => csvOf(listMoodleColumns(await countPlacesMax(imports.read())))],
    ["as OneRoster", () => buildOneRoster(listStudentRows(imports.read()), { school: "A school", year })],
  ];
  test.each(FORMS)("%s", async (_, write) => {
    const [one, other] = [await school.cohort(), await school.cohort()];
    const file = lines(
      "email,name,language,timezone,note,suspended,course1,status1,course2,status2",
      `${at("a")},=Formula Name,pt-BR,Asia/Tokyo,"two\nlines, and a ""quote""",no,${one.id},active,${other.id},suspended`,
      `${at("b")},Cher,,,-1 is a note,,,,,`,
      `${at("c")},Ana María de la Cruz,zh-Hant-TW,,,,${one.id},,,`,
    );
    expect((await load(file)).counts).toMatchObject({ created: 3 });
    await load(lines("email,suspended", `${at("b")},yes`));
    const before = await imports.state();
    const { counts } = await load(await write(), { source: `again${mark}` });
    expect(counts).toMatchObject({ created: 0, changed: 0, skipped: 0, rejected: 0 });
    expect(counts?.same).toBeGreaterThan(3);
    expect(await imports.state()).toEqual(before);
  });
});
