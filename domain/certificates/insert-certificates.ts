import { sql } from "drizzle-orm";
import { certificates, certificateYears } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { formatLocalDay } from "../kernel/local-time.ts";
import { recordState } from "../kernel/transitions.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { createCertificateCode } from "./certificate-code.ts";
import { formatCertificateNumber } from "../kernel/certificate-number.ts";
import type { CertificateFacts } from "./load-facts.ts";
import type { Certificate } from "./machine.ts";

/** Rows of one statement: PostgreSQL takes 65,535 values, SQLite 32,766. */
const ROWS_MAX = 200;

type Number = Pick<Certificate, "year" | "serial" | "version">;

/** The numbers after the last one of the year. The row of the year is locked until the write ends, and a write that fails gives them back. */
async function takeNumbers(ctx: StepCtx, year: number, count: number): Promise<Number[]> {
  const [taken] = await ctx.tx
    .insert(certificateYears)
    .values({ year, last: count })
    .onConflictDoUpdate({
      target: certificateYears.year,
      set: { last: sql`${certificateYears.last} + ${count}` },
    })
    .returning({ last: certificateYears.last });
  const first = (taken?.last ?? count) - count + 1;
  return Array.from({ length: count }, (_, place) => ({ year, serial: first + place, version: 1 }));
}

type Options = {
  /** Who issues them; none where completing the course does. */
  issuedBy: string | null;
  /** The number that a corrected certificate keeps. Without it each gets the next one of the year. */
  number?: Number;
  /** The student has said that the name is right, or somebody who knows them. */
  isConfirmed?: boolean;
};

/** The step that every way of issuing shares. Whoever calls it has seen that none of them has a fault or is there already. */
export async function insertCertificates(
  ctx: StepCtx,
  facts: readonly CertificateFacts[],
  { issuedBy, number, isConfirmed = false }: Options,
): Promise<Certificate[]> {
  if (facts.length === 0) return [];
  const issuedOn = formatLocalDay(ctx.now, (await getSchoolSettings(ctx.tx)).timezone);
  const numbers = number ? [number] : await takeNumbers(ctx, Number(issuedOn.slice(0, 4)), facts.length);
  const rows = facts.map(
    ({ fault: _, isNameChosen, ...stands }, place): Certificate => ({
      ...stands,
      ...(numbers[place] as Number),
      id: createId("certificate"),
      code: createCertificateCode(),
      state: "issued",
      ...{ issuedOn, issuedAt: ctx.now, issuedBy },
      confirmedAt: isConfirmed || isNameChosen ? ctx.now : null,
      ...{
        replacedById: null,
        revokedAt: null,
        revokeReason: null,
        keyId: null,
        signed: null,
        fileId: null,
        failure: null,
      },
    }),
  );
  for (let first = 0; first < rows.length; first += ROWS_MAX) {
    await ctx.tx.insert(certificates).values(rows.slice(first, first + ROWS_MAX));
  }
  for (const { id } of rows) await recordState(ctx, { type: "certificate", id }, null, "issued");
  return rows;
}

/** What the audit log says of one that was issued. */
export const toIssueChange = ({ enrolmentId, version, ...row }: Certificate) => ({
  after: { number: formatCertificateNumber(row), version, enrolmentId },
});
