import { expect } from "vitest";
import { wellBehaved } from "../../support/api-replies.ts";
import type { Asked, Reply } from "../../support/api-server.ts";
import { api, collected, kubeconfig } from "./api-under-test.ts";

/** A server in good order but for the namespaces. */
const namespaces =
  (answer: (asked: Asked) => Reply) =>
  (asked: Asked): Reply =>
    asked.path === "/api/v1/namespaces" ? answer(asked) : wellBehaved(asked);

/** What an audit learns of the namespaces, whose list alone is answered so. */
export async function namespacesOf(answer: (asked: Asked) => Reply, more: Parameters<typeof collected>[1] = {}) {
  const server = await api(namespaces(answer));
  const { facts, pauses } = await collected(kubeconfig(server.url), more);
  // Whatever is the matter with one list, the others are read.
  expect([facts["api.nodes"].state, facts["api.version"].state]).toEqual(["present", "present"]);
  return { fact: facts["api.namespaces"], pauses, server };
}

/** The token of the page that is asked for; empty for the first. */
export const tokenOf = ({ query }: Asked): string => query.get("continue") ?? "";
