import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** Classes that name a side of the screen. Of a language that is written from the right, the beginning is on the other one. */
const SIDED =
  /(?<=^|[\s"'`:!-])(?:(?:scroll-)?[mp][lr]-(?=[\d[(]|auto|px)|(?:left|right)-(?=[\d[(]|auto|px|full)|(?:text|float)-(?:left|right)\b|border-[lr](?=[\s"'`-])|rounded-(?:[lr]|[tb][lr])(?=[\s"'`-]))/g;

const CSS_SIDED =
  /(?:margin|padding|border)-(?:left|right)\b|text-align:\s*(?:left|right)\b|(?<![\w-])(?:left|right):/g;

test("no page depends on writing from left to right", () => {
  const files = globSync("{app,components}/**/*.{ts,tsx}").filter((file) => !file.includes(".test."));
  const found = files.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/"[^"\n]*"|`[^`]*`/g)]
      .filter(([text]) => /[a-z]-[\d[a-z]/.test(text))
      .flatMap(([text]) => text.match(SIDED) ?? [])
      .map((name) => `${file}: ${name}`),
  );
  expect(files.length).toBeGreaterThan(100);
  expect(found).toEqual([]);
});

test("no style sheet does", () => {
  expect(readFileSync("app/globals.css", "utf8").match(CSS_SIDED)).toBeNull();
});

test("the test would see them", () => {
  const sided = ["ml-2", "sm:pr-[3px]", "-mr-2.5", "left-0", "text-right ", "border-l-2", "rounded-tl-md"];
  for (const name of sided) expect(`"flex ${name}"`.match(SIDED), name).not.toBeNull();
  for (const name of ["ms-2", "me-2", "start-0", "text-end", "chevron-left", "border-s", "pl"]) {
    expect(`"flex ${name}"`.match(SIDED), name).toBeNull();
  }
});
