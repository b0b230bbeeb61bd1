import { LOCAL_HOSTS } from "#config/config.ts";
import { describeProxyProblem, readProxyObservations } from "#ops/health/proxy-watch.ts";
import { type Check, resultsOf } from "../check.ts";
import { message } from "#messages/message.ts";

/** Whether the reverse proxy sends the headers that the school needs, as seen by the running servers. */
export const proxy: Check = {
  // Reports of earlier versions use this name.
  name: "proxy",
  from: "quick",
  run({ settings }) {
    const { ok, warn } = resultsOf("proxy");
    const { url, isReal, dataDir } = settings;
    const findings = readProxyObservations(dataDir).map((observation) => {
      const { words, mend } = describeProxyProblem(observation);
      return warn(words, { mend });
    });
    if (isReal && LOCAL_HOSTS.has(new URL(url).hostname)) {
      const mend = message("doctor.mend_url_is_local");
      findings.push(warn(message("doctor.url_is_local", { url }), { mend }));
    }
    return findings.length > 0 ? findings : [ok(message("doctor.requests_come_in_by", { url }))];
  },
};
