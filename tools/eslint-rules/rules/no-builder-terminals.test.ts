import { ruleTester } from "../rule-tester.ts";
import { noBuilderTerminals } from "./no-builder-terminals.ts";

const errors = [{ messageId: "terminal" }];

ruleTester.run("no-builder-terminals", noBuilderTerminals, {
  valid: [
    "await tx.select().from(orders).where(eq(orders.id, id));",
    "await Promise.all([first, second]);",
    "headers().get('origin');",
    "const seats = new Map(); seats.get(id);",
    "const rows = await tx.select().from(orders); rows.get(0);",
    "await tx.select().from(orders).prepare('orders').execute();",
  ],
  invalid: [
    { code: "tx.select().from(orders).get();", errors },
    { code: "await ctx.tx.update(orders).set({ state }).where(mine).run();", errors },
    { code: "read.selectDistinct({ id: orders.id }).from(orders).all();", errors },
    { code: "const query = tx.select().from(orders); query.all();", errors },
    { code: "tx.query.orders.findFirst({ where: mine }).get();", errors },
    { code: "tx.select().from(orders).prepare('orders').all();", errors },
    { code: "ctx.tx.run(sql`DELETE FROM orders`);", errors },
    { code: "db.get(sql`SELECT 1`);", errors },
    { code: 'tx.select().from(orders)["get"]();', errors },
  ],
});
