import { assess } from "../../../src/assess/assess.ts";
import { newestRelease, releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import type { StigBenchmark } from "../../../src/benchmark/requirement.ts";
import type { Profile } from "../../../src/benchmark/responsibility/profile.ts";
import { undecided } from "../../../src/evidence/site.ts";
import type { Assessment } from "../../../src/findings/assessment.ts";
import { rulesOf } from "../../../src/rules/rules-of.ts";
import type { CollectedCluster } from "./described-cluster.ts";

/** The whole assessment of a cluster for which the site decided nothing. */
export const assessed = (
  { nodes, api, distribution }: CollectedCluster,
  benchmark: StigBenchmark = releases[newestRelease],
  profile?: Profile,
): Assessment =>
  assess({
    cluster: distribution,
    toolVersion: "0",
    readerSha256: "",
    collected: { from: "", to: "" },
    apiConfigured: true,
    nodes,
    api,
    site: undecided,
    ...(profile && { profile }),
    benchmarks: [benchmark],
    rules: rulesOf(benchmark),
  });
