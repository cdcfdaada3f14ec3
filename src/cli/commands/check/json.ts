import type { ApiCheck } from "../../../preflight/check-api.ts";
import type { CheckedHost, Gap } from "../../../preflight/gaps.ts";
import { rightOf } from "../../../probes/cluster/api-requests.ts";
import { type CheckResult, isWell } from "./result.ts";

/**
 * A check for programs: `complete` is what the exit status says; `hosts` in the inventory's order, each with the first
 * step that fails or null; `api` null where it was not asked; `gaps` what would be Not Reviewed, by cause.
 */
export const checkJson = (result: CheckResult): object => ({
  cluster: result.inventory.cluster,
  complete: isWell(result),
  tried: result.tried,
  rules: result.rules,
  hosts: result.hosts.map(hostJson),
  api: result.api === undefined ? null : apiJson(result.api),
  gaps: result.gaps.map(gapJson),
});

const hostJson = ({ host, check }: CheckedHost): object => {
  const { failure, ...seen } = check;
  const { step, stage, cause, message } = failure ?? {};
  return {
    name: host.name,
    address: host.address,
    port: host.ssh.port,
    role: host.role,
    failed: failure === undefined ? null : { step, stage, cause, message },
    ...seen,
  };
};

function apiJson(api: ApiCheck): object {
  if (api.state === "unread") return api;
  const { reviewed, nodes = null, ...rest } = api;
  const rights = reviewed.rights.map(({ right, state, message }) => ({
    right: rightOf(right),
    state,
    ...(message !== "" && { message }),
    facts: right.facts,
  }));
  return { ...rest, nodes, rights, undiscovered: reviewed.undiscovered };
}

const gapJson = ({ explanation, ...gap }: Gap): object => ({ ...gap, ...explanation });
