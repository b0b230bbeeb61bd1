import { expect, test } from "vitest";
import { installedManifest, readLock, withoutGypfile } from "./lock.ts";

test("npm ci builds nothing from source, so that a machine without Python can install (mend: npm run lock)", () => {
  expect(withoutGypfile(readLock(), installedManifest)).toEqual([]);
});

test("a package that brings its binaries is found when the lock file does not say so", () => {
  const lock = {
    packages: { "": {}, "node_modules/a": {}, "node_modules/b": { gypfile: false }, "node_modules/c": {} },
  };
  const manifest = (place: string) => (place.endsWith("c") ? {} : { gypfile: false });
  expect(withoutGypfile(lock, manifest)).toEqual(["node_modules/a"]);
});
