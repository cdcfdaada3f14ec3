import type { NamedFile } from "../../evidence/files.ts";
import { namedByText } from "../../evidence/files.ts";
import type { NodeFacts } from "../../evidence/node.ts";
import { type Observed, present } from "../../evidence/observed.ts";
import type { Ask } from "../ask.ts";
import { parseWalk } from "../parse/stat-lines.ts";
import { statNamed, statPath } from "./stat.ts";

/** /etc/kubernetes/pki with all below it, and its parent directory. */
export async function probePki(ask: Ask): Promise<Observed<NodeFacts["stat.pki"]>> {
  const root = "/etc/kubernetes/pki";
  const [parent, walk] = await Promise.all([
    statPath(ask, "/etc/kubernetes"),
    ask({ verb: "list", argument: root }, (payload) => parseWalk(payload, root)),
  ]);
  if (walk.state !== "present") return walk;
  if (parent.state !== "present") return parent;
  return present({ parent: parent.value, walk: walk.value }, walk.source);
}

/** The files below /etc/kubernetes/pki that hold a private key, whatever their names; what is in them is not looked at. */
export const probePkiKeys = (ask: Ask): Promise<Observed<readonly string[]>> =>
  ask({ verb: "keys", argument: "/etc/kubernetes/pki" }, (payload) => {
    const [rest = "", ...paths] = payload.toString("latin1").split("/\n").toReversed();
    if (rest !== "") throw new Error("the list of files that hold a key is cut off");
    return paths.toSorted();
  });

const kubeconfigs = ["admin.conf", "scheduler.conf", "controller-manager.conf", "super-admin.conf"];

/** The kubeconfig files of the control plane. */
export const probeControlPlaneKubeconfigs = (ask: Ask): Promise<readonly NamedFile[]> =>
  Promise.all(kubeconfigs.map((name) => statNamed(ask, `/etc/kubernetes/${name}`, namedByText)));
