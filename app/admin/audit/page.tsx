import type { Metadata } from "next";
import { listFrame, readList, saidOrder, type SearchParams, tableOrder } from "#app/admin/_list/list.ts";
import { officeRead } from "#app/admin/_list/school.ts";
import { StaffPage } from "#app/_layout/shells.tsx";
import { requirePermission } from "#app/_auth/viewer.ts";
import { AuditAction, AuditObject, auditActionWords, Changes } from "#components/admin/audit-parts.tsx";
import { FilterBar } from "#components/admin/filter-bar.tsx";
import { doerName } from "#components/admin/history.tsx";
import { ListPage } from "#components/admin/list-page.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import { type AuditRow, listAuditFilterValues, listAudit } from "#domain/audit/list-audit.ts";
import { type ChainCheck, checkAuditChain } from "#domain/audit/check-audit-chain.ts";
import { AUDIT_LIST, auditFilters } from "./list.ts";

export const metadata: Metadata = { title: "Audit log" };

/** How many of the newest entries are worked out again on each visit. */
const CHECKED = 500;

export default async function AuditPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requirePermission("audit.read", AUDIT_LIST.path);
  const { read, timezone } = await officeRead();
  const state = readList(AUDIT_LIST, await searchParams);
  const list = await listAudit(read, auditFilters(state, timezone), state.view);
  const frame = listFrame(AUDIT_LIST, state, list);
  const { actions, objectTypes } = await listAuditFilterValues(read);
  const { filters } = state;
  const chain = await checkAuditChain(read, CHECKED);
  return (
    <StaffPage here={AUDIT_LIST.path}>
      <ListPage
        title="Audit log"
        noun="entries"
        lede={`Who did what, and what it changed. Days and times as in ${timezone.replaceAll("_", " ")}.`}
        frame={frame}
        filters={
          <>
            <Chain check={chain} />
            <FilterBar
              {...frame}
              path={AUDIT_LIST.path}
              keep={saidOrder(AUDIT_LIST, state)}
              fields={[
                { kind: "text", label: "Who", name: "who", value: filters.who, hint: "Name, address or job" },
                {
                  kind: "choice",
                  label: "Action",
                  name: "action",
                  value: filters.action,
                  all: "Anything",
                  options: actions.map((value) => ({ value, label: auditActionWords(value) })),
                },
                {
                  kind: "choice",
                  label: "Entries",
                  name: "security",
                  value: filters.security,
                  all: "All",
                  options: [{ value: "all", label: "Security events" }],
                },
                {
                  kind: "choice",
                  label: "Kind of thing",
                  name: "type",
                  value: filters.type,
                  all: "Any kind",
                  options: objectTypes.map((value) => ({ value, label: value.replaceAll("_", " ") })),
                },
                { kind: "text", label: "Thing", name: "object", value: filters.object, hint: "Its id" },
                { kind: "day", label: "From", name: "from", value: filters.from },
                { kind: "day", label: "To", name: "to", value: filters.to },
              ]}
            />
          </>
        }
        empty={{ title: "Nothing has been done yet", words: "Every step that changes something is written here." }}
      >
        <Table<AuditRow>
          caption="Audit log"
          columns={columns(timezone)}
          rows={list.items}
          rowKey={({ seq }) => String(seq)}
          {...tableOrder(AUDIT_LIST, state)}
        />
      </ListPage>
    </StaffPage>
  );
}

function Chain({ check: { checked, brokenAt } }: { check: ChainCheck }) {
  if (checked === 0) return null;
  if (brokenAt !== null) {
    return (
      <Notice tone="bad" title={`The chain is broken at entry ${brokenAt}.`} className="mb-4">
        That entry, or the one before it, was changed or removed outside Matricula. Compare it with a backup.
      </Notice>
    );
  }
  return (
    <p className="mb-4 text-small text-ink-soft">
      <span className="font-[560] text-ok">Intact.</span> The newest {checked.toLocaleString("en")} entries still follow
      from one another.
    </p>
  );
}

function columns(timezone: string): Column<AuditRow>[] {
  return [
    {
      key: "action",
      header: "What",
      cell: (row) => <AuditAction row={row} />,
    },
    {
      key: "who",
      header: "Who",
      long: true,
      cell: ({ actorType, actorId, actorName }) => (
        <a href={`/admin/audit?who=${encodeURIComponent(actorId)}`} className="hover:underline">
          {doerName({ type: actorType, id: actorId, name: actorName })}
        </a>
      ),
    },
    { key: "object", header: "Thing", long: true, cell: (row) => <AuditObject row={row} /> },
    { key: "change", header: "Change", cell: (row) => <Changes before={row.before} after={row.after} /> },
    {
      key: "seq",
      header: "When",
      sortable: true,
      align: "end",
      cell: ({ at, seq }) => (
        <span>
          <DateTime instant={at} timezone={timezone} showZone={false} />
          <span className="block text-tiny text-ink-faint">no. {seq}</span>
        </span>
      ),
    },
  ];
}
