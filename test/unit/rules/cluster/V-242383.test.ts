import { describe, expect, it } from "vitest";
import { judgeCluster } from "../../../../src/assess/judge-cluster.ts";
import type { DiscoveredVersion } from "../../../../src/evidence/discovery.ts";
import type { NamedObject, NamespacedList } from "../../../../src/evidence/namespaced-objects.ts";
import { entriesSeen, unknown } from "../../../../src/evidence/observed.ts";
import type { Status } from "../../../../src/findings/verdict.ts";
import { listedResources } from "../../../../src/probes/cluster/discovered-requests.ts";
import { rule } from "../../../../src/rules/stig/V-242383-user-resources-in-own-namespaces.ts";
import { type ClusterFactsGiven, clusterFacts } from "../../../support/cluster-facts.ts";
import { discovered, kubeadm, served } from "../../../support/discovered.ts";
import { denied, here } from "../../../support/facts.ts";

/** Objects by `namespace/resource.group`. */
type Objects = Readonly<Record<string, readonly (string | NamedObject)[]>>;

const namespaces = ["default", "kube-node-lease", "kube-public"] as const;
const own: Objects = {
  "default/services": ["kubernetes"],
  "default/endpoints": ["kubernetes"],
  "default/endpointslices.discovery.k8s.io": ["kubernetes"],
  ...Object.fromEntries(namespaces.map((name) => [`${name}/serviceaccounts`, ["default"]])),
  ...Object.fromEntries(namespaces.map((name) => [`${name}/configmaps`, ["kube-root-ca.crt"]])),
  "kube-public/configmaps": ["kube-root-ca.crt", "openshift-service-ca.crt", "cluster-info"],
};

const owned = (name: string, group: string, kind: string, owner: string): NamedObject => ({
  name,
  owner: { group, kind, name: owner },
});

function lists(objects: Objects, discovery = kubeadm, forbidden: readonly string[] = []) {
  const all = listedResources(discovery).flatMap(({ group, resource, kind, fact }) =>
    namespaces.map((namespace) => {
      const key = `${namespace}/${resource}${group === "" ? "" : `.${group}`}`;
      const found = (objects[key] ?? []).map((object) => (typeof object === "string" ? { name: object } : object));
      const right = unknown("permission-denied", `list ${key.split("/")[1]}: forbidden`, {
        host: "https://api",
        request: `GET ${key}`,
      });
      const list: NamespacedList = {
        namespace,
        group,
        resource,
        kind,
        objects: forbidden.includes(key) ? right : here(found),
      };
      return { fact, list };
    }),
  );
  const of = (wanted: string) => here(all.flatMap(({ fact, list }) => (fact === wanted ? [list] : [])));
  return { "api.all-category": of("api.all-category"), "api.user-resources": of("api.user-resources") };
}

const cluster = (objects: Objects, discovery = kubeadm, forbidden: readonly string[] = []): ClusterFactsGiven => ({
  "api.namespaces": here([...namespaces, "shop"].map((name) => ({ name, labels: {} }))),
  "api.discovery": here(discovery),
  ...lists({ ...own, ...objects }, discovery, forbidden),
});

const judged = (facts: ClusterFactsGiven) => judgeCluster(rule, clusterFacts(facts));
const statuses = (facts: ClusterFactsGiven): readonly Status[] => {
  const { literal, effective } = judged(facts);
  return [literal.status, effective.status];
};

const widgets = discovered("example.com/v1", [served("widgets", "Widget")]);
const gears = discovered("example.com/v1", [served("gears", "Gear", { categories: ["all"] })]);
const knative = discovered("serving.knative.dev/v1", [served("services", "Service", { categories: ["all"] })]);
const down: DiscoveredVersion = { group: "metrics.k8s.io", version: "v1beta1", resources: denied };

/** A discovery of all that kubeadm's serves, but one resource. */
const without = (group: string, resource: string): readonly DiscoveredVersion[] =>
  kubeadm.map((version) =>
    version.group === group && version.resources.state === "present"
      ? { ...version, resources: here(version.resources.value.filter((one) => one.resource !== resource)) }
      : version,
  );

const open = "open";
const pass = "not_a_finding";
const unseen = "not_reviewed";

describe("V-242383", () => {
  it.each<readonly [string, ClusterFactsGiven, Status, Status]>([
    ["what Kubernetes puts there", cluster({}), pass, pass],
    ["a pod", cluster({ "default/pods": ["web"] }), open, open],
    ["a Job in kube-public", cluster({ "kube-public/jobs.batch": ["once"] }), open, open],
    ["a Service beside kubernetes", cluster({ "default/services": ["kubernetes", "web"] }), open, open],
    ["a Service kubernetes elsewhere", cluster({ "kube-public/services": ["kubernetes"] }), open, open],
    [
      "a Service kubernetes of another group",
      cluster({ "default/services.serving.knative.dev": ["kubernetes"] }, [...kubeadm, knative]),
      open,
      open,
    ],
    ["a ConfigMap", cluster({ "default/configmaps": ["settings"] }), pass, open],
    ["cluster-info where it does not belong", cluster({ "default/configmaps": ["cluster-info"] }), pass, open],
    ["a ServiceAccount", cluster({ "kube-node-lease/serviceaccounts": ["default", "robot"] }), pass, open],
    ["a PodTemplate", cluster({ "kube-public/podtemplates": ["mould"] }), pass, open],
    ["a volume claim", cluster({ "default/persistentvolumeclaims": ["data"] }), pass, open],
    ["an Ingress", cluster({ "default/ingresses.networking.k8s.io": ["web"] }), pass, open],
    ["an EndpointSlice", cluster({ "default/endpointslices.discovery.k8s.io": ["other"] }), pass, open],
    ["no custom resource", cluster({}, [...kubeadm, widgets]), pass, pass],
    ["a custom resource", cluster({ "default/widgets.example.com": ["w"] }, [...kubeadm, widgets]), pass, open],
    ["one of the category all", cluster({ "default/gears.example.com": ["g"] }, [...kubeadm, gears]), open, open],
  ])("%s", (_what, facts, literal, effective) => {
    expect(statuses(facts)).toEqual([literal, effective]);
  });

  it.each<readonly [string, ClusterFactsGiven, Status, Status]>([
    ["nothing", {}, unseen, unseen],
    ["no namespaces", { ...cluster({}), "api.namespaces": denied }, unseen, unseen],
    ["no discovery", { ...cluster({}), "api.discovery": denied }, unseen, unseen],
    ["no list", { ...cluster({}), "api.all-category": denied }, unseen, unseen],
    ["none of what else users make", { ...cluster({}), "api.user-resources": denied }, pass, unseen],
    ["one list not", cluster({}, kubeadm, ["kube-public/jobs.batch"]), unseen, unseen],
    ["ConfigMaps not", cluster({}, kubeadm, ["default/configmaps"]), pass, unseen],
    ["one API group not", cluster({}, [...kubeadm, down]), unseen, unseen],
    // Nothing was listed, and nothing would be found: that proves no absence.
    ["a discovery without resources", cluster({}, []), unseen, unseen],
    ["no namespace and no list", { ...cluster({}), ...lists({}, []), "api.namespaces": here([]) }, unseen, unseen],
  ])("does not pass where it sees %s", (_what, facts, literal, effective) => {
    expect(statuses(facts)).toEqual([literal, effective]);
  });

  it.each<readonly [string, string, Status]>([
    ...["pods", "replicationcontrollers", "services"].map((name) => ["", name, unseen] as const),
    ...["daemonsets", "deployments", "replicasets", "statefulsets"].map((name) => ["apps", name, unseen] as const),
    ["autoscaling", "horizontalpodautoscalers", unseen],
    ["batch", "cronjobs", unseen],
    ["batch", "jobs", unseen],
    ...["configmaps", "endpoints", "persistentvolumeclaims", "podtemplates"].map((name) => ["", name, pass] as const),
    ["", "serviceaccounts", pass],
    ["networking.k8s.io", "ingresses", pass],
  ])("does not pass by a discovery without %s/%s", (group, resource, literal) => {
    expect(statuses(cluster({}, without(group, resource)))).toEqual([literal, unseen]);
  });

  it("does not pass where a list is missing of one namespace that there is", () => {
    const all = entriesSeen(lists(own)["api.all-category"]).filter(
      ({ namespace, resource }) => namespace !== "kube-public" || resource !== "jobs",
    );
    const listed = (...names: readonly string[]) => ({
      ...cluster({}),
      "api.all-category": here(all),
      "api.namespaces": here(names.map((name) => ({ name, labels: {} }))),
    });
    expect(statuses(listed("default", "kube-public"))).toEqual([unseen, unseen]);
    expect(statuses(listed("default"))).toEqual([pass, pass]);
  });

  it("is open by one object, whatever was not seen, and says what was not", () => {
    const facts = cluster({ "default/pods": ["web"] }, [...kubeadm, down], ["default/services"]);
    const { literal } = judged({ ...facts, "api.namespaces": denied });
    expect(literal).toMatchObject({
      status: "open",
      reason: "1 object in default, kube-node-lease, kube-public: default/Pod web.",
    });
    expect(literal.seen.map(({ value }) => value)).toEqual([
      "pods: 1",
      "permission-denied: Permission denied",
      "permission-denied: list services: forbidden",
    ]);
  });

  it("names the right that is missing, and the API group whose server is down", () => {
    const facts = cluster(
      {},
      [
        ...kubeadm,
        {
          ...down,
          resources: unknown("unreachable", "503", { host: "", request: "GET /apis/metrics.k8s.io/v1beta1" }),
        },
      ],
      ["default/gears.example.com", "default/services", "kube-public/services"],
    );
    expect(judged(facts).literal.reason).toBe(
      "Not seen: list services: forbidden, what the API metrics.k8s.io/v1beta1 serves (unreachable).",
    );
  });

  it("counts every object and names what makes them, without hashes, in order", () => {
    const facts = cluster(
      {
        "default/pods": [
          owned("web-1-b", "apps", "ReplicaSet", "web-1"),
          owned("web-1-a", "apps", "ReplicaSet", "web-1"),
          owned("etcd-cp1", "", "Node", "cp1"),
          owned("g-0", "example.com", "Gear", "g"),
          owned("nightly-1-x", "batch", "Job", "nightly-1"),
        ],
        "default/replicasets.apps": [owned("web-1", "apps", "Deployment", "web")],
        "default/deployments.apps": ["web"],
        "default/gears.example.com": ["g"],
        "default/jobs.batch": [owned("nightly-1", "batch", "CronJob", "nightly")],
        "default/cronjobs.batch": ["nightly"],
      },
      [...kubeadm, gears],
    );
    const { literal } = judged(facts);
    expect(literal.reason).toBe(
      "10 objects in default, kube-node-lease, kube-public: default/CronJob nightly, default/Deployment web, " +
        "default/Gear.example.com g, default/Pod etcd-cp1.",
    );
    expect(literal.seen.map(({ what, value }) => `${what}: ${value}`)).toEqual([
      "default/CronJob nightly: cronjobs.batch: 1, jobs.batch: 1, pods: 1",
      "default/Deployment web: deployments.apps: 1, pods: 2, replicasets.apps: 1",
      "default/Gear.example.com g: gears.example.com: 1, pods: 1",
      "default/Pod etcd-cp1: pods: 1",
    ]);
  });

  it("ends where owners lead in a circle", () => {
    const circle = {
      "default/pods": [owned("a", "", "Pod", "b"), owned("b", "", "Pod", "a"), owned("c", "", "Pod", "c")],
    };
    expect(judged(cluster(circle)).literal.status).toBe("open");
  });

  it("says that Secrets were not listed, and what was", () => {
    const { effective } = judged(cluster({}));
    expect(effective.reason).toMatch(/Secrets were not listed\.$/);
    expect(effective.seen[0]?.value).toContain("configmaps, cronjobs.batch, daemonsets.apps");
  });
});
