import { delimiter, resolve } from "node:path";
import type { GivenAccess } from "../../draft/draft.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { UsageError } from "../usage-error.ts";

/** The way to an API server that the command line gives. */
export type ApiFlags = {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly inCluster?: true;
};

/**
 * The way to an API server without an inventory: `--kubeconfig`, `--in-cluster`, else KUBECONFIG. The kubeconfig in the
 * home folder is not taken by itself: an inventory is made of a cluster that was named.
 * @throws UsageError where there is none, or two.
 */
export function givenApiAccess(
  { kubeconfig, context, inCluster }: ApiFlags,
  { environment, workingDirectory }: Pick<Terminal, "environment" | "workingDirectory">,
): GivenAccess {
  if (inCluster) {
    if (kubeconfig === undefined && context === undefined) return { inCluster };
    throw new UsageError("--in-cluster and --kubeconfig or --context are two ways to one API server: give one");
  }
  const file = kubeconfig ?? fromEnvironment(environment["KUBECONFIG"]);
  return { kubeconfig: resolve(workingDirectory, file), ...(context === undefined ? {} : { context }) };
}

function fromEnvironment(variable: string | undefined): string {
  const [file, ...others] = (variable ?? "").split(delimiter).filter((part) => part !== "");
  if (file === undefined) {
    throw new UsageError("which API server? Give --kubeconfig FILE or --in-cluster, or set KUBECONFIG");
  }
  if (others.length === 0) return file;
  throw new UsageError("KUBECONFIG names several files, which plimsoll does not merge: give one with --kubeconfig");
}
