import { expect, test } from "vitest";
import { fixFileExtension } from "#domain/files/fix-file-extension.ts";
import { ALLOWED_TYPES } from "#domain/files/media-types.ts";
import { ACCEPT } from "./accept.ts";

test("every type that is taken has an ending, and every form names what it takes", () => {
  for (const [purpose, types] of Object.entries(ALLOWED_TYPES)) {
    for (const type of types) {
      const ending = fixFileExtension("a", type).slice(1);
      expect(ending, type).not.toBe(".bin");
      const offered = ACCEPT[purpose as keyof typeof ACCEPT].split(",");
      expect(offered.includes(type) || offered.includes(ending), `${purpose}: ${type}`).toBe(true);
    }
  }
});
