/**
 * Loaded before a server of the tests (`node --import`): what it would ask of Google and GitHub is asked of the stand-in whose
 * address OAUTH_STAND_IN says. The school's own code and settings are those of a real one.
 */
const HOSTS = new Set([
  "accounts.google.com",
  "oauth2.googleapis.com",
  "www.googleapis.com",
  "openidconnect.googleapis.com",
  "github.com",
  "api.github.com",
]);
const standIn = process.env.OAUTH_STAND_IN;
const outside = globalThis.fetch;

if (standIn) {
  globalThis.fetch = (asked, how) => {
    const url = new URL(asked instanceof Request ? asked.url : String(asked));
    if (!HOSTS.has(url.hostname)) return outside(asked, how);
    const there = `${standIn}/${url.hostname}${url.pathname}${url.search}`;
    return asked instanceof Request ? outside(new Request(there, asked), how) : outside(there, how);
  };
}
