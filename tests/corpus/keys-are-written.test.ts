import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** A statement that writes rows of a table, up to its end. */
const WRITES = /\.(?:insert|update)\((users|courses|tickets)\)[\s\S]*?;\n/g;
/** Columns that keys are made of, and what makes the keys. */
const SOURCES: Record<string, RegExp> = {
  users: /(?<![.\w])(name|email)\b(?!\))/,
  courses: /\b(title|subject)\b/,
  tickets: /\b(code|subject)\b/,
};
const KEYS = /buildPersonKeys|buildCourseKeys|buildTicketKeys|\bkeys\b|courses\)\.values\(course\)/;

/** The statements of a file that write what a row is sorted or found by, without the keys for it. */
function forgetful(text: string): string[] {
  return [...text.matchAll(WRITES)].flatMap(([statement, table = ""]) => {
    const set = /\.(?:set|values)\(([\s\S]*)/.exec(statement)?.[1] ?? "";
    const written = set.split(/\.(?:where|returning)\(/)[0] ?? "";
    return SOURCES[table]?.test(written) && !KEYS.test(written) ? [statement] : [];
  });
}

test("whoever writes a name, an address, a title or a subject writes what the row is sorted and found by", () => {
  const files = globSync("{domain,ops,app,providers}/**/*.ts").filter((file) => !/test(ing)?\.ts$/.test(file));
  expect(files.length).toBeGreaterThan(300);
  expect(
    files.flatMap((file) => forgetful(readFileSync(file, "utf8")).map((statement) => `${file}: ${statement}`)),
  ).toEqual([]);
  expect(forgetful("await tx.update(users).set({ name }).where(eq(users.id, id));\n")).toHaveLength(1);
  expect(forgetful("await tx.update(users).set({ name, ...buildPersonKeys(p) }).where(eq(users.id, id));\n")).toEqual(
    [],
  );
});
