import { defineClusterRule } from "../define-cluster-rule.ts";
import { versionsAskedFor, versionsRunning } from "../kit/cluster/image-versions.ts";
import { oneVersionEach } from "../kit/cluster/one-version.ts";

export const rule = defineClusterRule({
  id: "V-242442",
  literal: [oneVersionEach(versionsAskedFor)],
  effective: [oneVersionEach(versionsRunning)],
  readings: {
    literal:
      "over all pods, whatever their phase, every image repository is asked for in one version, and no node reports " +
      "that it runs another one of it",
    effective: "every image repository that runs has one digest, as the nodes report it",
  },
  expected: "every image repository occurs in one version",
  check:
    "List the images of all pods: kubectl get pods --all-namespaces -o " +
    "jsonpath=\"{.items[*].spec['initContainers','containers'][*].image}\" | tr -s '[[:space:]]' '\\n' | sort | uniq " +
    "-c. A repository with two tags or digests is a finding. The colon of registry:port is not a tag. " +
    "What a node reports under another tag (status.containerStatuses[].image) is another version where its imageID " +
    "differs from that of the tag asked for. A rolling " +
    "update under way shows two versions for its duration: look again after it.",
  fix:
    "Finish the upgrade: bring the workloads to one version and delete those that still run the old one. Remove old " +
    "images from the nodes with the container runtime's own pruning.",
});
