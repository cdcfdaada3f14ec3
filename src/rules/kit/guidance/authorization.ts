import { notAFinding, notReviewed, open, type Verdict } from "../../../findings/verdict.ts";
import { authorizerTypes } from "../authentication/structured-auth.ts";
import { listed } from "../unknown-data.ts";

const neverMore = ["Node", "RBAC", "AlwaysDeny"];

/** RBAC decides, the kubelets' rights are limited, and nothing else allows anything. */
export function judgeAuthorizers(types: readonly string[]): Verdict {
  const sentence = `the authorizers are ${types.length === 0 ? "none" : listed(types)}`;
  if (types.some((type) => type.toLowerCase() === "alwaysallow")) return open(`${sentence}: everything is allowed.`);
  if (!types.includes("RBAC")) return open(`${sentence}: RBAC is not among them.`);
  const others = types.filter((type) => !neverMore.includes(type));
  if (others.length > 0) return notReviewed(`${sentence}: what ${listed(others)} allows besides is for a person.`);
  return types.includes("Node")
    ? notAFinding(`${sentence}.`)
    : notReviewed(`${sentence}: without Node, what kubelets may do rests on roles alone.`);
}

/** The same of the file of --authorization-config. */
export function judgeAuthorizersFile(content: unknown): Verdict {
  const types = authorizerTypes(content);
  return types === undefined
    ? notReviewed("no AuthorizationConfiguration whose authorizers are understood.")
    : judgeAuthorizers(types);
}
