import type { Role } from "#db/enums.ts";

/** Everybody may know it: the demo school holds nothing real and listens on its own machine alone. */
export const DEMO_PASSWORD = "demo school 2026";

export type DemoAccount = { email: string; name: string; roles: readonly Role[]; about: string };

/** One person a role, to try the school as. The demo's seed makes them, and its sign-in page lists them. */
export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  { email: "student@demo.test", name: "Mara Keller", roles: ["student"], about: "takes courses" },
  { email: "teacher@demo.test", name: "Ines Roth", roles: ["instructor"], about: "teaches" },
  { email: "support@demo.test", name: "Jonas Weber", roles: ["support"], about: "answers tickets" },
  { email: "finance@demo.test", name: "Priya Nair", roles: ["finance"], about: "keeps the books" },
  { email: "admin@demo.test", name: "Tomáš Beneš", roles: ["admin"], about: "runs the office" },
  { email: "owner@demo.test", name: "Leonie Hartmann", roles: ["owner"], about: "owns the school" },
];
