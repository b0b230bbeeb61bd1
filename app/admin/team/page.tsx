import { formatEmail } from "#domain/kernel/email-address.ts";
import type { Metadata } from "next";
import { listFrame, readAddress, toSortParams, type SearchParams } from "#app/admin/_list/list.ts";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
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
import { getTranslator } from "#components/messages/get-translator.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("admin_team.team_title") };
}

export default async function TeamPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const t = getTranslator();
  await requirePermission("team.read", TEAM_LIST.path);
  const { read, timezone } = await getOfficeContext();
  const params = await searchParams;
  const state = readAddress(TEAM_LIST, params);
  const [found, invited, recent] = await Promise.all([
    listTeam(read, { page: state.view.page, ...state.filters }),
    listInvitations(read),
    getRecentSignIn(TEAM_LIST.path),
  ]);
  const frame = listFrame(TEAM_LIST, state, found);
  return (
    <>
      <ListPage
        title={t("admin_team.team_title")}
        noun={t("admin_team.colleagues_noun")}
        counted={t("admin_team.colleagues_counted", { count: frame.total })}
        lede={t("admin_team.team_lede")}
        frame={frame}
        filters={
          <FilterBar
            {...frame}
            path={TEAM_LIST.path}
            keep={toSortParams(TEAM_LIST, state)}
            fields={[
              {
                kind: "choice",
                label: t("admin_team.role_label"),
                name: "role",
                value: state.filters.role,
                all: t("admin_team.any_role"),
                options: roleOptions().map(({ value, label }) => ({ value, label })),
              },
            ]}
          />
        }
        empty={{ title: t("admin_team.empty_title"), words: t("admin_team.empty_words") }}
      >
        <Table<Colleague>
          caption={t("admin_team.team_title")}
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
    </>
  );
}

function columns(timezone: string, actor: Actor, recent: RecentSignIn): Column<Colleague>[] {
  const t = getTranslator();
  return [
    {
      key: "name",
      header: t("admin_team.name"),
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
    {
      key: "roles",
      header: t("admin_team.roles"),
      cell: ({ roles, disabled }) => <RoleBadges roles={roles} disabled={disabled} />,
    },
    {
      key: "seen",
      header: t("admin_team.last_seen"),
      cell: ({ lastSeenAt }) =>
        lastSeenAt ? (
          <DateTime instant={lastSeenAt} timezone={timezone} showZone={false} />
        ) : (
          <span className="text-ink-faint">{t("admin_team.never")}</span>
        ),
    },
    {
      key: "change",
      header: t("admin_team.change"),
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
  const t = getTranslator();
  const { id, name, roles } = colleague;
  const offered = roleOptions().filter(({ value }) => value !== "owner" || isAllowed(actor, "team.edit_owner"));
  return (
    <FoldedForm
      trigger={t("admin_team.change_roles")}
      action={changeRolesAction}
      values={{ userId: id, rolesBefore: roles.join(" ") }}
      className="sm:ms-auto sm:max-w-80"
    >
      <fieldset className="grid min-w-0 grid-cols-1 gap-2.5">
        <legend className="mb-2.5 font-[560]">{t.rich("admin_team.what_may_do", { name })}</legend>
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
      <p className="text-small text-ink-soft">{t("admin_team.change_roles_words")}</p>
      <ConfirmIdentity {...recent} id={`confirm-${id}`} />
      <div>
        <SubmitButton size="s">{t("admin_team.change_roles_button")}</SubmitButton>
      </div>
    </FoldedForm>
  );
}

function Invitations({ invited, timezone, actor }: { invited: PendingInvitation[]; timezone: string; actor: Actor }) {
  const t = getTranslator();
  return (
    <Panel title={t("admin_team.pending_invitations_title")} className="mt-7">
      <Table<PendingInvitation>
        caption={t("admin_team.pending_invitations_title")}
        columns={invitationColumns(timezone, actor)}
        rows={invited}
        rowKey={({ id }) => id}
        rowTone={({ isExpired }) => (isExpired ? "muted" : "plain")}
      />
    </Panel>
  );
}

function invitationColumns(timezone: string, actor: Actor): Column<PendingInvitation>[] {
  const t = getTranslator();
  return [
    {
      key: "name",
      header: t("admin_team.invited"),
      long: true,
      cell: ({ name, email }) => (
        <span>
          <span className="font-[560]">{name}</span>
          <span className="block text-tiny font-normal text-ink-faint">{email}</span>
        </span>
      ),
    },
    { key: "role", header: t("admin_team.role"), cell: ({ role }) => <RoleBadges roles={[role]} disabled={false} /> },
    {
      key: "by",
      header: t("admin_team.invited_by"),
      long: true,
      cell: ({ invitedBy }) => invitedBy ?? t("admin_team.invited_by_system"),
    },
    {
      key: "until",
      header: t("admin_team.works_until"),
      cell: ({ expiresAt, isExpired }) => (
        <>
          <DateTime instant={expiresAt} timezone={timezone} showZone={false} />
          {isExpired && <span className="block text-tiny text-ink-faint">{t("admin_team.expired")}</span>}
        </>
      ),
    },
    {
      key: "revoke",
      header: t("admin_team.take_back_button"),
      hideHeader: true,
      align: "end",
      cell: ({ id, name, role }) =>
        isAllowed(actor, role === "owner" ? "team.edit_owner" : "team.edit") ? (
          <Confirm
            size="s"
            trigger={t("admin_team.take_back_button")}
            title={t("admin_team.take_back_title", { name: isolateText(name) })}
            confirmLabel={t("admin_team.take_it_back_button")}
            action={revokeInvitationAction}
            values={{ invitationId: id }}
          >
            {t("admin_team.take_back_words")}
          </Confirm>
        ) : null,
    },
  ];
}

function Invite({ mayMakeOwners, recent }: { mayMakeOwners: boolean; recent: RecentSignIn }) {
  const t = getTranslator();
  const offered = roleOptions().filter(({ value }) => value !== "owner" || mayMakeOwners);
  return (
    <Panel title={t("admin_team.invite_title")} className="mt-7 max-w-3xl">
      <StateForm action={inviteAction} className="grid gap-5">
        <div className="grid gap-5 sm:grid-cols-3">
          <FormInput name="name" label={t("admin_team.name_label")} maxLength={400} autoComplete="off" required />
          <FormInput
            name="email"
            label={t("admin_team.address_label")}
            type="email"
            maxLength={254}
            autoComplete="off"
            required
          />
          <FormSelect
            name="role"
            label={t("admin_team.role_label")}
            placeholder={t("admin_team.choose_a_role_placeholder")}
            options={offered.map(({ value, label }) => ({ value, label }))}
            required
          />
        </div>
        <p className="text-small text-ink-soft">{t("admin_team.invite_words")}</p>
        <ConfirmIdentity {...recent} id="confirm-invite" />
        <div>
          <SubmitButton size="s" pendingLabel={t("admin_team.inviting_pending")}>
            {t("admin_team.invite_button")}
          </SubmitButton>
        </div>
      </StateForm>
    </Panel>
  );
}
