import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { schoolTimezone } from "#app/_layout/school-timezone.ts";
import { SitePage } from "#app/_layout/shells.tsx";
import { getPageReadCtx, requireViewer } from "#app/_auth/viewer.ts";
import { RenewalPart } from "#components/learning/renewal-part.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import { getRenewal } from "#domain/learning/get-renewal.ts";
import { renewAction, withdrawRenewalAction } from "./actions.ts";

type Props = PageProps<"/learning/[slug]/renew">;

const loadRenewal = cache(async (slug: string) => getRenewal(await getPageReadCtx(), slug));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = getTranslator();
  const renewal = await loadRenewal((await params).slug);
  return {
    title: renewal ? t("renewals.renew_title", { title: renewal.title }) : t("learning.my_learning_title"),
    robots: { index: false },
  };
}

/** Until when a course is open to somebody, and how they get it for longer. */
export default async function RenewPage({ params }: Props) {
  const t = getTranslator();
  const { slug } = await params;
  await requireViewer(`/learning/${slug}/renew`);
  const renewal = await loadRenewal(slug);
  if (!renewal) notFound();
  return (
    <SitePage current="learning">
      <PageHeader
        title={<span {...writtenIn(renewal.titleLanguage)}>{renewal.title}</span>}
        above={
          <Breadcrumbs
            crumbs={[
              { label: t("learning.my_learning_title"), href: "/learning" },
              { label: renewal.title, href: `/learning/${slug}`, language: renewal.titleLanguage },
              { label: t("renewals.renew_label") },
            ]}
          />
        }
      />
      <RenewalPart
        renewal={renewal}
        schoolTimezone={await schoolTimezone()}
        actions={{ renew: renewAction, withdraw: withdrawRenewalAction }}
      />
    </SitePage>
  );
}
