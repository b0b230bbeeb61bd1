import type { Config } from "#config/config.ts";

export type OauthProvider = keyof Config["oauth"];
export type SignInMethod = { provider: OauthProvider; label: string };

/** The accounts elsewhere that the school's configuration lets people sign in with, and what their buttons say. */
export function listSignInMethods({ oauth }: Pick<Config, "oauth">): SignInMethod[] {
  const ways: SignInMethod[] = [];
  if (oauth.google) ways.push({ provider: "google", label: "Google" });
  if (oauth.github) ways.push({ provider: "github", label: "GitHub" });
  if (oauth.oidc) ways.push({ provider: "oidc", label: oauth.oidc.name });
  return ways;
}
