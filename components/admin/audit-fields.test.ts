import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CohortChanges, CourseChanges } from "#domain/courses/inputs.ts";
import { SchoolSettings } from "#domain/settings/inputs.ts";
import { setSchoolLanguages, withLanguage } from "#messages/request-language.ts";
import { auditFieldWords } from "./audit-fields.ts";

const sources = globSync("{domain,services,ops}/**/*.ts").filter((file) => !/\.test\.ts$|testing\.ts$|demo/.test(file));

/** The names in every `before: { … }` and `after: { … }` that is handed to the audit log. */
const written = sources
  .map((file) => readFileSync(file, "utf8"))
  .filter((text) => text.includes("await audit("))
  .flatMap((text) => [...text.matchAll(/\b(?:before|after): \{([^{}]*)\}/g)])
  .flatMap(([, inside = ""]) => inside.split(","))
  .flatMap((part) => /^\s*(\w+)\s*(?::|$)/.exec(part)?.[1] ?? []);

test("every field that the audit log names is said in the reader's language", () => {
  setSchoolLanguages({ language: "en", moreLanguages: ["de"] });
  const edited = [CourseChanges, CohortChanges, SchoolSettings].flatMap(({ shape }) => Object.keys(shape));
  const names = [...new Set([...written, ...edited])];
  expect(names.length).toBeGreaterThan(60);
  const said = (name: string, language: string) => withLanguage({ cookie: language }, () => auditFieldWords(name));
  // Some words are the same in both.
  const same = new Set(["name", "code", "filters", "motto", "what", "scopes"]);
  expect(names.filter((name) => said(name, "de") === said(name, "en") && !same.has(name))).toEqual([]);
  expect(said("priceMinor", "en")).toBe("price");
  expect(said("priceMinor", "de")).toBe("Preis");
  expect(said("somethingOld", "de")).toBe("something old");
});
