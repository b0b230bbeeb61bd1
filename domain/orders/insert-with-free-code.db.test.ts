import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { orderQueries } from "../enrolments/enrol-queries.ts";
import { createId } from "../kernel/ids.ts";
import { insertWithFreeCode } from "./insert-with-free-code.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(() => school.drop());

test("an order whose code another has gets the next that is drawn, and nobody is told of it", async () => {
  const { id: buyerId } = await school.person("student");
  const order = () => ({ id: createId("order"), buyerId, currency: "EUR", totalMinor: 0, ...times() });
  const times = () => ({ paidAt: school.clock(), expiresAt: school.clock(), createdAt: school.clock() });
  await school.database.write(async (tx) => {
    const { addFreeOrder, addOrder } = orderQueries(tx);
    for (const insert of [addFreeOrder, addOrder]) {
      const free = createId("order").slice(-7);
      await insertWithFreeCode(order(), insert, () => `T${free}`);
      const codes = [`T${free}`, `T${free}`, `F${free}`];
      expect(await insertWithFreeCode(order(), insert, () => codes.shift() as string)).toMatchObject({
        code: `F${free}`,
      });
      await expect(insertWithFreeCode(order(), insert, () => `T${free}`)).rejects.toThrow("no free code");
    }
  });
});
