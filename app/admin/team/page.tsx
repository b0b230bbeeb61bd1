import { formatEmail } from "#domain/kernel/email-address.ts";
import type { Metadata } from "next";
import { listFrame, readList, saidOrder, type SearchParams } from "#app/admin/_list/list.ts";
import { officeRead } from "#app/admin/_list/school.ts";
import { StaffPage } from "#app/_layout/shells.tsx";
import { getRecentSignIn } from "#app/_auth/recent-sign-in.ts";
import { requirePermission } from "#app/_auth/viewer.ts";
import { ConfirmIdentity, type RecentSignIn } from "#components/account/confirm-identity.tsx";
import { FilterBar } from "#components/admin/filter-bar.tsx";
import { FoldedForm } from "#components/admin/folded-form.tsx";
import { ListPage } from "#components/admin/list-page.tsx";
import { Panel } from "#components/admin/panel.tsx";
import { roleOptions, RoleBadges } from "#components/admin/roles.tsx";
import { FormCheckbox, FormInput, FormSelect, StateForm } from "#components/forms/state-form.tsx";
import { Confirm } from "#components/ui/confirm.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import { listInvitations, type PendingInvitation } from "#domain/accounts/list-invitations.ts";
import { type Colleague, listTeam } from "#domain/accounts/list-team.ts";
import type { Actor } from "#domain/kernel/actor.ts";
import { isolateText } from "#domain/kernel/isolate-text.ts";
import { isAllowed } from "#domain/policy.ts";
import { changeRolesAction, inviteAction, revokeInvitationAction } from "./actions.ts";
import { TEAM_LIST } from "./list.ts";

export const metadata: Metadata = { title: "Team" };

export default async function TeamPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requirePermission("team.read", TEAM_LIST.path);
  const { read, timezone } = await officeRead();
  const params = await searchParams;
  const state = readList(TEAM_LIST, params);
  const [found, invited, recent] = await Promise.all([
    listTeam(read, { page: state.view.page, ...state.filters }),
    listInvitations(read),
    getRecentSignIn(TEAM_LIST.path),
  ]);
  const frame = listFrame(TEAM_LIST, state, { ...found, isMore: false });
  return (
    <StaffPage here={TEAM_LIST.path}>
      <ListPage
        title="Team"
        noun="colleagues"
        lede="Who works in the office, and what each may do."
        frame={frame}
        filters={
          <FilterBar
            {...frame}
            path={TEAM_LIST.path}
            keep={saidOrder(TEAM_LIST, state)}
            fields={[
              {
                kind: "choice",
                label: "Role",
                name: "role",
                value: state.filters.role,
                all: "Any role",
                options: roleOptions().map(({ value, label }) => ({ value, label })),
              },
            ]}
          />
        }
        empty={{ title: "Nobody works here yet", words: "Invite somebody below." }}
      >
        <Table<Colleague>
          caption="Team"
          columns={columns(timezone, read.actor, recent)}
          rows={found.items}
          rowKey={({ id }) => id}
          rowTone={({ disabled }) => (disabled ? "muted" : "plain")}
        />
      </ListPage>
      {invited.length > 0 && <Invitations invited={invited} timezone={timezone} actor={read.actor} />}
      {isAllowed(read.actor, "team.edit") && (
        <Invite mayMakeOwners={isAllowed(read.actor, "team.edit_owner")} recent={recent} />
      )}
    </StaffPage>
  );
}

function columns(timezone: string, actor: Actor, recent: RecentSignIn): Column<Colleague>[] {
  return [
    {
      key: "name",
      header: "Name",
      long: true,
      cell: ({ id, name, email }) => (
        <span>
          <a href={`/admin/students/${id}`} className="font-[560] hover:underline">
            {name}
          </a>
          <span className="block text-tiny font-normal text-ink-faint">{formatEmail(email)}</span>
        </span>
      ),
    },
    { key: "roles", header: "Roles", cell: ({ roles, disabled }) => <RoleBadges roles={roles} disabled={disabled} /> },
    {
      key: "seen",
      header: "Last seen",
      cell: ({ lastSeenAt }) =>
        lastSeenAt ? (
          <DateTime instant={lastSeenAt} timezone={timezone} showZone={false} />
        ) : (
          <span className="text-ink-faint">never</span>
        ),
    },
    {
      key: "change",
      header: "Change",
      hideHeader: true,
      align: "end",
      cell: (colleague) =>
        mayChange(actor, colleague) ? <ChangeRoles colleague={colleague} actor={actor} recent={recent} /> : null,
    },
  ];
}

/** An owner is an owner's business. */
function mayChange(actor: Actor, { roles }: Colleague): boolean {
  return isAllowed(actor, roles.includes("owner") ? "team.edit_owner" : "team.edit");
}

type ChangeRolesProps = { colleague: Colleague; actor: Actor; recent: RecentSignIn };

function ChangeRoles({ colleague, actor, recent }: ChangeRolesProps) {
  const { id, name, roles } = colleague;
  const offered = roleOptions().filter(({ value }) => value !== "owner" || isAllowed(actor, "team.edit_owner"));
  return (
    <FoldedForm
      trigger="Change roles"
      action={changeRolesAction}
      values={{ userId: id, had: roles.join(" ") }}
      className="sm:ml-auto sm:max-w-80"
    >
      <fieldset className="grid min-w-0 grid-cols-1 gap-2.5">
        <legend className="mb-2.5 font-[560]">
          What <bdi>{name}</bdi> may do
        </legend>
        {offered.map(({ value, label, description }) => (
          <FormCheckbox
            key={value}
            id={`role-${id}-${value}`}
            name={`role:${value}`}
            label={label}
            hint={description}
            defaultChecked={roles.includes(value)}
          />
        ))}
      </fieldset>
      <p className="text-small text-ink-soft">
        They are signed out everywhere and sign in again with the new roles. Their API tokens and calendar link end.
      </p>
      <ConfirmIdentity {...recent} id={`confirm-${id}`} />
      <div>
        <SubmitButton size="s">Change the roles</SubmitButton>
      </div>
    </FoldedForm>
  );
}

function Invitations({ invited, timezone, actor }: { invited: PendingInvitation[]; timezone: string; actor: Actor }) {
  return (
    <Panel title="Pending invitations" className="mt-7">
      <Table<PendingInvitation>
        caption="Pending invitations"
        columns={invitationColumns(timezone, actor)}
        rows={invited}
        rowKey={({ id }) => id}
        rowTone={({ isExpired }) => (isExpired ? "muted" : "plain")}
      />
    </Panel>
  );
}

function invitationColumns(timezone: string, actor: Actor): Column<PendingInvitation>[] {
  return [
    {
      key: "name",
      header: "Invited",
      long: true,
      cell: ({ name, email }) => (
        <span>
          <span className="font-[560]">{name}</span>
          <span className="block text-tiny font-normal text-ink-faint">{email}</span>
        </span>
      ),
    },
    { key: "role", header: "Role", cell: ({ role }) => <RoleBadges roles={[role]} disabled={false} /> },
    { key: "by", header: "By", long: true, cell: ({ invitedBy }) => invitedBy ?? "the system" },
    {
      key: "until",
      header: "Works until",
      cell: ({ expiresAt, isExpired }) => (
        <>
          <DateTime instant={expiresAt} timezone={timezone} showZone={false} />
          {isExpired && <span className="block text-tiny text-ink-faint">expired</span>}
        </>
      ),
    },
    {
      key: "revoke",
      header: "Take back",
      hideHeader: true,
      align: "end",
      cell: ({ id, name, role }) =>
        isAllowed(actor, role === "owner" ? "team.edit_owner" : "team.edit") ? (
          <Confirm
            size="s"
            trigger="Take back"
            title={`Take back the invitation of ${isolateText(name)}?`}
            confirmLabel="Take it back"
            action={revokeInvitationAction}
            values={{ invitationId: id }}
          >
            The link in their mail stops working. You can invite them again.
          </Confirm>
        ) : null,
    },
  ];
}

function Invite({ mayMakeOwners, recent }: { mayMakeOwners: boolean; recent: RecentSignIn }) {
  const offered = roleOptions().filter(({ value }) => value !== "owner" || mayMakeOwners);
  return (
    <Panel title="Invite a colleague" className="mt-7 max-w-3xl">
      <StateForm action={inviteAction} className="grid gap-5">
        <div className="grid gap-5 sm:grid-cols-3">
          <FormInput name="name" label="Name" maxLength={400} autoComplete="off" required />
          <FormInput name="email" label="Address" type="email" maxLength={254} autoComplete="off" required />
          <FormSelect
            name="role"
            label="Role"
            placeholder="Choose a role"
            options={offered.map(({ value, label }) => ({ value, label }))}
            required
          />
        </div>
        <p className="text-small text-ink-soft">
          They get a link by mail to choose a password, and the role comes when they follow it. Somebody who has an
          account keeps it; what opened it until then no longer does.
        </p>
        <ConfirmIdentity {...recent} id="confirm-invite" />
        <div>
          <SubmitButton size="s" pendingLabel="Inviting …">
            Invite
          </SubmitButton>
        </div>
      </StateForm>
    </Panel>
  );
}
