import { assess } from "../../../src/assess/assess.ts";
import { newestRelease, releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import type { StigBenchmark } from "../../../src/benchmark/requirement.ts";
import type { Profile } from "../../../src/benchmark/responsibility/profile.ts";
import type { Assessment } from "../../../src/findings/assessment.ts";
import { assessInput } from "../../support/evidence.ts";
import type { CollectedCluster } from "./described-cluster.ts";

/** The whole assessment of a cluster for which the site decided nothing. */
export const assessed = (
  { nodes, api, distribution }: CollectedCluster,
  benchmark: StigBenchmark = releases[newestRelease],
  profile?: Profile,
): Assessment =>
  assess(assessInput(nodes, api, { cluster: distribution, benchmarks: [benchmark], ...(profile && { profile }) }));
