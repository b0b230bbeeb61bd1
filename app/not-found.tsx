import type { Metadata } from "next";
import { connection } from "next/server";
import { LinkButton } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SitePage } from "./_layout/shells.tsx";

export const metadata: Metadata = { title: "Nothing here", robots: { index: false } };

/** For addresses that do not exist, and for things that are not the viewer's to see: the two answer alike. */
export default async function NotFound() {
  // Its scripts carry the request's nonce, so it is rendered for the request.
  await connection();
  return (
    <SitePage cached>
      <div className="py-8 sm:py-12">
        <PageHeader
          title="There is nothing here"
          lede="The address may be mistyped, or what was here may have moved. If it is somebody’s own page, sign in as that person first."
        />
        <div className="flex flex-wrap gap-3">
          <LinkButton href="/courses">To the courses</LinkButton>
          <LinkButton href="/help/new" variant="quiet">
            Ask us
          </LinkButton>
        </div>
      </div>
    </SitePage>
  );
}
