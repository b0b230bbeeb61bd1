import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const HOUSE = path.resolve(import.meta.dirname, "..");
const SHIPPED = globSync("{app,services,domain,providers,ops}/**/*.{ts,tsx}", { cwd: HOUSE }).filter(
  (file) => !/\.test\.tsx?$|(^|\/)testing\.ts$/.test(file),
);

const holding = (pattern: RegExp) =>
  SHIPPED.filter((file) => pattern.test(readFileSync(path.join(HOUSE, file), "utf8"))).sort();

test("one place inserts an enrolment", () => {
  expect(holding(/\binsert\(enrolments\)/)).toEqual(["domain/enrolments/insert-enrolment.ts"]);
});

test("one place sets the reason for which a person is called to an order, and one clears it", () => {
  expect(holding(/\bset(\(|:\s*)\{[^}]*\breviewReason\b/)).toEqual([
    "domain/orders/clear-review-reason.ts",
    "domain/orders/set-review-reason.ts",
  ]);
});

test("one place books a settled payment, and one the order that it pays", () => {
  expect(holding(/\bkind: "payment_settled",\s*source\b/)).toEqual(["domain/checkout/settle-payment.ts"]);
  expect(holding(/\bkind: "order_paid",\s*source\b/)).toEqual(["domain/checkout/settle-order.ts"]);
});
