import { describe, expect, it } from "vitest";
import { readPod, readPodTemplate, readWorkload } from "../../../src/probes/cluster/pods.ts";
import { recordedItems } from "../../support/recordings.ts";

const pod = (spec: object, status: object = {}) => ({
  metadata: {
    namespace: "shop",
    name: "app-1",
    ownerReferences: [{ kind: "ReplicaSet", name: "app-x", controller: true }],
  },
  spec,
  status,
});

describe("a pod of the API", () => {
  it("keeps names of Secrets, never values, and every kind of container", () => {
    const read = readPod(
      pod({
        initContainers: [
          { name: "i", image: "x", envFrom: [{ secretRef: { name: "all" } }, { configMapRef: { name: "c" } }] },
        ],
        containers: [
          {
            name: "c",
            image: "x",
            env: [
              { name: "PLAIN", value: "hunter2" },
              { name: "TOKEN", valueFrom: { secretKeyRef: { name: "db", key: "token", optional: true } } },
              { name: "NODE", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
            ],
          },
        ],
        ephemeralContainers: [{ name: "e", image: "y" }],
      }),
    );
    expect(read.containers.map(({ kind, name, secretVariables }) => [kind, name, secretVariables])).toEqual([
      ["init container", "i", [{ secret: "all" }]],
      ["container", "c", [{ variable: "TOKEN", secret: "db", key: "token" }]],
      ["ephemeral container", "e", []],
    ]);
    expect(JSON.stringify(read)).not.toContain("hunter2");
    expect(read.owner).toEqual({ kind: "ReplicaSet", name: "app-x" });
  });

  it("keeps ports with their protocol, and what runs", () => {
    const read = readPod(
      pod(
        {
          hostNetwork: true,
          runtimeClassName: "gvisor",
          containers: [
            {
              name: "c",
              ports: [
                { containerPort: 53, protocol: "UDP" },
                { containerPort: 80, hostPort: 8080 },
              ],
            },
          ],
        },
        { phase: "Running", containerStatuses: [{ name: "c", image: "x:1", imageID: "x@sha256:0" }] },
      ),
    );
    expect(read.hostNetwork).toBe(true);
    expect(read.runtimeClass).toBe("gvisor");
    expect(read.containers[0]?.ports).toEqual([
      { protocol: "udp", containerPort: 53 },
      { protocol: "tcp", containerPort: 80, hostPort: 8080 },
    ]);
    expect(read).toMatchObject({
      phase: "Running",
      running: [{ container: "c", image: "x:1", imageID: "x@sha256:0" }],
    });
  });

  it("keeps the images that it mounts as volumes", () => {
    const volumes = [
      { name: "a", image: { reference: "x:1", pullPolicy: "Always" } },
      { name: "b", emptyDir: {} },
    ];
    expect(readPod(pod({ containers: [], volumes })).imageVolumes).toEqual(["x:1"]);
    expect(readPod(pod({ containers: [], volumes: null }))).not.toHaveProperty("imageVolumes");
  });

  it("keeps its node, its service account, and of its annotations whether the kubelet mirrors it", () => {
    const spec = { nodeName: "cp1", serviceAccountName: "app", containers: [] };
    const given = pod(spec);
    const hash = { "kubernetes.io/config.mirror": "c8d9", note: "hunter2" };
    const mirror = readPod({ ...given, metadata: { ...given.metadata, annotations: hash } });
    expect(mirror).toMatchObject({ isMirror: true, node: "cp1", serviceAccount: "app" });
    expect(JSON.stringify(mirror)).not.toContain("hunter2");
    const waiting = readPod(pod({ ...spec, nodeName: "", serviceAccountName: null }));
    expect(waiting).not.toHaveProperty("node");
    expect(waiting).not.toHaveProperty("serviceAccount");
    expect(waiting).not.toHaveProperty("isMirror");
  });

  it.each([
    ["without containers' names", { containers: [{ image: "x" }] }],
    ["with a port that is no number", { containers: [{ name: "c", ports: [{ containerPort: "http" }] }] }],
    ["with a protocol of its own", { containers: [{ name: "c", ports: [{ containerPort: 1, protocol: "QUIC" }] }] }],
  ])("is refused %s", (_what, spec) => {
    expect(() => readPod(pod(spec))).toThrow();
  });
});

describe("a workload of the API", () => {
  const template = { metadata: { labels: { a: "b" } }, spec: { containers: [{ name: "c", image: "x" }] } };
  const metadata = { namespace: "shop", name: "app", labels: { c: "d" } };

  it("is read by its template, a CronJob by its Job's", () => {
    const expected = {
      namespace: "shop",
      name: "app",
      labels: { c: "d" },
      templateLabels: { a: "b" },
      hostNetwork: false,
    };
    expect(readWorkload("Deployment")({ metadata, spec: { template } })).toMatchObject({
      kind: "Deployment",
      ...expected,
    });
    expect(readWorkload("CronJob")({ metadata, spec: { jobTemplate: { spec: { template } } } })).toMatchObject({
      kind: "CronJob",
      ...expected,
    });
  });

  it("is kept where it is scaled to zero, and says so", () => {
    const zero = readWorkload("ReplicaSet")({ metadata, spec: { template, replicas: 0 } });
    expect(zero).toMatchObject({ isScaledToZero: true, containers: [{ image: "x" }] });
    expect(readWorkload("ReplicaSet")({ metadata, spec: { template, replicas: 1 } })).not.toHaveProperty(
      "isScaledToZero",
    );
  });

  it("may be a PodTemplate, whose template is no part of a spec", () => {
    expect(readPodTemplate({ metadata, template })).toMatchObject({
      kind: "PodTemplate",
      namespace: "shop",
      name: "app",
      labels: { c: "d" },
      templateLabels: { a: "b" },
      containers: [{ name: "c", image: "x" }],
    });
    expect(() => readPodTemplate({ metadata, spec: { template } })).toThrow();
  });

  it("is refused without a template", () => {
    expect(() => readWorkload("CronJob")({ metadata, spec: { template } })).toThrow();
    expect(() => readWorkload("Job")({ metadata, spec: {} })).toThrow();
  });
});

it("reads every pod and workload of the recorded cluster", () => {
  expect(recordedItems("/api/v1/pods").map(readPod)).toHaveLength(9);
  expect(recordedItems("/apis/apps/v1/deployments").map(readWorkload("Deployment"))).toHaveLength(2);
});
