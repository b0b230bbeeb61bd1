import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { isFormSubmission, SELF_DECLARED, getAllowedMethods } from "./methods.ts";

/** An address of a file below `app/`: `/help/[code]/page.tsx` as Next itself may ask for it. */
const addressOf = (file: string) => `/${path.dirname(path.relative("app", file))}`.replace(/^\/\.$/, "/");

const routes = globSync("app/**/route.ts");
const pages = globSync("app/**/page.tsx");

test.each(routes)("%s is asked by the methods that it exports, and by no other", (file) => {
  const source = readFileSync(file, "utf8");
  const exported = ["GET", "POST", "PUT", "PATCH", "DELETE"].filter((method) =>
    new RegExp(`export (?:async function|function|const) ${method}\\b|answer as ${method}\\b`).test(source),
  );
  const { methods, isPage } = getAllowedMethods(addressOf(file));
  expect(isPage).toBe(false);
  // These answer in their own words what they do not take.
  if (/allowMethods\(|answer as/.test(source)) return expect(methods).toEqual(SELF_DECLARED.methods);
  const head = exported.includes("GET") ? ["HEAD"] : [];
  expect([...methods].sort()).toEqual([...exported, ...head, "OPTIONS"].sort());
});

test("every page takes forms, and is opened", () => {
  expect(pages.length).toBeGreaterThan(50);
  for (const file of pages) {
    expect([file, getAllowedMethods(addressOf(file))]).toEqual([
      file,
      { methods: ["GET", "HEAD", "OPTIONS", "POST"], isPage: true },
    ]);
  }
  expect(getAllowedMethods("/nowhere?a=/api/").isPage).toBe(true);
});

test("a form is what a script of Next's sends, or form data", () => {
  expect(isFormSubmission({ "next-action": "a" })).toBe(true);
  expect(isFormSubmission({ "content-type": "multipart/form-data; boundary=b" })).toBe(true);
  for (const type of ["application/x-www-form-urlencoded", "application/json", "text/plain", undefined])
    expect(isFormSubmission({ "content-type": type })).toBe(false);
});
