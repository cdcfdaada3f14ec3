import { notAFinding, notReviewed, type Verdict } from "../../../findings/verdict.ts";
import { type ClusterCondition, clusterCondition } from "../../define-cluster-rule.ts";
import { listed } from "../unknown-data.ts";

const judged = ["Node", "RBAC"];

/** The condition that RBAC shows all of something: the API servers ask the Node authorizer and RBAC, and nobody else. */
export const rbacShowsAll = (what: string): ClusterCondition =>
  clusterCondition(["run.authorizers"], ({ "run.authorizers": authorizers }): Verdict => {
    if (authorizers.state === "absent") return notReviewed("The authorizers of the API servers are not known.");
    const { value, source } = authorizers;
    const seen = [{ what: "authorizers of the API servers", value: value.join(", "), source }];
    const others = value.filter((one) => !judged.includes(one));
    if (others.length > 0) {
      return notReviewed(`RBAC does not show all ${what}: ${listed(others)} decides on it, too.`, seen);
    }
    return value.includes("RBAC")
      ? notAFinding("The API servers ask no authorizers but Node and RBAC.", seen)
      : notReviewed("The API servers do not ask RBAC.", seen);
  });
