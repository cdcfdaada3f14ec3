import { assess } from "../../../src/assess/assess.ts";
import { newestRelease, releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import { undecided } from "../../../src/evidence/site.ts";
import type { Assessment } from "../../../src/findings/assessment.ts";
import { rules } from "../../../src/rules/index.ts";
import type { CollectedCluster } from "./described-cluster.ts";

/** The whole assessment of a cluster for which the site decided nothing. */
export const assessed = ({ nodes, api, distribution }: CollectedCluster): Assessment =>
  assess({
    cluster: distribution,
    toolVersion: "0",
    readerSha256: "",
    collected: { from: "", to: "" },
    apiConfigured: true,
    nodes,
    api,
    site: undecided,
    benchmarks: [releases[newestRelease]],
    rules,
  });
