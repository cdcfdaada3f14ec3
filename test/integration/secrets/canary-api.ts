import type { ApiRecording } from "../../../src/demo/recorded-answer.ts";
import { apiRecording } from "../../support/recordings.ts";
import { canaries as c, controls, pem } from "./canaries.ts";

type Item = { readonly metadata: object; readonly spec?: object };
type List = { readonly items: readonly Item[] };

const applied = "kubectl.kubernetes.io/last-applied-configuration";
const plus = (path: string, ...items: readonly object[]) => {
  const list = apiRecording[path] as List;
  return { ...list, items: [...list.items, ...items] };
};

const container = {
  name: "c",
  image: "registry.local/app:1",
  args: ["--key", c.jobArgument],
  env: [
    { name: "DB_PASSWORD", value: c.podVariable },
    { name: controls.variableName, valueFrom: { secretKeyRef: { name: "s", key: "k" } } },
  ],
};
const metadata = (name: string, annotations: object = {}) => ({
  namespace: "default",
  name,
  annotations,
});
const spec = { nodeName: "cp1", containers: [container] };
const asApplied = { [applied]: JSON.stringify({ spec: { password: c.lastAppliedInApi } }) };

/** The recorded cluster with secrets where clusters have them. */
export const canaryApi: ApiRecording = {
  ...apiRecording,
  "/api/v1/configmaps": plus(
    "/api/v1/configmaps",
    { metadata: metadata(controls.configMap), data: { "app.conf": `a: b\npassword: ${c.configMapPassword}\n` } },
    { metadata: metadata("key"), data: { "tls.key": pem("RSA PRIVATE KEY", c.configMapKey) } },
  ),
  "/api/v1/secrets": { kind: "SecretList", items: [{ metadata: metadata("s"), data: { k: c.secretObject } }] },
  "/api/v1/pods": plus(
    "/api/v1/pods",
    { metadata: metadata("app", asApplied), spec, status: { phase: "Running" } },
    {
      metadata: {
        namespace: "kube-system",
        name: "kube-scheduler-cp1",
        annotations: { "kubernetes.io/config.mirror": "x", "kubernetes.io/config.source": "file" },
      },
      spec: {
        nodeName: "cp1",
        containers: [
          {
            name: "kube-scheduler",
            command: ["kube-scheduler", `--token=${c.mirrorFlag}`, `--master=https://x:${c.mirrorUrl}@h:6443`],
          },
        ],
      },
      status: { phase: "Running" },
    },
  ),
  "/api/v1/services": plus("/api/v1/services", {
    metadata: metadata("app", { token: c.annotation, ...asApplied }),
    spec: { ports: [] },
  }),
  "/api/v1/serviceaccounts": plus("/api/v1/serviceaccounts", {
    metadata: metadata("app", { "x/token": c.serviceAccountAnnotation }),
  }),
  "/apis/apps/v1/deployments": plus("/apis/apps/v1/deployments", {
    metadata: metadata("app", asApplied),
    spec: { replicas: 1, template: { metadata: {}, spec: { containers: [container] } } },
  }),
  "/api/v1/nodes": {
    ...(apiRecording["/api/v1/nodes"] as List),
    items: (apiRecording["/api/v1/nodes"] as List).items.map((node) => ({
      ...node,
      metadata: {
        ...node.metadata,
        annotations: {
          "k3s.io/node-args": JSON.stringify([
            "server",
            "--kube-apiserver-arg",
            `oidc-client-secret=${c.k3sAnnotation}`,
          ]),
        },
      },
    })),
  },
  "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations": plus(
    "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations",
    {
      metadata: { name: "hook" },
      webhooks: [
        {
          name: "a.b.c",
          clientConfig: { url: `https://hook.local/${c.webhookUrl}` },
          rules: [],
          sideEffects: "None",
          admissionReviewVersions: ["v1"],
        },
      ],
    },
  ),
};
