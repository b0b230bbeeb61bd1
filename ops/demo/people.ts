import { and, eq } from "drizzle-orm";
import { outbox } from "#db/schema/index.ts";
import type { Role } from "#db/enums.ts";
import { DEMO_ACCOUNTS } from "#domain/accounts/demo-accounts.ts";
import { acceptInvitation } from "#domain/accounts/accept-invitation.ts";
import { inviteColleague } from "#domain/accounts/invite-colleague.ts";
import { inviteOwner } from "#domain/accounts/invite-owner.ts";
import { signUp } from "#domain/accounts/sign-up.ts";
import { verifyEmail } from "#domain/accounts/verify-email.ts";
import type { Actor } from "#domain/kernel/actor.ts";
import { type Named, STUDENTS, TEACHERS } from "./names.ts";
import { systemActor, type Simulation } from "./simulation.ts";

/** Somebody of the story: who they are to the school once they have signed up. */
export type Person = { id: string; name: string; email: string; actor: Actor };

export type People = {
  /** By address. Signs them up first when the school does not know them yet, as people do on their way to a course. */
  meet(email: string): Promise<Person>;
  /** The one who plays a role among the demo's accounts. */
  desk(role: Role): Promise<Person>;
};

const DEVICE = { agent: "Mozilla/5.0 (demo story)", address: "127.0.0.1" };
const STUDENT_NAMES = new Map([...STUDENTS, ...DEMO_ACCOUNTS].map(({ email, name }) => [email, name]));

/** Opens the office, and then lets students come. `passwordHash` is everybody's. */
export async function createPeople(stage: Simulation, passwordHash: string): Promise<People> {
  const known = new Map<string, Person>();
  await openOffice(stage, known, passwordHash);

  async function meet(email: string): Promise<Person> {
    const met = known.get(email);
    if (met) return met;
    const name = STUDENT_NAMES.get(email);
    if (!name) throw new Error(`no student of the story has the address ${email}`);
    const { userId } = await stage.act({ type: "visitor" }, (ctx) =>
      signUp(ctx, { name, email, passwordHash, device: DEVICE }),
    );
    const person: Person = { id: userId, name, email, actor: { type: "user", id: userId, roles: ["student"] } };
    known.set(email, person);
    // At once: a seat is held for days only for who has confirmed their address.
    await confirmAddress(stage, person);
    return person;
  }
  return { meet, desk: (role) => meet(accountOf(role).email) };
}

/** The owner comes by the link of the first start, as in a real school, and invites the others. */
async function openOffice(stage: Simulation, team: Map<string, Person>, passwordHash: string): Promise<void> {
  const { email, name } = accountOf("owner");
  const { secret } = await stage.act(systemActor, (ctx) => inviteOwner(ctx, { email, name }));
  const owner = await choosePassword(stage, { secret, email, name, roles: ["owner"], passwordHash });
  team.set(email, owner);
  const office = DEMO_ACCOUNTS.filter(({ roles }) => !roles.includes("student") && !roles.includes("owner"));
  const teachers = TEACHERS.map((teacher) => ({ ...teacher, roles: ["instructor"] as const }));
  for (const { email, name, roles } of [...office, ...teachers]) {
    const [role] = roles;
    if (!role || role === "student") continue;
    await stage.act(owner.actor, (ctx) => inviteColleague(ctx, { email, name, role }));
    const path = await pathInMail(stage, email, "invitation");
    team.set(email, await choosePassword(stage, { secret: lastPart(path), email, name, roles, passwordHash }));
  }
}

type Invited = Named & { secret: string; roles: readonly Role[]; passwordHash: string };

async function choosePassword(
  stage: Simulation,
  { secret, email, name, roles, passwordHash }: Invited,
): Promise<Person> {
  const session = await stage.act({ type: "visitor" }, (ctx) =>
    acceptInvitation(ctx, { secret, passwordHash, name, device: DEVICE }),
  );
  return { id: session.userId, name, email, actor: { type: "user", id: session.userId, roles } };
}

function accountOf(role: Role) {
  const account = DEMO_ACCOUNTS.find(({ roles }) => roles.includes(role));
  if (!account) throw new Error(`no demo account has the role ${role}`);
  return account;
}

/** Opens the mail that asks to confirm the address, and follows its link. */
async function confirmAddress(stage: Simulation, person: Person): Promise<void> {
  const secret = lastPart(await pathInMail(stage, person.email, "verify_address"));
  await stage.act(person.actor, (ctx) => verifyEmail(ctx, { secret }));
}

async function pathInMail(stage: Simulation, recipient: string, kind: string): Promise<string> {
  const [mail] = await stage.read
    .select({ payload: outbox.payload })
    .from(outbox)
    .where(and(eq(outbox.recipient, recipient), eq(outbox.kind, kind)));
  return String(mail?.payload.path);
}

const lastPart = (path: string) => path.split("/").at(-1) ?? "";
