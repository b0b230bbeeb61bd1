import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { countReviewItems, ReviewList, reviewTitle } from "./today.tsx";

test("the title counts every thing that waits, not the lines", () => {
  const orders = { kind: "reviews", count: 12, isMore: false } as const;
  const tickets = { kind: "unassigned", count: 2, isMore: false } as const;
  expect(reviewTitle(countReviewItems([orders, tickets], [{}]), true)).toBe("15 items need review.");
  expect(reviewTitle(countReviewItems([], [{}]), true)).toBe("1 item needs review.");
  const many = { kind: "mails", count: 999, isMore: true } as const;
  expect(reviewTitle(countReviewItems([many, tickets], []), false)).toBe("1,001+ items need review.");
  expect(reviewTitle(countReviewItems([], []), true)).toBe("All is well.");
  expect(reviewTitle(countReviewItems([], []), false)).toBe("Nothing waits for you.");
});

test("each line has its number in the same weight, and no full stop", () => {
  const about = { severity: "soon", link: "/admin/system" } as const;
  const items = [
    { ...about, id: "mails", words: "3 mails could not be sent." },
    { ...about, id: "backup", words: "There is no backup." },
  ];
  const page = renderToStaticMarkup(
    <ReviewList needs={[{ kind: "unassigned", count: 2, isMore: false }]} items={items} />,
  );
  expect(page).toContain('<span class="num font-[560]">2</span> tickets are nobody’s yet<');
  expect(page).toContain('<span class="num font-[560]">3</span> mails could not be sent<');
  expect(page).toContain(">There is no backup<");
});
