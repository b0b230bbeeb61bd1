import { certificates } from "#db/schema/index.ts";
import type { CertificateState } from "#db/enums.ts";
import type { Machine } from "../kernel/machine.ts";

export type Certificate = typeof certificates.$inferSelect;

/** What is replaced stays so: its number goes on with another version. */
export const certificateMachine: Machine<CertificateState, Certificate> = {
  object: "certificate",
  table: certificates,
  moves: { issued: ["revoked", "replaced"], revoked: ["issued"], replaced: [] },
};
