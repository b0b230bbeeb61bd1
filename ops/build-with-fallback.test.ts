import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { buildWithFallback } from "./build-with-fallback.ts";
import { findRunningServers } from "./find-running-servers.ts";

let home: string;
beforeEach(() => {
  home = realpathSync(mkdtempSync(path.join(tmpdir(), "matricula-build-")));
  put(".next/BUILD_ID", "one");
  put(".next/made-from", "one");
  put(".next/cache/compiled/page", "kept");
});
afterEach(() => rmSync(home, { recursive: true }));

const at = (file: string) => path.join(home, file);
const read = (file: string) => readFileSync(at(file), "utf8");
function put(file: string, text: string) {
  mkdirSync(path.dirname(at(file)), { recursive: true });
  writeFileSync(at(file), text);
}

/** What Next does: it writes one file after another. */
async function halfABuild() {
  put(".next/BUILD_ID", "two");
  put(".next/half", "two");
}

test("new pages take the place of those before, which leave only what they had compiled", async () => {
  const built = await buildWithFallback(home, async () => {
    await halfABuild();
    return "two";
  });
  expect(built).toBe(true);
  expect(read(".next/made-from")).toBe("two");
  expect(read(".next/cache/compiled/page")).toBe("kept");
  expect(readdirSync(home)).toEqual([".next"]);
});

test.each([
  ["fails", async () => undefined],
  [
    "breaks",
    async () => {
      throw new Error("no room");
    },
  ],
])("a build that %s leaves the pages before it whole", async (_, end) => {
  const building = buildWithFallback(home, () => halfABuild().then(end));
  await building.catch(() => {});
  expect(read(".next/BUILD_ID")).toBe("one");
  expect(read(".next/made-from")).toBe("one");
  expect(read(".next/cache/compiled/page")).toBe("kept");
  expect(existsSync(at(".next/half"))).toBe(false);
  expect(readdirSync(home)).toEqual([".next"]);
});

test("the pages before a build that was killed are whole again after the next one, though that fails too", async () => {
  const program = `const { buildWithFallback } = await import(${JSON.stringify(path.resolve("ops/build-with-fallback.ts"))});
    const { writeFileSync } = await import("node:fs");
    await buildWithFallback(${JSON.stringify(home)}, async () => {
      writeFileSync(${JSON.stringify(at(".next/half"))}, "two");
      console.log("half");
      await new Promise((resolve) => setTimeout(resolve, 60_000));
    });`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  await expect(buildWithFallback(home, async () => "three")).rejects.toThrow(
    `Process ${child.pid} is building the pages`,
  );
  child.kill("SIGKILL");
  await once(child, "close");
  expect(read(".next/half")).toBe("two");

  expect(await buildWithFallback(home, async () => undefined)).toBe(false);
  expect(read(".next/made-from")).toBe("one");
  expect(readdirSync(home)).toEqual([".next"]);
});

test("pages that were finished stay, when only the clearing away was cut off", async () => {
  put(".next-before/BUILD_ID", "none");
  await buildWithFallback(home, async () => undefined);
  expect(read(".next/BUILD_ID")).toBe("one");
});

test("a server that runs from a folder is found by the number of the process that minds it, and in no other folder", async () => {
  put("ops/server/worker.ts", "console.log(1); setTimeout(() => {}, 60_000);");
  const child = spawn(process.execPath, [at("ops/server/worker.ts")], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  expect(findRunningServers(home)).toEqual([process.pid]);
  expect(findRunningServers(path.dirname(home))).toEqual([]);
  child.kill("SIGKILL");
  await once(child, "close");
  expect(findRunningServers(home)).toEqual([]);
});
