import { expect, test } from "vitest";
import { translatorFor } from "#messages/translator.ts";
import { SAMPLE_INVOICES } from "#tests/support/sample-e-invoices.ts";
import { makeEInvoice } from "./make-e-invoice.ts";
import { nameFees } from "./name-fees.ts";

test.each([
  ["en", "Cancellation fee: ", "CHF 260.00 of invoice R-2026-00001 is kept as the cancellation fee."],
  ["de", "Stornogebühr: ", "CHF 260.00 der Rechnung R-2026-00001 werden als Stornogebühr einbehalten."],
])("a paper says in words what is a cancellation fee: %s", (language, begins, kept) => {
  const [sample] = Object.values(SAMPLE_INVOICES);
  if (!sample) throw new Error("no sample");
  const lines = sample.lines.map((line) => ({ ...line, kind: "cancellation_fee" as const }));
  const corrects = { code: "R-2026-00001", issuedOn: "2026-01-08" };
  const fee = { ...sample, language, currency: "CHF", lines, corrects, keptMinor: 26_000 };
  const named = nameFees(fee, translatorFor(language));
  expect(named.lines.every(({ name }) => name.startsWith(begins))).toBe(true);
  expect(named.notes[0]?.replaceAll(/\s/g, " ")).toBe(kept);
  expect(nameFees(sample, translatorFor(language))).toEqual(sample);
});

test("an e-invoice says it as well", () => {
  const sample = Object.values(SAMPLE_INVOICES).find((content) => "file" in makeEInvoice(content, "ubl"));
  if (!sample) throw new Error("no sample can be sent");
  const lines = sample.lines.map((line) => ({ ...line, kind: "cancellation_fee" as const }));
  const made = makeEInvoice({ ...sample, language: "de", lines }, "ubl");
  expect("file" in made && made.file.xml).toContain("Stornogebühr: ");
});
