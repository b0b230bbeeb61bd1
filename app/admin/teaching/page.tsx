import type { Metadata } from "next";
import { requirePermission } from "#app/_auth/viewer.ts";
import { WithoutNextScripts } from "#app/_layout/site-script.tsx";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { TeachingDesk } from "#app/admin/_today/teaching-desk.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { PageHeader } from "#components/ui/page-header.tsx";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("teaching.my_courses_title") };
}

/** What somebody of the office teaches; for who only teaches it is the first page. */
export default async function TeachingPage() {
  await requirePermission("dashboard.read", "/admin/teaching");
  const { read, timezone } = await getOfficeContext();
  return (
    <>
      <WithoutNextScripts />
      <PageHeader title={getTranslator()("teaching.my_courses_title")} className="mb-5" />
      <TeachingDesk read={read} timezone={timezone} />
    </>
  );
}
