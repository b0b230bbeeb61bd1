/**
 * `npm run power-cuts [-- --cuts 450 --payments 40 --seed 1]`: what is left of acknowledged payments, refunds, invoice numbers and uses of
 * coupons when the power goes out. Needs strace. Prints a line of JSON, and ends with 1 when something is missing. docs/faults.md
 */
import { parseArgs } from "node:util";

process.env.MATRICULA_LOG_LEVEL = "silent";
delete process.env.DATABASE_URL;

const { values: asked } = parseArgs({
  options: {
    cuts: { type: "string", default: "450" },
    payments: { type: "string", default: "40" },
    seed: { type: "string", default: "1" },
  },
});
const { isStraceThere, tryPowerCuts } = await import("./power-cuts.ts");
if (!isStraceThere()) {
  console.error("Install strace: it watches what is written, call by call.");
  process.exit(1);
}
const [cuts, payments, seed] = [asked.cuts, asked.payments, asked.seed].map(Number);
const began = performance.now();
const { faults, ...figures } = await tryPowerCuts({ cuts: cuts ?? 450, payments: payments ?? 40, seed: seed ?? 1 });
for (const fault of faults.slice(0, 10)) console.log(fault);
console.log(
  JSON.stringify({ ...figures, faults: faults.length, seconds: Math.round((performance.now() - began) / 1_000) }),
);
if (faults.length > 0) process.exitCode = 1;
