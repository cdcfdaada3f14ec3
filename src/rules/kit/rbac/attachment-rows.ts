import type { ApiIngress } from "../../../evidence/cluster.ts";
import type { ApiPod, ApiPodTemplate, ApiWorkload, PodSpec } from "../../../evidence/pods.ts";
import type { SecretAccessList } from "../../../evidence/site.ts";
import { makerOf, type OwnedObject } from "../cluster/pods.ts";
import { distinct, grouped } from "./grouped.ts";
import { type AccessRow, quoted } from "./secret-list.ts";

type Attachment = {
  readonly namespace: string;
  /** `Deployment/web`. */
  readonly workload: string;
  readonly secret: string;
  readonly how: string;
};

/** The Secrets of a pod or template: by volumes, image pulls and variables. */
const secretsOf = ({ attachedSecrets, containers }: PodSpec) => [
  ...attachedSecrets,
  ...containers.flatMap(({ secretVariables }) =>
    secretVariables.map(({ secret }) => ({ secret, how: "environment variables" })),
  ),
];

function workloadOf(workloads: readonly ApiWorkload[], object: OwnedObject): string {
  const { kind, name } = makerOf(object, workloads);
  return `${kind}/${name}`;
}

const isCovered = (workload: readonly Attachment[], { attachments }: SecretAccessList): boolean =>
  workload.every((one) =>
    attachments.some(
      (entry) =>
        entry.namespace === one.namespace && entry.workload === one.workload && entry.secrets.includes(one.secret),
    ),
  );

function rowOf(found: readonly Attachment[]): readonly AccessRow[] {
  const [first] = found;
  if (first === undefined) return [];
  const { namespace, workload } = first;
  const secrets = distinct(found.map(({ secret }) => secret)).map(quoted);
  return [
    {
      what: "attachment",
      name: `${namespace}/${workload}`,
      entry: `{ namespace: ${quoted(namespace)}, workload: ${quoted(workload)}, secrets: [${secrets.join(", ")}] }`,
      remark: distinct(found.map(({ how }) => how)).join(", "),
      isCovered: (list) => isCovered(found, list),
    },
  ];
}

/**
 * Which workload is given which Secrets, a row for each workload and PodTemplate: pods and templates by what is at the
 * top of them.
 */
export function attachmentRows(
  pods: readonly ApiPod[],
  workloads: readonly ApiWorkload[],
  podTemplates: readonly ApiPodTemplate[],
  ingresses: readonly ApiIngress[],
): readonly AccessRow[] {
  const objects = [...pods.map((pod) => ({ kind: "Pod", ...pod })), ...workloads, ...podTemplates];
  const found: readonly Attachment[] = [
    ...objects.flatMap((object) => {
      const workload = workloadOf(workloads, object);
      return secretsOf(object).map((secret) => ({ namespace: object.namespace, workload, ...secret }));
    }),
    ...ingresses.flatMap(({ namespace, name, tlsSecrets }) =>
      tlsSecrets.map((secret) => ({ namespace, workload: `Ingress/${name}`, secret, how: "tls" })),
    ),
  ];
  return grouped(found, ({ namespace, workload }) => `${namespace} ${workload}`).flatMap(rowOf);
}
