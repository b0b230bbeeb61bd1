import { describe, expect, test } from "vitest";
import { buildPayoutFile } from "./build-payout-file.ts";

const CH = "CH9300762011623852957";
const DE = "DE89370400440532013000";
const run = {
  ...{ code: "ABCD2345", version: 1, currency: "CHF", debtorHolder: "Schule für Töpferei", debtorIban: CH },
  ...{ requestedOn: "2026-11-30", createdAt: new Date("2026-11-29T17:00:00.123Z") },
};
const id = (n: number) => `ref_0192f0c1a2b37${String(n).padStart(19, "0")}`;
const transfers = [
  { refundId: id(1), amountMinor: 48_000, holder: "Ana & <Eva> Müller", iban: CH, about: "QWER2345" },
  { refundId: id(2), amountMinor: 5, holder: "W".repeat(90), iban: CH, about: "QWER2346" },
];
const all = (xml: string, name: string) =>
  [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"))].map((m) => m[1]);

describe("a file of transfers", () => {
  const xml = buildPayoutFile(run, transfers);

  test("counts and sums what is in it, in its head and in its payment", () => {
    expect(all(xml, "NbOfTxs")).toEqual(["2", "2"]);
    expect(all(xml, "CtrlSum")).toEqual(["480.05", "480.05"]);
    expect(xml.match(/<InstdAmt Ccy="CHF">[\d.]+/g)).toEqual([
      '<InstdAmt Ccy="CHF">480.00',
      '<InstdAmt Ccy="CHF">0.05',
    ]);
  });

  test("keeps to the lengths and the letters of banks", () => {
    expect(all(xml, "Nm")).toEqual([
      ...["Schule fuer Toepferei", "Schule fuer Toepferei"],
      ...["Ana + Eva Mueller", "W".repeat(70)],
    ]);
    for (const name of ["MsgId", "PmtInfId", "InstrId", "EndToEndId"]) {
      const ids = all(xml, name);
      expect(ids.every((each) => /^[A-Za-z0-9-]{1,35}$/.test(each ?? ""))).toBe(true);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  test("in francs names the school's bank by its number, and is no SEPA transfer", () => {
    expect(xml).toContain("<ClrSysId><Cd>CHBCC</Cd></ClrSysId><MmbId>762</MmbId>");
    expect(xml).not.toContain("SEPA");
    expect(all(xml, "Dt")).toEqual(["2026-11-30"]);
  });

  test("in euro is a SEPA transfer, whose bank stands in the account", () => {
    const euro = buildPayoutFile({ ...run, currency: "EUR", debtorIban: DE }, transfers);
    expect(euro).toContain("<SvcLvl><Cd>SEPA</Cd></SvcLvl>");
    expect(euro).toContain("<DbtrAgt><FinInstnId><Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId></DbtrAgt>");
    expect(euro).toContain("<ChrgBr>SLEV</ChrgBr>");
  });

  test("is the same every time, and has another name once something was taken out", () => {
    expect(buildPayoutFile(run, transfers)).toBe(xml);
    expect(all(buildPayoutFile({ ...run, version: 2 }, transfers), "MsgId")).toEqual(["PAYOUT-ABCD2345-2"]);
    expect(xml).toMatchSnapshot();
  });
});
