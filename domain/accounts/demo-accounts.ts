import type { Role } from "#db/enums.ts";
import type { PlainKey } from "#messages/message.ts";

/** Everybody may know it: the demo school holds nothing real and listens on its own machine alone. */
export const DEMO_PASSWORD = "demo school 2026";

export type DemoAccount = { email: string; name: string; roles: readonly Role[]; about: PlainKey };

/** One person a role, to try the school as. The demo's seed makes them, and its sign-in page lists them. */
export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  { email: "student@demo.test", name: "Mara Keller", roles: ["student"], about: "start.demo_student" },
  { email: "teacher@demo.test", name: "Ines Roth", roles: ["instructor"], about: "start.demo_instructor" },
  { email: "support@demo.test", name: "Jonas Weber", roles: ["support"], about: "start.demo_support" },
  { email: "finance@demo.test", name: "Priya Nair", roles: ["finance"], about: "start.demo_finance" },
  { email: "admin@demo.test", name: "Tomáš Beneš", roles: ["admin"], about: "start.demo_admin" },
  { email: "owner@demo.test", name: "Leonie Hartmann", roles: ["owner"], about: "start.demo_owner" },
];
