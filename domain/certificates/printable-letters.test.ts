import { expect, test } from "vitest";
import { createCertificateCode, formatCertificateCode, parseCertificateCode } from "./certificate-code.ts";
import { explainPrintFault } from "./explain-print-fault.ts";
import { listUnprintable, splitByFont, removePictographs } from "./printable-letters.ts";

test.each([
  "Łukasz Żółć",
  "Çağrı Şahin-İnönü",
  "Ŧørbjørn Ŋižžá",
  "Nguyễn Thị Ánh",
  "Ẹ́niọlá Ọmọ́",
  "Αλέξανδρος",
  "Ἀριστοτέλης",
  "Ђорђе Љубичић",
  "Ғалым Әбдіқадыр",
  "O’Connor, d'Arc Jr. 3",
  "Kaʻiulani",
  "ẞtraße",
])("%s is printed", (name) => {
  expect(listUnprintable(name)).toEqual([]);
  expect(
    splitByFont(name)
      .runs.map(({ text }) => text)
      .join(""),
  ).toBe(name.normalize("NFC"));
});

test.each([
  ["محمد", "م"],
  ["שרה", "ש"],
  ["王小明", "王"],
  ["प्रिया", "प्रि"],
  ["Anna 🎓", "🎓"],
  ["Anna\u202eevil", "\u202e"],
  ["An\u200bna", "\u200b"],
  ["q\u0301\u0301\u0301\u0301", "q\u0301\u0301\u0301\u0301"],
  ["Anna\u0007", "\u0007"],
])("%j is not printed, and the letter that hinders it is named", (name, letter) => {
  expect(listUnprintable(name)).toContain(letter);
});

test("what cannot be printed is explained to whoever can mend it", () => {
  const fine = { name: "Anna", courseTitle: "Aquarell", school: "Schule" };
  expect(explainPrintFault(fine)).toBeUndefined();
  expect(explainPrintFault({ ...fine, name: "王" })).toMatchObject({ field: "name" });
  expect(explainPrintFault({ ...fine, name: "" })).toMatchObject({ field: "name" });
  expect(explainPrintFault({ ...fine, name: "W".repeat(121) })).toMatchObject({ field: "name" });
  expect(explainPrintFault({ ...fine, courseTitle: "水彩" })).toMatchObject({ field: "courseTitle" });
  expect(explainPrintFault({ ...fine, school: "学校" })).toMatchObject({ field: "school" });
});

test("emoji are left out of a title, and signs that can be printed stay", () => {
  expect(removePictographs("🎨 Watercolour 🇨🇭 © 2026")).toBe("Watercolour © 2026");
});

test("the code of a public page is read in any case and with or without dashes, and nothing else is one", () => {
  const code = createCertificateCode();
  expect(code).toMatch(/^[A-HJ-NP-Z2-9]{25}$/);
  expect(parseCertificateCode(formatCertificateCode(code).toLowerCase())).toBe(code);
  for (const none of ["", "2026-0001", code.slice(1), `${code}A`, code.replace(/./, "0"), "A".repeat(10_000)]) {
    expect(parseCertificateCode(none)).toBeUndefined();
  }
});
