import type { Metadata } from "next";
import { type ComponentType, Fragment, type ReactNode } from "react";
import { getViewer } from "#app/_auth/viewer.ts";
import NothingHere from "#app/not-found.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { toActor } from "#domain/accounts/sessions.ts";
import { isStaff } from "#domain/kernel/actor.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("errors.nothing_here_page_title"), robots: { index: false } };
}

type Shell = ComponentType<{ children: ReactNode }>;

/**
 * What stands in a section of the office where nothing is found. The team stays in the office: the section's layout brings the way
 * back, or else a shell does. It is sent along with each page of the section, so it holds little. To everybody else the office is as
 * good as not there.
 */
export function officeNotFound(Shell: Shell = Fragment) {
  return async function OfficeNotFound() {
    if (!isStaff(toActor(await getViewer()))) return <NothingHere />;
    const t = getTranslator();
    return (
      <Shell>
        <PageHeader title={t("errors.nothing_here_title")} lede={t("errors.nothing_here_in_the_office")} />
        <LinkButton href="/admin">{t("errors.to_today")}</LinkButton>
      </Shell>
    );
  };
}
