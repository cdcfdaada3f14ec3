import { rule as dashboard } from "../../../../src/rules/stig/V-242395-kubernetes-dashboard.ts";
import { rule as hostPorts } from "../../../../src/rules/stig/V-242414-host-ports-of-user-pods.ts";
import { rule as secretVariables } from "../../../../src/rules/stig/V-242415-secrets-in-environment-variables.ts";
import { rule as versions } from "../../../../src/rules/stig/V-242442-old-component-versions.ts";
import { container, pod, podTemplate, workload } from "../../../support/cluster-facts.ts";
import { clusterCases } from "./cluster-cases.ts";

clusterCases(dashboard, [
  ["no dashboard", [pod()], [workload()], "not_a_finding"],
  ["its label, in any phase", [pod({ labels: { "k8s-app": "kubernetes-dashboard" }, phase: "Failed" })], [], "open"],
  ["a label that only begins so", [pod({ labels: { "k8s-app": "kubernetes-dashboard-x" } })], [], "not_a_finding"],
  [
    "the chart's label",
    [pod({ labels: { "app.kubernetes.io/part-of": "kubernetes-dashboard" } })],
    [],
    "not_a_finding",
    "open",
  ],
  [
    "another label of the chart",
    [pod({ labels: { "app.kubernetes.io/name": "kubernetes-dashboard-web" } })],
    [],
    "not_a_finding",
    "open",
  ],
  [
    "its image",
    [pod({ containers: [container({ image: "mirror.example:5000/kubernetesui/dashboard-api:1.12" })] })],
    [],
    "not_a_finding",
    "open",
  ],
  [
    "an image that ends so",
    [pod({ containers: [container({ image: "x/not-kubernetes-dashboard:1" })] })],
    [],
    "not_a_finding",
  ],
  [
    "a Deployment without replicas",
    [],
    [workload({ templateLabels: { "k8s-app": "kubernetes-dashboard" } })],
    "not_a_finding",
    "open",
  ],
  [
    "a PodTemplate with its image",
    [],
    [podTemplate({ containers: [container({ image: "kubernetesui/dashboard:v2" })] })],
    "not_a_finding",
    "open",
  ],
  [
    "a workload's own label",
    [],
    [workload({ labels: { "k8s-app": "kubernetes-dashboard" } })],
    "not_a_finding",
    "open",
  ],
]);

const port = (hostPort: number | undefined, containerPort = 8080) =>
  container({ ports: [{ protocol: "tcp", containerPort, ...(hostPort === undefined ? {} : { hostPort }) }] });

clusterCases(hostPorts, [
  ["none", [pod({ containers: [port(undefined)] })], [], "not_a_finding"],
  ["port 80", [pod({ containers: [port(80)] })], [], "open"],
  ["port 1023", [pod({ containers: [port(1023)] })], [], "open"],
  ["port 1024", [pod({ containers: [port(1024)] })], [], "not_a_finding"],
  ["port 1", [pod({ containers: [port(1)] })], [], "open"],
  ["port 0 is none", [pod({ containers: [port(0)] })], [], "not_a_finding"],
  ["in an init container", [pod({ containers: [{ ...port(443), kind: "init container" }] })], [], "open"],
  ["in the namespace default", [pod({ namespace: "default", containers: [port(80)] })], [], "open"],
  ["in kube-system", [pod({ namespace: "kube-system", containers: [port(80)] })], [], "not_a_finding"],
  ["in kube-node-lease", [pod({ namespace: "kube-node-lease", containers: [port(80)] })], [], "not_a_finding"],
  ["of a pod that has ended", [pod({ phase: "Succeeded", containers: [port(80)] })], [], "open", "not_a_finding"],
  ["of a pod in an unknown phase", [pod({ phase: "Unknown", containers: [port(80)] })], [], "open"],
  [
    "a container port on the host's network",
    [pod({ hostNetwork: true, containers: [port(undefined, 53)] })],
    [],
    "not_a_finding",
    "open",
  ],
  [
    "a host port that differs from the container port on the host's network",
    [pod({ hostNetwork: true, containers: [port(1023)] })],
    [],
    "open",
  ],
  ["a container port of its own network", [pod({ containers: [port(undefined, 53)] })], [], "not_a_finding"],
  ["a template without pods", [], [workload({ containers: [port(80)] })], "not_a_finding", "open"],
  ["a PodTemplate", [], [podTemplate({ containers: [port(80)] })], "not_a_finding", "open"],
  ["a PodTemplate without one", [], [podTemplate()], "not_a_finding"],
  [
    "a PodTemplate in kube-system",
    [],
    [podTemplate({ namespace: "kube-system", containers: [port(80)] })],
    "not_a_finding",
  ],
  ["a template in kube-public", [], [workload({ namespace: "kube-public", containers: [port(80)] })], "not_a_finding"],
]);
const byAll = container({ kind: "ephemeral container", secretVariables: [{ secret: "db" }] });

const byKey = container({ secretVariables: [{ variable: "TOKEN", secret: "db", key: "token" }] });
clusterCases(
  secretVariables,
  [
    ["none", [pod()], [workload()], "not_a_finding"],
    ["one key", [pod({ containers: [byKey] })], [], "open"],
    ["all keys, in an ephemeral container", [pod({ containers: [container(), byAll] })], [], "open"],
    [
      "in kube-system, of a pod that has ended",
      [pod({ namespace: "kube-system", phase: "Failed", containers: [byKey] })],
      [],
      "open",
    ],
    ["a Deployment's template", [], [workload({ containers: [byKey] })], "open"],
    ["a StatefulSet's", [], [workload({ kind: "StatefulSet", containers: [byKey] })], "open"],
    ["a DaemonSet's", [], [workload({ kind: "DaemonSet", containers: [byKey] })], "open"],
    ["a CronJob's", [], [workload({ kind: "CronJob", containers: [byKey] })], "not_a_finding", "open"],
    ["a Job's", [], [workload({ kind: "Job", containers: [byKey] })], "not_a_finding", "open"],
    [
      "a ReplicationController's",
      [],
      [workload({ kind: "ReplicationController", containers: [byAll] })],
      "not_a_finding",
      "open",
    ],
    ["a PodTemplate's", [], [podTemplate({ containers: [byKey] })], "not_a_finding", "open"],
    ["an init container's", [pod({ containers: [{ ...byKey, kind: "init container" }] })], [], "open"],
    ["an old ReplicaSet's", [], [workload({ kind: "ReplicaSet", containers: [byKey] })], "not_a_finding", "open"],
  ],
  { literalNeedsWorkloads: true },
);

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
/** A container, the digest that it runs by, and the name that its node has for it. */
const running = (image: string, letter: string, reported = image) => ({
  containers: [container({ image })],
  running: [{ container: "main", image: reported, imageID: `${image.split(":")[0]}@${digest(letter)}` }],
});
const older = (image: string, letter: string, reported: string) => ({
  ...running(image, letter),
  running: [{ image: reported, imageID: `x@${digest(letter)}` }],
});

clusterCases(
  versions,
  [
    ["one version each", [pod(running("a/x:1", "a")), pod(running("a/y:2", "b"))], [], "not_a_finding"],
    ["two tags", [pod(running("a/x:1", "a")), pod(running("a/x:2", "b"))], [], "open"],
    [
      "another tag in an image volume",
      [pod(running("a/x:1", "a")), pod({ ...running("a/y:1", "b"), imageVolumes: ["a/x:2"] })],
      [],
      "open",
      "not_a_finding",
    ],
    ["two tags of one digest", [pod(running("a/x:1", "a")), pod(running("a/x:2", "a"))], [], "open", "not_a_finding"],
    ["one tag, two digests", [pod(running("a/x:1", "a")), pod(running("a/x:1", "b"))], [], "not_a_finding", "open"],
    [
      "a pod that has ended",
      [pod(running("x:1", "a")), pod({ ...running("x:2", "b"), phase: "Failed" })],
      [],
      "open",
      "not_a_finding",
    ],
    [
      "the same repository in short and in full",
      [pod(running("x", "a")), pod(running("docker.io/library/x:2", "b"))],
      [],
      "open",
    ],
    [
      "the same repository by the registry's other name",
      [pod(running("x:1", "a")), pod(running("index.docker.io/library/x:2", "b"))],
      [],
      "open",
    ],
    [
      "a registry of a like name",
      [pod(running("x:1", "a")), pod(running("index.docker.example/library/x:2", "b"))],
      [],
      "not_a_finding",
    ],
    [
      "no tag and latest",
      [pod(running("x", "a")), pod(running("index.docker.io/library/x:latest", "a"))],
      [],
      "not_a_finding",
    ],
    ["a port is no tag", [pod(running("r:5000/x:1", "a")), pod(running("r:5000/x:1", "a"))], [], "not_a_finding"],
    [
      "two digests without a tag",
      [pod(running(`x@${digest("a")}`, "a")), pod(running(`x@${digest("b")}`, "b"))],
      [],
      "open",
    ],
    [
      "an init container of another version",
      [pod(running("x:1", "a")), pod({ containers: [container({ kind: "init container", image: "x:2" })] })],
      [],
      "open",
      "not_a_finding",
    ],
    [
      "a node that runs another version than its pod asks for",
      [pod(running("a/x:2", "b")), pod(running("a/x:2", "a", "a/x:1"))],
      [],
      "open",
    ],
    [
      "a node that names another tag of the same digest",
      [pod(running("a/x:2", "b")), pod(running("a/x:2", "b", "a/x:1"))],
      [],
      "not_a_finding",
    ],
    // Whether it is another tag of the same image nothing shows.
    ["a node that names another tag of the only image", [pod(running("a/x:2", "b", "a/x:1"))], [], "not_a_finding"],
    [
      "a node that names the image by its digest, in whatever way",
      [
        pod(running("a/x:2", "b")),
        pod(running("a/x:2", "b", digest("c"))),
        pod(running("a/x:2", "b", `a/x@${digest("b")}`)),
      ],
      [],
      "not_a_finding",
    ],
    [
      "a container that waits, and still has the name of before",
      [
        pod(running("a/x:2", "b")),
        pod({ ...running("a/x:2", "b"), running: [{ container: "main", image: "a/x:1", imageID: "" }] }),
      ],
      [],
      "not_a_finding",
    ],
    [
      "another container of the pod that has the name",
      [
        pod(running("a/x:2", "b")),
        pod({
          containers: [container({ image: "a/x:2" }), container({ name: "side", image: "a/y:1" })],
          running: [
            { container: "side", image: "a/y:1", imageID: `a/y@${digest("d")}` },
            { container: "main", image: "a/x:1", imageID: `a/x@${digest("a")}` },
          ],
        }),
      ],
      [],
      "open",
    ],
    [
      "two digests, of which nodes name one by another repository",
      [pod(running("a/x:1", "a")), pod(running("a/x:1", "b", "mirror/x:1"))],
      [],
      "not_a_finding",
      "open",
    ],
    [
      "an older run, which did not keep whose status it is",
      [pod(older("a/x:2", "b", "a/x:2")), pod(older("a/x:2", "b", "a/x:1"))],
      [],
      "not_a_finding",
    ],
    [
      "a running image that no digest names",
      [pod({ containers: [container({ image: "x:1" })], running: [{ image: "x:1", imageID: "docker://x" }] })],
      [],
      "not_a_finding",
      "not_reviewed",
    ],
  ],
  { effectiveNeedsTemplates: false },
);
