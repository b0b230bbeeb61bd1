import { guessMapping } from "./student-fields.ts";
import { describe, expect, test } from "vitest";
import { sourceText } from "#messages/message.ts";
import { buildArchive } from "./build-archive.ts";
import { type FileOptions, openStudentFile } from "./open-student-file.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const latin = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));
const wide = (text: string) => new Uint8Array(Buffer.from(`\ufeff${text}`, "utf16le"));
const cellsOf = (bytes: Uint8Array, options: FileOptions = {}) =>
  openStudentFile(bytes, options).rows.map((row) =>
    "cells" in row ? row.cells : `${row.line}: ${sourceText(row.problem)}`,
  );
const refusal = (bytes: Uint8Array, options: FileOptions = {}) => {
  try {
    openStudentFile(bytes, options);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return "taken";
};

describe("a table is read as people have it", () => {
  const GIVEN: [string, Uint8Array][] = [
    ["UTF-8", encode("email,name\nzoe@example.org,Zoë Müller\n")],
    ["UTF-8 with a mark, and quoted names of columns", encode('\ufeff"email","name"\nzoe@example.org,Zoë Müller\n')],
    ["UTF-16", wide("email;name\r\nzoe@example.org;Zoë Müller\r\n")],
    ["tabs", encode("email\tname\nzoe@example.org\tZoë Müller\n")],
    ["Excel's line about its separator", encode("sep=|\nemail|name\nzoe@example.org|Zoë Müller\n")],
    ["the same behind a mark and in quotes", encode('\ufeff"sep=;"\nemail;name\nzoe@example.org;Zoë Müller\n')],
    ["blanks around names, an empty column at the end", encode(" E-Mail ; Name ;\nzoe@example.org;Zoë Müller;\n")],
    ["single carriage returns", encode("email,name\rzoe@example.org,Zoë Müller\r")],
  ];
  test.each(GIVEN)("%s", (_, bytes) => {
    const { mapping } = openStudentFile(bytes);
    expect(mapping).toEqual(["email", "name"]);
    expect(cellsOf(bytes)).toEqual([["zoe@example.org", "Zoë Müller"]]);
  });

  test("a cell may hold lines, and a quotation mark that stays open names its line and takes no other", () => {
    const file =
      'email,name,note\na@example.org,A,"one\ntwo"\nb@example.org,"B,three\nc@example.org,C,four\nd@example.org,D\n';
    expect(cellsOf(encode(file))).toEqual([
      ["a@example.org", "A", "one\ntwo"],
      expect.stringMatching(/^4: .*quotation mark/),
      ["c@example.org", "C", "four"],
      expect.stringMatching(/^6: .*2.*3/),
    ]);
  });

  test("a password is not kept, whatever its column is called", () => {
    const file = openStudentFile(encode("username,Password,firstname,passwort\na,hunter42,Ada,hunter43\n"));
    expect(JSON.stringify(file)).not.toContain("hunter");
  });
});

describe("what could be one thing or another is asked", () => {
  test("two delimiters that do equally well, until one is said", () => {
    const file = encode("email,name;key\na@example.org,Ada;7\n");
    expect(refusal(encode("email;name,language\na;b,c\n"))).toMatch(/cut by/);
    expect(refusal(file, { delimiter: "," })).toBe("taken");
  });

  test("a few letters that several languages write, until it is said; German as Excel saves it is taken", () => {
    expect(cellsOf(latin("E-Mail;Name\r\nzoe@example.org;Zo\xeb M\xfcller\r\n"))).toEqual([
      ["zoe@example.org", "Zoë Müller"],
    ]);
    const file = latin("E-Mail;Name\r\nzoe@example.org;Dvo\xf8\xe1k \xdast\xed\r\n");
    expect(refusal(file)).toMatch(/Dvořák Ústí[^]*--encoding/);
    expect(cellsOf(file, { encoding: "windows-1250" })).toEqual([["zoe@example.org", "Dvořák Ústí"]]);
  });

  test("letters of two encodings, until one is said", () => {
    const file = new Uint8Array([...encode("email,name\na@example.org,"), 0xd0, 0xe4, 0xc0, 0x0a]);
    expect(refusal(file)).not.toBe("taken");
    expect(refusal(file, { encoding: "windows-1252" })).toBe("taken");
    expect(refusal(file, { encoding: "klingon-1" })).toMatch(/klingon-1/);
  });

  test("a file without names of columns would lose its first person", () => {
    expect(refusal(encode("ada@example.org,Ada\nben@example.org,Ben\n"))).toMatch(/names of the columns/);
  });

  test("a spreadsheet, a picture, nothing", () => {
    expect(refusal(buildArchive(new Map([["[Content_Types].xml", encode("<x/>")]])))).toMatch(/spreadsheet/);
    expect(refusal(new Uint8Array([0x25, 0x50, 0x44, 0x46, 1]))).toMatch(/PDF/);
    expect(refusal(encode("email,name\n"))).toMatch(/no rows/);
    expect(refusal(encode(""))).toMatch(/no rows/);
  });
});

describe("an archive is believed nothing", () => {
  const users = encode("sourcedId,role,givenName,familyName,email\nu1,student,Ada,K,ada@example.org\n");

  test("names that lead out of it, files twice, other files", () => {
    expect(refusal(buildArchive(new Map([["../../users.csv", users]])))).toMatch(/leads out/);
    expect(refusal(buildArchive(new Map([["/etc/users.csv", users]])))).toMatch(/leads out/);
    expect(
      refusal(
        buildArchive(
          new Map([
            ["a/users.csv", users],
            ["b/users.csv", users],
          ]),
        ),
      ),
    ).toMatch(/twice/);
    expect(refusal(buildArchive(new Map([["orgs.csv", users]])))).toMatch(/no users\.csv/);
    expect(
      refusal(
        buildArchive(
          new Map([
            ["__MACOSX/users.csv", encode("x")],
            ["users.csv", users],
          ]),
        ),
      ),
    ).toBe("taken");
  });

  test("one that unpacks to more than it says, or to more than fits, is not unpacked", () => {
    const bomb = buildArchive(new Map([["users.csv", new Uint8Array(120_000_000)]]));
    expect(bomb.length).toBeLessThan(1_000_000);
    expect(refusal(bomb)).toMatch(/unpacks to more/);
    const liar = Buffer.from(buildArchive(new Map([["users.csv", users]])));
    liar.writeUInt32LE(7, liar.lastIndexOf(Buffer.from("PK\x01\x02", "latin1")) + 16);
    expect(refusal(liar)).toMatch(/damaged/);
  });

  test("one that is cut off or scrambled anywhere is refused and breaks nothing", () => {
    const whole = buildArchive(new Map([["users.csv", users]]));
    for (let length = 4; length < whole.length; length += 7) {
      expect(refusal(whole.subarray(0, length))).not.toBe("taken");
    }
    for (let at = 4; at < whole.length; at += 3) {
      const broken = Uint8Array.from(whole);
      broken[at] = (broken[at] ?? 0) ^ 0xff;
      expect(() => refusal(broken)).not.toThrow();
    }
  });
});

test("fifty thousand rows are read in the time of a page", () => {
  const lines = Array.from({ length: 50_000 }, (_, n) => `p${n}@example.org,Person ${n},de,Europe/Zurich`);
  const started = performance.now();
  const { rows } = openStudentFile(encode(`email,name,language,timezone\n${lines.join("\n")}\n`));
  expect(rows).toHaveLength(50_000);
  expect(performance.now() - started).toBeLessThan(5_000);
});

test("the heads of a German office are known, and one course needs no number", () => {
  const header = [
    "Vorname",
    "Nachname",
    "E-Mail",
    "Sprache",
    "Kurs",
    "Kursstatus 1",
    "Tage",
    "Bemerkung",
    "Benutzername",
  ];
  expect(guessMapping(header, "matricula")).toEqual([
    ...["first_name", "last_name", "email", "language", "course1", "status1", "days1", "note", "key"],
  ]);
  expect(guessMapping(["Durchführung 2", "status", "Kurs"], "matricula")).toEqual(["course2", "status", "course1"]);
});
