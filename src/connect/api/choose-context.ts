// Of client-node only how it reads the entries of a kubeconfig, by the module of that: its index loads the generated models
// of the whole API, which take 70 MB.
import { newClusters, newContexts, newUsers } from "@kubernetes/client-node/dist/config_types.js";
import { parse } from "yaml";
import { firstLine, KubeconfigError } from "./kubeconfig-error.ts";
import type { ChosenContext } from "./kubeconfig-target.ts";

/** A user as a kubeconfig has it: anything. */
type WrittenUser = { readonly name?: unknown; readonly user?: { readonly tokenFile?: unknown } | null };

type Kubeconfig = {
  readonly clusters: ReturnType<typeof newClusters>;
  readonly contexts: ReturnType<typeof newContexts>;
  readonly users: ReturnType<typeof newUsers>;
  readonly currentContext: unknown;
  /** By the name of the user. */
  readonly tokenFiles: ReadonlyMap<unknown, unknown>;
};

/**
 * The cluster and the user of a kubeconfig's context; without `wanted`, of its current one. Reads no other file.
 * @param shown whether a message may quote the file.
 * @throws KubeconfigError
 */
export function chooseContext(
  text: string,
  origin: string,
  wanted: string | undefined,
  shown: "secret" | "own" = "own",
): ChosenContext {
  const config = understood(origin, shown, () => readKubeconfig(text));
  const name = wanted ?? config.currentContext;
  if (!name)
    throw new KubeconfigError(
      `${origin}: it has no current context: name one with "context" in the inventory, or --context where there is none yet`,
    );
  const context = named(config.contexts, name);
  const cluster = context && named(config.clusters, context.cluster);
  if (cluster === undefined) throw new KubeconfigError(`${origin}: no cluster for context "${name}"`);
  const user = named(config.users, context?.user);
  if (context?.user && user === undefined) throw new KubeconfigError(`${origin}: no user for context "${name}"`);
  const tokenFile = config.tokenFiles.get(context?.user);
  return { cluster, user: { ...user, ...(tokenFile === undefined ? {} : { tokenFile }) } };
}

function readKubeconfig(text: string): Kubeconfig {
  const written: Readonly<Record<string, unknown>> = parse(text, { merge: true, logLevel: "error" });
  if (Array.isArray(written)) throw new TypeError("a list");
  const given = Array.isArray(written["users"]) ? (written["users"] as readonly (WrittenUser | null)[]) : [];
  return {
    clusters: newClusters(written["clusters"]),
    contexts: newContexts(written["contexts"]),
    users: newUsers(given.map(withoutFileOfToken)),
    currentContext: written["current-context"],
    // client-node knows no `tokenFile`, which is kubectl's.
    tokenFiles: new Map(given.toReversed().map((user) => [user?.name, user?.user?.tokenFile])),
  };
}

/** client-node opens what `token-file` names while it reads; it is no key of kubectl's, and the file may be anybody's. */
function withoutFileOfToken(entry: WrittenUser | null): unknown {
  if (typeof entry?.user !== "object") return entry;
  return { ...entry, user: { ...entry.user, "token-file": undefined } };
}

const named = <T extends { readonly name: string }>(entries: readonly T[], name: unknown): T | undefined =>
  entries.find((entry) => entry.name === name);

function understood<T>(origin: string, shown: "secret" | "own", read: () => T): T {
  try {
    return read();
  } catch (error) {
    // What its reader stumbles over without foreseeing it is no kubeconfig at all. What is wrong with a file of a node
    // may quote it. The YAML parser ends the first line with a colon: the line that it means comes next.
    const isSaid = shown === "own" && !(error instanceof TypeError);
    throw new KubeconfigError(`${origin}: ${isSaid ? firstLine(error).replace(/:$/, "") : "it is not a kubeconfig"}`);
  }
}
