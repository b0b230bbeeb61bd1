import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

/** Each file that a program of the school loads, as Node names it: with and without what tests put before their programs. */
function loadedFiles(options: string): string[] {
  const program = `
    import { registerHooks } from "node:module";
    const files = [];
    registerHooks({ load(url, context, next) { files.push(url + " " + context.format); return next(url, context); } });
    await import("#domain/checkout/settle-order.ts");
    await import("#db/migrate.ts");
    process.stdout.write(JSON.stringify(files.sort()));
  `;
  const env = { ...process.env, NODE_OPTIONS: options };
  return JSON.parse(execFileSync(process.execPath, ["--input-type=module", "-e", program], { env, encoding: "utf8" }));
}

test("a program that looks for each package once loads the same files as any other", () => {
  const files = loadedFiles(process.env.NODE_OPTIONS ?? "");
  expect(process.env.NODE_OPTIONS).toContain("resolve-once.ts");
  expect(files.filter((file) => file.includes("/drizzle-orm/")).length).toBeGreaterThan(100);
  expect(files.filter((file) => !file.includes("resolve-once.ts"))).toEqual(loadedFiles(""));
});
