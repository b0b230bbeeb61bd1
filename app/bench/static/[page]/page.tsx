import { notFound } from "next/navigation";
import { benchIsOpen } from "../../open.ts";

/** What Next costs for a page that is kept, and how much JavaScript it sends for a page that needs none. */
export const dynamic = "force-static";

/** None at build time, like the catalogue. */
export function generateStaticParams() {
  return [];
}

export default async function Page({ params }: { params: Promise<{ page: string }> }) {
  const { page } = await params;
  if (!benchIsOpen() || page !== "1") notFound();
  return (
    <main>
      <h1>A bare page</h1>
      <p>It is kept, and the same for everyone.</p>
    </main>
  );
}
