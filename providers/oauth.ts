import { createHmac } from "node:crypto";
import NextAuth, { type NextAuthConfig, type Profile } from "next-auth";
import GitHub, { type GitHubEmail } from "next-auth/providers/github";
import Google from "next-auth/providers/google";
import type { Config } from "#config/config.ts";
import type { Identity } from "#domain/accounts/link-identity.ts";
import { toIdentity } from "./oauth-identity.ts";
import type { OauthProvider } from "./sign-in-methods.ts";

/** How long a provider may take to say who somebody is. */
const ANSWER_MS_MAX = 10_000;

export type Oauth = {
  /** Takes the browser that comes back from a provider, and says where it goes next. */
  comeBack(request: Request): Promise<string>;
  /** Where to send the browser so that the person signs in at the provider; also sets the cookies that protect the way. */
  goTo(provider: OauthProvider): Promise<string>;
};

/**
 * OAuth with next-auth, and nothing else of it. `on.handleOAuthCallback` gets the identity and returns the next path of
 * ours comes next; because it gives a path, next-auth never opens a session of its own.
 */
export function openOauth(
  config: Pick<Config, "oauth" | "url">,
  schoolSecret: string,
  on: { handleOAuthCallback: (identity: Identity) => Promise<string>; failed: (error: Error) => void },
): Oauth {
  // The library takes its own address from here alone, and otherwise from headers that a visitor can write.
  process.env.AUTH_URL = config.url;
  const { handlers, signIn } = NextAuth({
    basePath: "/auth",
    trustHost: true,
    secret: createHmac("sha256", schoolSecret).update("oauth").digest("base64url"),
    providers: providersOf(config.oauth),
    pages: { signIn: "/sign-in", error: "/sign-in" },
    logger: { error: on.failed, warn: () => {}, debug: () => {} },
    callbacks: {
      async signIn({ account, profile }) {
        if (!account || !profile) return "/sign-in?said=elsewhere";
        return on.handleOAuthCallback(
          toIdentity(
            account.provider,
            account.providerAccountId,
            profile,
            account.provider === "oidc" && config.oauth.oidc?.trustsEmail,
          ),
        );
      },
    },
  });
  return {
    async comeBack(request) {
      const answer = await handlers.GET(request as Parameters<typeof handlers.GET>[0]);
      return answer.headers.get("location") ?? "/sign-in?said=elsewhere";
    },
    goTo: async (provider) => (await signIn(provider, { redirect: false, redirectTo: "/" })) as string,
  };
}

function providersOf({ google, github, oidc }: Config["oauth"]): NextAuthConfig["providers"] {
  const checks: ("pkce" | "state" | "nonce")[] = ["pkce", "state"];
  const withNonce: typeof checks = [...checks, "nonce"];
  return [
    ...(google ? [Google({ clientId: google.id, clientSecret: google.secret, checks: withNonce })] : []),
    ...(github
      ? [
          GitHub({
            clientId: github.id,
            clientSecret: github.secret,
            checks,
            userinfo: { url: "https://api.github.com/user", request: askGitHub },
          }),
        ]
      : []),
    ...(oidc
      ? [
          {
            id: "oidc",
            name: oidc.name,
            type: "oidc" as const,
            issuer: oidc.issuer,
            clientId: oidc.id,
            clientSecret: oidc.secret,
            checks: withNonce,
          },
        ]
      : []),
  ];
}

/** GitHub says who somebody is in one place, and which address they have confirmed in another. */
async function askGitHub({ tokens }: { tokens: { access_token?: string } }): Promise<Profile> {
  const ask = async (path: string) => {
    const answer = await fetch(`https://api.github.com${path}`, {
      headers: { authorization: `Bearer ${tokens.access_token}`, "user-agent": "Matricula" },
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    });
    if (!answer.ok) throw new Error(`GitHub answered ${answer.status} to ${path}`);
    return answer.json();
  };
  const [profile, emails] = await Promise.all([
    ask("/user") as Promise<Profile>,
    ask("/user/emails") as Promise<GitHubEmail[]>,
  ]);
  const confirmed = emails.find(({ primary, verified }) => primary && verified);
  return { ...profile, email: confirmed?.email ?? null, email_verified: confirmed !== undefined };
}
