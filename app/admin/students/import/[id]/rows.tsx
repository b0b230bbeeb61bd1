import { StateBadge, type StateWords } from "#components/admin/states.tsx";
import { Panel } from "#components/admin/panel.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Pagination } from "#components/ui/pagination.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import type { ReadCtx } from "#domain/kernel/command.ts";
import { type ImportRowView, listImportRows, type StudentImportView } from "#domain/students/get-student-import.ts";
import type { RowOutcome } from "#domain/students/record-import-rows.ts";

const OUTCOMES: StateWords<RowOutcome> = {
  created: { label: "student_imports.outcome_created", tone: "ok" },
  changed: { label: "student_imports.outcome_changed", tone: "info" },
  rejected: { label: "student_imports.outcome_rejected", tone: "bad" },
  skipped: { label: "student_imports.outcome_skipped", tone: "warn" },
  same: { label: "student_imports.outcome_same", tone: "neutral" },
};
const ORDER = Object.keys(OUTCOMES) as RowOutcome[];

type Props = {
  found: StudentImportView;
  here: string;
  search: Record<string, string | string[] | undefined>;
  read: ReadCtx;
};

/** What happens, or has happened, with each row; the address says which are shown. */
export async function Rows({ found, here, search, read }: Props) {
  const t = getTranslator();
  const outcome = ORDER.find((each) => each === search.outcome);
  const rows = await listImportRows(read, { importId: found.id, outcome, page: Number(search.page ?? 1) });
  const address = (words: Record<string, string | undefined>) => {
    const set = Object.entries(words).filter(([, value]) => value !== undefined) as [string, string][];
    return set.length === 0 ? here : `${here}?${new URLSearchParams(set)}`;
  };
  const before = (rows.page - 1) * rows.pageSize;
  const hasNext = before + rows.items.length < rows.total;
  return (
    <Panel
      title={t("admin_students.rows_label")}
      aside={
        found.counts.rejected > 0 && (
          <a className="link" href={`${here}/rejects.csv`}>
            {t("admin_students.rejects_link")}
          </a>
        )
      }
    >
      <nav
        aria-label={t("admin_students.rows_filter_label")}
        className="mb-4 flex flex-wrap gap-x-4 gap-y-1 text-small"
      >
        <a className="link min-h-6" href={here} aria-current={outcome === undefined ? "page" : undefined}>
          {t("admin_students.rows_all")}
        </a>
        {ORDER.filter((each) => found.counts[each] > 0).map((each) => (
          <a
            key={each}
            className="link min-h-6"
            href={address({ outcome: each })}
            aria-current={outcome === each ? "page" : undefined}
          >
            {t("admin_students.rows_of_outcome", { outcome: t(OUTCOMES[each].label), count: found.counts[each] })}
          </a>
        ))}
      </nav>
      <Table<ImportRowView>
        caption={t("admin_students.rows_label")}
        columns={columns(found)}
        rows={rows.items}
        rowKey={({ place }) => String(place)}
      />
      <Pagination
        className="mt-4"
        noun={t("admin_students.rows_noun")}
        from={rows.items.length === 0 ? 0 : before + 1}
        to={before + rows.items.length}
        total={rows.total}
        {...(rows.page > 1 ? { previous: String(rows.page - 1) } : {})}
        {...(hasNext ? { next: String(rows.page + 1) } : {})}
        href={(page) => address({ outcome, page })}
      />
    </Panel>
  );
}

function columns({ mapping }: StudentImportView): Column<ImportRowView>[] {
  const t = getTranslator();
  const cell = ({ cells }: ImportRowView, field: string) => cells?.[mapping.indexOf(field)] ?? "";
  return [
    {
      key: "line",
      header: t("admin_students.line_label"),
      cell: ({ line, file }) => (file === "" ? line : t("admin_students.line_of_file", { line, file })),
    },
    {
      key: "who",
      header: t("admin_students.name_or_address_label"),
      long: true,
      cell: (row) => cell(row, "email") || cell(row, "key") || cell(row, "id") || cell(row, "name"),
    },
    {
      key: "outcome",
      header: t("admin_students.status_label"),
      cell: ({ outcome }) => outcome && <StateBadge words={OUTCOMES} state={outcome} />,
    },
    {
      key: "notes",
      header: t("admin_students.notes_label"),
      long: true,
      cell: ({ notes }) => notes.map((note) => t.format(note)).join("; "),
    },
  ];
}
