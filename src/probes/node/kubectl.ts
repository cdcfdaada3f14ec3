import type { KubectlSearch } from "../../evidence/kubectl.ts";
import { absent, type Observed, unknown } from "../../evidence/observed.ts";
import type { Ask } from "../ask.ts";
import { parseKubectls } from "../parse/kubectl-lines.ts";

/** Places of distributions that are on nobody's PATH. */
const distributionPlaces = "/var/lib/rancher/rke2/bin";

/** Every kubectl of a node with its version; the reader runs each as nobody. Absent: looked everywhere, there is none. */
export async function probeKubectl(ask: Ask): Promise<Observed<KubectlSearch>> {
  const search = await ask({ verb: "kubectl", argument: distributionPlaces }, parseKubectls);
  if (search.state !== "present" || search.value.found.length > 0) return search;
  const { searched, unseen } = search.value;
  return unseen.length === 0
    ? absent({ ...search.source, request: `kubectl in ${searched.join(", ")}` })
    : unknown("permission-denied", `could not look for ${unseen.join(", ")}`, search.source);
}
