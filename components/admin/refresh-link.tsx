"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useEffect } from "react";

const ASK_EVERY_MS = 2_000;

/** A link that shows the page as it now is. With a script the page does so by itself while something is at work. */
export function RefreshLink({ href, children }: { href: string; children: ReactNode }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [router]);
  return (
    <a className="link" href={href}>
      {children}
    </a>
  );
}
