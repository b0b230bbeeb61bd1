import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { DeadLink, OthersLink, SignsInInstead } from "./dead-link.tsx";

const who = { name: "Mara Keller", email: "mara@example.org" };
const signOut = async () => {};

test("a dead link's page names the account that is signed in, and none where nobody is", () => {
  const page = (person?: typeof who) =>
    renderToStaticMarkup(
      <DeadLink href="/account" label="Go on" signOut={signOut} {...(person ? { who: person } : {})} />,
    );
  expect(page(who)).toContain("mara@example.org");
  expect(page(who)).toContain("Sign out");
  expect(page()).not.toContain("signed in");
});

test("a link for somebody else says so, and as whom one is signed in", () => {
  expect(renderToStaticMarkup(<OthersLink who={who} signOut={signOut} />)).toContain("mara@example.org");
});

test("a link that signs in somebody else says whom, and says nothing to the one it is for", () => {
  const said = (person: typeof who | undefined) =>
    renderToStaticMarkup(<SignsInInstead who={person} email="ines@example.org" />);
  expect(said(who)).toMatch(/mara@example\.org.*ines@example\.org/);
  expect(said({ name: "Ines Roth", email: "ines@example.org" })).toBe("");
  expect(said(undefined)).toBe("");
});
