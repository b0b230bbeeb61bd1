import { pagePath } from "#messages/page-path.ts";
import type { Metadata } from "next";
import { connection } from "next/server";
import { LinkButton } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SitePage } from "./_layout/shells.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("errors.nothing_here_page_title"), robots: { index: false } };
}

/** For addresses that do not exist, and for things that are not the viewer's to see: the two answer alike. */
export default async function NotFound() {
  // Its scripts carry the request's nonce, so it is rendered for the request.
  await connection();
  const t = getTranslator();
  return (
    <SitePage cached>
      <div className="py-8 sm:py-12">
        <PageHeader title={t("errors.nothing_here_title")} lede={t("errors.nothing_here")} />
        <div className="flex flex-wrap gap-3">
          <LinkButton href={pagePath("/courses")}>{t("errors.to_the_courses")}</LinkButton>
          <LinkButton href="/help/new" variant="quiet">
            {t("errors.ask_us")}
          </LinkButton>
        </div>
      </div>
    </SitePage>
  );
}
