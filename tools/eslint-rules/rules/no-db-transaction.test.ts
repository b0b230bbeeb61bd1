import { ruleTester } from "../rule-tester.ts";
import { noDbTransaction } from "./no-db-transaction.ts";

const errors = [{ messageId: "transaction" }];

ruleTester.run("no-db-transaction", noDbTransaction, {
  valid: [
    "runtime.write(async (tx) => tx.insert(orders).values(order));",
    "const transaction = startTimer();",
    "show(transaction);",
  ],
  invalid: [
    { code: "db.transaction(async (tx) => {});", errors },
    { code: "await ctx.tx.transaction(async (inner) => {});", errors },
    { code: "read.transaction(fn);", errors },
    { code: 'db["transaction"](fn);', errors },
    { code: "db?.transaction(fn);", errors },
  ],
});
