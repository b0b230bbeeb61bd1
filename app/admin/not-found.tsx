import type { Metadata } from "next";
import { getViewer } from "#app/_auth/viewer.ts";
import { StaffPage } from "#app/_layout/shells.tsx";
import NothingHere from "#app/not-found.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { toActor } from "#domain/accounts/sessions.ts";
import { isStaff } from "#domain/kernel/actor.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("errors.nothing_here_page_title"), robots: { index: false } };
}

/** The team stays in the office, with the way back beside it. To everybody else the office is as good as not there. */
export default async function OfficeNotFound() {
  if (!isStaff(toActor(await getViewer()))) return <NothingHere />;
  const t = getTranslator();
  return (
    <StaffPage section="">
      <PageHeader title={t("errors.nothing_here_title")} lede={t("errors.nothing_here_in_the_office")} />
      <LinkButton href="/admin">{t("errors.to_today")}</LinkButton>
    </StaffPage>
  );
}
