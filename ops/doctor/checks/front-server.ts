import { LOCAL_HOSTS } from "#config/config.ts";
import { describeProxyProblem, readProxyObservations } from "#ops/health/front-server.ts";
import { type Check, resultsOf } from "../check.ts";

/** Whether what stands in front of the school passes on what the school must know, as the running servers have seen it. */
export const frontServer: Check = {
  name: "front server",
  from: "quick",
  run({ settings }) {
    const { ok, warn } = resultsOf("front server");
    const { url, isReal, dataDir } = settings;
    const findings = readProxyObservations(dataDir).map((sight) => {
      const { words, mend } = describeProxyProblem(sight);
      return warn(words, { mend });
    });
    if (isReal && LOCAL_HOSTS.has(new URL(url).hostname)) {
      const mend = "set MATRICULA_URL to what people type, like https://school.example";
      findings.push(warn(`MATRICULA_URL is ${url}: links in mails lead to the reader's own machine.`, { mend }));
    }
    return findings.length > 0 ? findings : [ok(`Requests come in by ${url}, as far as the servers have seen.`)];
  },
};
