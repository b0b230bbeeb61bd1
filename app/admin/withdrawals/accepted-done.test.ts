import { expect, test } from "vitest";
import type { Role } from "#db/enums.ts";
import type { Actor } from "#domain/kernel/actor.ts";
import { getAcceptedDone } from "./accepted-done.ts";

const as = (role: Role): Actor => ({ type: "user", id: "usr_me", roles: [role] });

test("whoever may not send money is not told that it is on its way", () => {
  expect(getAcceptedDone(as("support"), [])).toBe("withdrawal-accepted-review");
  expect(getAcceptedDone(as("admin"), ["submitted"])).toBe("withdrawal-accepted");
  expect(getAcceptedDone(as("admin"), ["held"])).toBe("withdrawal-accepted-held");
  expect(getAcceptedDone(as("admin"), ["done", "failed"])).toBe("purchase-ended-refund-failed");
});
