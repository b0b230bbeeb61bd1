import type { Metadata } from "next";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { WithoutNextScripts } from "#app/_layout/site-script.tsx";
import { requirePermission } from "#app/_auth/viewer.ts";
import { Panel } from "#components/admin/panel.tsx";
import { RetentionTable } from "#components/admin/retention-table.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { listCohortRetention } from "#domain/usage/list-cohort-retention.ts";

const HERE = "/admin/usage/cohorts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("admin_usage.retention_title") };
}

/** How many students of each cohort still open their course weeks after it began. */
export default async function RetentionPage() {
  const t = getTranslator();
  await requirePermission("usage.list", HERE);
  const { read, timezone } = await getOfficeContext();
  const cohorts = await listCohortRetention(read, { timezone });
  const csv = (
    <a className="link" href={`${HERE}/export.csv`}>
      {t("admin_usage.as_csv_link")}
    </a>
  );
  return (
    <>
      <WithoutNextScripts />
      <PageHeader
        title={t("admin_usage.retention_title")}
        lede={t("admin_usage.retention_lede")}
        above={
          <Breadcrumbs
            crumbs={[
              { label: t("admin_usage.usage_title"), href: "/admin/usage" },
              { label: t("admin_usage.retention_title") },
            ]}
          />
        }
      />
      <Panel title={t("admin_usage.retention_table_title")} aside={cohorts.length > 0 && csv}>
        {cohorts.length === 0 ? (
          <EmptyState icon="document" title={t("admin_usage.no_cohort_began_title")} />
        ) : (
          <RetentionTable cohorts={cohorts} timezone={timezone} />
        )}
      </Panel>
    </>
  );
}
