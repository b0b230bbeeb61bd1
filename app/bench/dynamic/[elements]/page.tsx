import { notFound } from "next/navigation";
import { connection } from "next/server";
import { benchIsOpen } from "../../open.ts";

const MOST = 20_000;

/** What Next costs for a page that is rendered for each request: as many elements as the address says, each with a class and a text. */
export default async function Page({ params }: { params: Promise<{ elements: string }> }) {
  await connection();
  const count = Number((await params).elements);
  if (!benchIsOpen() || !Number.isInteger(count) || count < 1 || count > MOST) notFound();
  return (
    <main>
      {Array.from({ length: count - 1 }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike.
        <p key={index} className="text-sm">
          A line of a bare page
        </p>
      ))}
    </main>
  );
}
