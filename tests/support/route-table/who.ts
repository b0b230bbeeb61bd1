import type { Role } from "#db/enums.ts";

/** Everybody who may come: the student whose things they are, another student, and one person of each role. */
export const WHO = ["visitor", "student", "other", "instructor", "support", "finance", "admin", "owner"] as const;
export type Who = (typeof WHO)[number];

export const ROLES_OF: Record<Exclude<Who, "visitor">, Role[]> = {
  student: ["student"],
  other: ["student"],
  instructor: ["instructor"],
  support: ["support"],
  finance: ["finance"],
  admin: ["admin"],
  owner: ["owner"],
};

export const EVERYONE: readonly Who[] = [...WHO];
export const SIGNED_IN: readonly Who[] = WHO.filter((who) => who !== "visitor");
export const STAFF: readonly Who[] = ["instructor", "support", "finance", "admin", "owner"];
export const OFFICE: readonly Who[] = ["support", "finance", "admin", "owner"];
export const DESK: readonly Who[] = ["support", "admin", "owner"];
export const MONEY: readonly Who[] = ["finance", "admin", "owner"];
export const ADMIN: readonly Who[] = ["admin", "owner"];
/** Who teaches the course that the things are about, and who runs the school. */
/** Who teaches the course, and the desk. */
export const WRITING: readonly Who[] = ["instructor", "support", "admin", "owner"];
export const TEACHING: readonly Who[] = ["instructor", "admin", "owner"];
