import { expect, test } from "vitest";
import { type CsvColumn, csvCell, csvLine, csvStream } from "./csv.ts";

test.each([
  "=1+1",
  "+41 79 123 45 67",
  "-2+3",
  "@SUM(A1)",
  "\t=1",
  "\r=1",
  '=HYPERLINK("https://example.org")',
  "＝1",
  "-",
  "+",
])("takes the teeth out of a text that a spreadsheet would run: %j", (text) => {
  expect(csvCell(text).replace(/^"/, "")).toMatch(/^'/);
});

test.each([
  ["-12.50", "-12.50"],
  ["480.00", "480.00"],
  ["-7", "-7"],
])("leaves a number that is really one as it is: %s", (text, cell) => {
  expect(csvCell(text)).toBe(cell);
});

test.each([
  [-3, "-3"],
  [null, ""],
  [undefined, ""],
  [true, "true"],
  [new Date("2026-01-08T10:00:00Z"), "2026-01-08T10:00:00.000Z"],
  ["Mara Keller", "Mara Keller"],
])("writes %j", (value, cell) => {
  expect(csvCell(value)).toBe(cell);
});

test("quotes what would break a row, and doubles quotes (RFC 4180)", () => {
  expect(csvLine(['say "hello"', "a,b", "two\nlines", "plain"])).toBe('"say ""hello""","a,b","two\nlines",plain\r\n');
});

test("an apostrophe before a formula stands inside the quotes", () => {
  expect(csvCell('=A1,"x"')).toBe('"\'=A1,""x"""');
});

const COLUMNS: CsvColumn<{ name: string; n: number }>[] = [
  { header: "Name", cell: ({ name }) => name },
  { header: "Number", cell: ({ n }) => n },
];

async function* batches() {
  yield [{ name: "Zoë", n: 1 }];
  yield [
    { name: "=evil()", n: 2 },
    { name: "Gül", n: -3 },
  ];
}

test("streams a header and every batch", async () => {
  const text = await new Response(csvStream(COLUMNS, batches())).text();
  expect(text).toBe("Name,Number\r\nZoë,1\r\n'=evil(),2\r\nGül,-3\r\n");
});

test("begins with the byte order mark when it is asked to, and only then", async () => {
  const bytes = async (byteOrderMark: boolean) =>
    new Uint8Array(await new Response(csvStream(COLUMNS, batches(), { byteOrderMark })).arrayBuffer()).slice(0, 3);
  expect([...(await bytes(true))]).toEqual([0xef, 0xbb, 0xbf]);
  expect([...(await bytes(false))]).toEqual([...new TextEncoder().encode("Nam")]);
});

test("stops reading when nobody listens any more", async () => {
  let isClosed = false;
  async function* endless() {
    try {
      for (;;) yield [{ name: "x", n: 1 }];
    } finally {
      isClosed = true;
    }
  }
  const reader = csvStream(COLUMNS, endless()).getReader();
  await reader.read();
  await reader.read();
  await reader.cancel();
  expect(isClosed).toBe(true);
});

test("an error while reading breaks the file off instead of ending it as if it were whole", async () => {
  async function* broken() {
    yield [{ name: "x", n: 1 }];
    throw new Error("the database is gone");
  }
  await expect(new Response(csvStream(COLUMNS, broken())).text()).rejects.toThrow("the database is gone");
});

test("a file that goes back to a program is cut as that program cuts its own, and its cells hold together", () => {
  expect(csvLine(["Ada; Countess", "a,b", 1], ";")).toBe('"Ada; Countess";"a,b";1\r\n');
  expect(csvLine(["a\tb", "c"], "\t")).toBe('"a\tb"\tc\r\n');
});
