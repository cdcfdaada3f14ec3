import { expect, it } from "vitest";
import { readPod } from "../../../src/probes/cluster/pods.ts";
import { recordedItems } from "../../support/recordings.ts";

const recorded = recordedItems("/api/v1/pods") as readonly { readonly metadata: { readonly name: string } }[];

const annotations = { "kubernetes.io/config.mirror": "x", "kubernetes.io/config.source": "file" };

const podOf = (container: object, given: object = annotations) => ({
  metadata: { namespace: "kube-system", name: "p-cp1", annotations: given },
  spec: {
    nodeName: "cp1",
    containers: [{ name: "c", image: "registry.k8s.io/kube-scheduler:v1.36.2", ...container }],
    volumes: [{ name: "pki", hostPath: { path: "/etc/kubernetes/pki" } }],
  },
  status: { phase: "Running" },
});

it("keeps the command lines of the components that kubeadm's mirror pods show, and of nothing else", () => {
  const shown = recorded.map(readPod).flatMap(({ name, mirrored }) => {
    if (mirrored === undefined) return [];
    const calls = mirrored.state === "present" ? mirrored.value : [];
    return [[name, calls.map(({ component, invocation }) => [component, invocation.argv[0]])]];
  });
  expect(shown).toEqual(
    ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"].map((component) => [
      `${component}-cp1`,
      [[component, component]],
    ]),
  );
});

it("keeps argv, image, mounts and variables of etcd as of a manifest", () => {
  const read = readPod(
    podOf({
      command: ["kube-scheduler"],
      args: ["--profiling=$(ON)", "--token=$(SECRET)"],
      env: [
        { name: "ON", value: "false" },
        { name: "PASSWORD", value: "hunter2" },
        { name: "SECRET", valueFrom: { secretKeyRef: { name: "s", key: "k" } } },
      ],
      volumeMounts: [{ name: "pki", mountPath: "/pki", readOnly: true }],
    }),
  );
  expect(read.mirrored).toEqual({
    state: "present",
    source: { host: "", request: "GET /api/v1/namespaces/kube-system/pods/p-cp1" },
    value: [
      {
        component: "kube-scheduler",
        invocation: {
          argv: ["kube-scheduler", "--profiling=false", "--token=$(SECRET)"],
          env: {},
          image: "registry.k8s.io/kube-scheduler:v1.36.2",
          mounts: [{ mountPath: "/pki", hostPath: "/etc/kubernetes/pki" }],
          ports: [],
          lines: [],
          isMirrored: true,
          source: { host: "", request: "GET /api/v1/namespaces/kube-system/pods/p-cp1" },
        },
      },
    ],
  });
  expect(JSON.stringify(read)).not.toContain("hunter2");
});

it.each([
  ["no annotation", {}],
  ["no source", { "kubernetes.io/config.mirror": "x" }],
  ["made through the API", { ...annotations, "kubernetes.io/config.source": "api" }],
  ["no mirror", { "kubernetes.io/config.source": "file" }],
])("takes no other pod for a mirror: %s", (_, given) => {
  expect(readPod(podOf({ command: ["kube-scheduler"] }, given)).mirrored).toBeUndefined();
});

it("says of a component whose flags cannot be told that they are not known", () => {
  const read = readPod(podOf({ command: ["sh", "/start.sh", "kube-scheduler"] }));
  expect(read.mirrored).toMatchObject({ state: "unknown", reason: "unparseable" });
  expect(readPod(podOf({ command: ["sh", "/start.sh"], image: "x" })).mirrored).toBeUndefined();
});
