import { describe, expect, it } from "vitest";
import { toIdentity } from "./oauth-identity.ts";
import { listSignInMethods } from "./sign-in-methods.ts";

describe("what a provider says of somebody", () => {
  it("is taken with the address in lower case, and believed when it says that it verified it", () => {
    const profile = { email: " Mara@Example.org ", email_verified: true, name: "Mara Keller" };
    expect(toIdentity("google", "117", profile)).toEqual({
      provider: "google",
      subject: "117",
      email: "mara@example.org",
      emailVerified: true,
      name: "Mara Keller",
    });
  });

  it.each([undefined, null, false, "false", "yes", 1])(
    "is not believed of an address when the claim is %s",
    (claim) => {
      const profile = { email: "mara@example.org", email_verified: claim } as Parameters<typeof toIdentity>[2];
      expect(toIdentity("oidc", "117", profile).emailVerified).toBe(false);
    },
  );

  it("is believed without the claim where the issuer is trusted, and never against it", () => {
    const said = (claim?: unknown) =>
      toIdentity(
        "oidc",
        "117",
        { email: "mara@example.org", email_verified: claim } as Parameters<typeof toIdentity>[2],
        true,
      );
    expect([undefined, null, true, false, "false"].map((claim) => said(claim).emailVerified)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(toIdentity("oidc", "117", { email: "mara@example.org" })).toMatchObject({
      emailVerified: false,
      isUnsaid: true,
    });
  });

  it("may lack an address and a name", () => {
    expect(toIdentity("github", "117", { login: "mara" })).toMatchObject({ email: null, name: "mara" });
    expect(toIdentity("github", "117", {})).toMatchObject({ email: null, emailVerified: false, name: "" });
  });
});

describe("the buttons of other accounts", () => {
  it("are those that the configuration switches on, and none otherwise", () => {
    const client = { id: "id", secret: "secret" };
    expect(listSignInMethods({ oauth: { google: null, github: null, oidc: null } })).toEqual([]);
    const oidc = { ...client, issuer: "https://login.example.org", name: "Staff login", trustsEmail: false };
    expect(listSignInMethods({ oauth: { google: client, github: null, oidc } })).toEqual([
      { provider: "google", label: "Google" },
      { provider: "oidc", label: "Staff login" },
    ]);
  });
});
