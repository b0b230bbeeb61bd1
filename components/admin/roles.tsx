import type { Colleague } from "#domain/accounts/list-team.ts";
import { Badge } from "../ui/badge.tsx";

type Role = Colleague["roles"][number];
type StaffRole = Exclude<Role, "student">;

/** What each role may do, in a sentence. The policy decides; this says it. */
export const ROLE_OPTIONS: { value: StaffRole; label: string; description: string }[] = [
  { value: "instructor", label: "Instructor", description: "Edits the courses they teach, and their materials." },
  { value: "support", label: "Support", description: "Answers tickets, adds and ends places." },
  { value: "finance", label: "Finance", description: "Looks after orders, confirms transfers and sends refunds." },
  { value: "admin", label: "Admin", description: "Runs everything: courses, people, settings, the audit log." },
  { value: "owner", label: "Owner", description: "As an admin, and decides who else owns the school." },
];

/** The roles of somebody, as words. */
export function RoleBadges({ roles, disabled }: { roles: Role[]; disabled: boolean }) {
  return (
    <span className="flex flex-wrap gap-1.5 max-sm:justify-end">
      {ROLE_OPTIONS.filter(({ value }) => roles.includes(value)).map(({ value, label }) => (
        <Badge key={value}>{label}</Badge>
      ))}
      {disabled && <Badge tone="bad">Disabled</Badge>}
    </span>
  );
}
