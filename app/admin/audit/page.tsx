import type { Metadata } from "next";
import {
  listFrame,
  readAddress,
  toFilterValues,
  toSortParams,
  type SearchParams,
  toTableSort,
} from "#app/admin/_list/list.ts";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { requirePermission } from "#app/_auth/viewer.ts";
import { AuditAction, AuditObject, Changes } from "#components/admin/audit-parts.tsx";
import { auditActionWords, auditObjectWords } from "#components/admin/audit-words.ts";
import { FilterBar } from "#components/admin/filter-bar.tsx";
import { doerName } from "#components/admin/history.tsx";
import { OfficeList } from "#app/admin/_list/office-list.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import { type AuditRow, listAuditFilterValues, listAudit } from "#domain/audit/list-audit.ts";
import { type ChainCheck, checkAuditChain } from "#domain/audit/check-audit-chain.ts";
import { AUDIT_LIST } from "./list.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("admin_audit.audit_log_title") };
}

/** How many of the newest entries are worked out again on each visit. */
const ENTRIES_CHECKED = 500;

export default async function AuditPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const t = getTranslator();
  await requirePermission("audit.read", AUDIT_LIST.path);
  const { read, timezone } = await getOfficeContext();
  const state = readAddress(AUDIT_LIST, await searchParams);
  const list = await listAudit(read, toFilterValues(AUDIT_LIST, state.filters, timezone), state.view);
  const frame = listFrame(AUDIT_LIST, state, list);
  const { actions, objectTypes } = await listAuditFilterValues(read);
  const { filters } = state;
  const chain = await checkAuditChain(read, ENTRIES_CHECKED);
  return (
    <OfficeList
      title={t("admin_audit.audit_log_title")}
      noun={t("admin_audit.entries_noun")}
      counted={t("admin_audit.entries_counted", { count: frame.total })}
      lede={t("admin_audit.audit_log_lede", { timezone: timezone.replaceAll("_", " ") })}
      frame={frame}
      filters={
        <>
          <ChainStatus check={chain} />
          <FilterBar
            {...frame}
            path={AUDIT_LIST.path}
            keep={toSortParams(AUDIT_LIST, state)}
            fields={[
              {
                kind: "text",
                label: t("admin_audit.who_label"),
                name: "who",
                value: filters.who,
                hint: t("admin_audit.who_hint"),
              },
              {
                kind: "choice",
                label: t("admin_audit.action_label"),
                name: "action",
                value: filters.action,
                all: t("admin_audit.any_action"),
                options: actions.map((value) => ({ value, label: auditActionWords(value) })),
              },
              {
                kind: "choice",
                label: t("admin_audit.entries_label"),
                name: "security",
                value: filters.security,
                all: t("admin_audit.all_entries"),
                options: [{ value: "all", label: t("admin_audit.security_events_label") }],
              },
              {
                kind: "choice",
                label: t("admin_audit.kind_of_thing_label"),
                name: "type",
                value: filters.type,
                all: t("admin_audit.any_kind"),
                options: objectTypes.map((value) => ({ value, label: auditObjectWords(value) })),
              },
              {
                kind: "text",
                label: t("admin_audit.thing_label"),
                name: "object",
                value: filters.object,
                hint: t("admin_audit.thing_hint"),
              },
              { kind: "day", label: t("admin_audit.from_label"), name: "from", value: filters.from },
              { kind: "day", label: t("admin_audit.to_label"), name: "to", value: filters.to },
            ]}
          />
        </>
      }
      empty={{
        title: t("admin_audit.empty_title"),
        words: t("admin_audit.empty_words"),
      }}
    >
      <Table<AuditRow>
        caption={t("admin_audit.audit_log_title")}
        columns={columns(timezone)}
        rows={list.items}
        rowKey={({ seq }) => String(seq)}
        {...toTableSort(AUDIT_LIST, state)}
      />
    </OfficeList>
  );
}

function ChainStatus({ check: { checked, unsealed, brokenAt } }: { check: ChainCheck }) {
  const t = getTranslator();
  if (checked + unsealed === 0) return null;
  if (brokenAt !== null) {
    return (
      <Notice tone="bad" title={t("admin_audit.chain_broken_title", { number: brokenAt })} className="mb-4">
        {t("admin_audit.chain_broken_words")}
      </Notice>
    );
  }
  return (
    <p className="mb-4 text-small text-ink-soft">
      {checked > 0 &&
        t.rich("admin_audit.chain_intact", {
          span: (children) => <span className="font-[560] text-ok">{children}</span>,
          checked,
        })}
      {unsealed > 0 && ` ${t("admin_audit.chain_not_reached", { count: unsealed })}`}
    </p>
  );
}

function columns(timezone: string): Column<AuditRow>[] {
  const t = getTranslator();
  return [
    {
      key: "action",
      header: t("admin_audit.what"),
      cell: (row) => <AuditAction row={row} />,
    },
    {
      key: "who",
      header: t("admin_audit.who"),
      long: true,
      cell: ({ actorType, actorId, actorName }) => (
        <a href={`/admin/audit?who=${encodeURIComponent(actorId)}`} className="hover:underline">
          {doerName({ type: actorType, id: actorId, name: actorName })}
        </a>
      ),
    },
    { key: "object", header: t("admin_audit.thing"), long: true, cell: (row) => <AuditObject row={row} /> },
    {
      key: "change",
      header: t("admin_audit.change"),
      cell: (row) => <Changes before={row.before} after={row.after} />,
    },
    {
      key: "seq",
      header: t("admin_audit.when"),
      sortable: true,
      align: "end",
      cell: ({ at, seq }) => (
        <span>
          <DateTime instant={at} timezone={timezone} showZone={false} />
          <span className="block text-tiny text-ink-faint">
            {t("admin_audit.entry_number", { number: String(seq) })}
          </span>
        </span>
      ),
    },
  ];
}
