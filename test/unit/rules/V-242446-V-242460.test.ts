import { describe } from "vitest";
import { type NamedFile, namedByText } from "../../../src/evidence/files.ts";
import type { KubeconfigFile } from "../../../src/evidence/kubeconfigs.ts";
import { unknown } from "../../../src/evidence/observed.ts";
import { rule as V242446 } from "../../../src/rules/stig/V-242446-control-plane-kubeconfigs-owner.ts";
import { rule as V242460 } from "../../../src/rules/stig/V-242460-control-plane-kubeconfigs-mode.ts";
import {
  controlPlane,
  denied,
  type FactsGiven,
  file,
  here,
  link,
  named,
  nothing,
  ownedBy,
  worker,
} from "../../support/facts.ts";
import { type RuleCase, ruleCases } from "../../support/rule-cases.ts";

type Stat = NamedFile["stat"];
const names = ["admin.conf", "scheduler.conf", "controller-manager.conf", "super-admin.conf"] as const;
const at = (name: string) => `/etc/kubernetes/${name}`;

const node = (
  role: typeof controlPlane,
  given: Partial<Record<(typeof names)[number], Stat>>,
  ...more: readonly NamedFile[]
): FactsGiven => ({
  "node.role": here(role),
  "manifest.kube-scheduler": nothing,
  "process.kube-scheduler": nothing,
  "manifest.kube-controller-manager": nothing,
  "process.kube-controller-manager": nothing,
  kubeconfigs: here({ files: [], homes: [], unseen: [] }),
  "stat.cp-kubeconfigs": here([...names.map((name) => named(at(name), namedByText, given[name] ?? nothing)), ...more]),
});

/** Kubeconfigs that the text does not name, with a credential unless it is said otherwise. */
const besides = (...files: readonly (Partial<KubeconfigFile> & NamedFile)[]): FactsGiven => ({
  kubeconfigs: here({
    files: files.map((one) => ({
      isNamed: !one.namedBy.startsWith("its place"),
      content: here({ users: [{ name: "u", credentials: ["token"] as const }], clusters: [] }),
      ...one,
    })),
    homes: [],
    unseen: [],
  }),
});
const placed = "its place in /etc/kubernetes";

describe.each([
  [V242446, ownedBy("kube", 998)],
  [V242460, { mode: 0o646 }],
] as const)("kubeconfigs of the control plane", (rule, bad) => {
  const good = (name: string): Stat => here(file(at(name), 0o600));
  const wrong = (name: string): Stat => here({ ...file(at(name), 0o600), ...bad });
  const all = Object.fromEntries(names.map((name) => [name, good(name)]));
  const rke2 = "/var/lib/rancher/rke2/server/cred/scheduler.kubeconfig";
  const standIn = (stat: Stat) => named(rke2, "--kubeconfig of kube-scheduler", stat);

  ruleCases(rule, [
    [
      "a worker on which one of them was not looked for",
      {
        ...node(worker, {}),
        "stat.cp-kubeconfigs": here(
          (["admin.conf", "controller-manager.conf", "super-admin.conf"] as const).map((name) =>
            named(at(name), namedByText, nothing),
          ),
        ),
      },
      "not_reviewed",
    ],
    ["none, on a node of a kind that is not known", { ...node(worker, {}), "node.role": nothing }, "not_reviewed"],
    [
      "only the scheduler's own missing, and its stand-in deviates",
      node(controlPlane, { ...all, "scheduler.conf": nothing }, standIn(wrong(rke2))),
      "open",
    ],
    [
      "only the controller manager's own missing, and its stand-in does not exist",
      node(controlPlane, { ...all, "controller-manager.conf": nothing }, standIn(nothing)),
      "not_reviewed",
    ],
    ["all there", node(controlPlane, all), "not_a_finding"],
    ["admin.conf removed on purpose", node(controlPlane, { ...all, "admin.conf": nothing }), "not_a_finding"],
    ["one deviates", node(controlPlane, { ...all, "scheduler.conf": wrong("scheduler.conf") }), "open"],
    [
      "a link to a file that deviates",
      node(controlPlane, { ...all, "admin.conf": here(link(at("admin.conf"), { ...file("/srv/a", 0o600), ...bad })) }),
      "open",
    ],
    [
      "a link that leads nowhere",
      node(controlPlane, { ...all, "admin.conf": here(link(at("admin.conf"), "dangling")) }),
      "not_reviewed",
    ],
    [
      "super-admin.conf deviates, which the text does not know",
      node(controlPlane, { ...all, "super-admin.conf": wrong("super-admin.conf") }),
      "not_a_finding",
      "open",
    ],
    [
      "another kubeconfig in /etc/kubernetes deviates",
      { ...node(controlPlane, all), ...besides(named(at("backup.conf"), placed, wrong("backup.conf"))) },
      "not_a_finding",
      "open",
    ],
    [
      "a webhook's kubeconfig in /etc/kubernetes, which the API server names, deviates",
      {
        ...node(controlPlane, all),
        ...besides(named(at("hook.conf"), "--authorization-webhook-config-file of kube-apiserver", wrong("hook.conf"))),
      },
      "not_a_finding",
      "open",
    ],
    [
      "others in /etc/kubernetes: one that is as it should be, one without a credential, the kubelet's, one at home",
      {
        ...node(controlPlane, all),
        ...besides(
          named(at("backup.conf"), placed, good("backup.conf")),
          { ...named(at("other.conf"), placed, wrong("other.conf")), content: nothing },
          named(at("kubelet.conf"), placed, wrong("kubelet.conf")),
          named(at("bootstrap.conf"), "--bootstrap-kubeconfig of kubelet", wrong("bootstrap.conf")),
          named("/home/a/.kube/config", "its place in the home directory /home/a", wrong("a")),
        ),
      },
      "not_a_finding",
    ],
    [
      "another file in /etc/kubernetes that may be a kubeconfig, and was not read",
      {
        ...node(controlPlane, all),
        ...besides({ ...named(at("backup.conf"), placed, good("backup.conf")), content: denied }),
      },
      "not_a_finding",
      "not_reviewed",
    ],
    [
      "/etc/kubernetes could not be looked into",
      {
        ...node(controlPlane, all),
        kubeconfigs: here({
          files: [],
          homes: [],
          unseen: [unknown("permission-denied", "x", { host: "n1", request: "credentials in /etc/kubernetes" })],
        }),
      },
      "not_a_finding",
      "not_reviewed",
    ],
    [
      "the scheduler logs in with another file than the text's, which deviates",
      {
        ...node(controlPlane, all),
        ...besides(named("/opt/s.conf", "--kubeconfig of kube-scheduler", wrong("s.conf"))),
      },
      "not_a_finding",
      "open",
    ],
    [
      "the scheduler is delegated to by another file, which does not exist",
      {
        ...node(controlPlane, all),
        ...besides(named("/opt/s.conf", "--authentication-kubeconfig of kube-scheduler", nothing)),
      },
      "not_a_finding",
      "not_reviewed",
    ],
    [
      "the scheduler was not seen, which may log in with any file",
      { ...node(controlPlane, all), "process.kube-scheduler": denied },
      "not_a_finding",
      "not_reviewed",
    ],
    ...(
      ["manifest.kube-scheduler", "process.kube-controller-manager", "manifest.kube-controller-manager"] as const
    ).map(
      (unseen): RuleCase => [
        `${unseen} was not seen`,
        { ...node(controlPlane, all), [unseen]: denied },
        "not_a_finding",
        "not_reviewed",
      ],
    ),
    ...(["manifest.kube-scheduler", "manifest.kube-controller-manager"] as const).map(
      (unseen): RuleCase => [
        `a worker with none, on which ${unseen} was not seen`,
        { ...node(worker, {}), [unseen]: denied },
        "not_applicable",
        "not_reviewed",
      ],
    ),
    [
      "kubeconfigs were not looked for",
      { ...node(controlPlane, all), kubeconfigs: denied },
      "not_a_finding",
      "not_reviewed",
    ],
    [
      "there was no place to look for kubeconfigs in",
      { ...node(controlPlane, all), kubeconfigs: nothing },
      "not_a_finding",
      "not_reviewed",
    ],
    ["one unreadable", node(controlPlane, { ...all, "admin.conf": denied }), "not_reviewed"],
    [
      "one deviates, one unreadable",
      node(controlPlane, { ...all, "admin.conf": denied, "scheduler.conf": wrong("scheduler.conf") }),
      "open",
    ],
    ["a control plane with none", node(controlPlane, {}), "not_reviewed"],
    ["a control plane with its own", node(controlPlane, {}, standIn(here(file(rke2, 0o600)))), "not_a_finding"],
    [
      "a control plane with its own that deviates",
      node(controlPlane, {}, standIn(here({ ...file(rke2, 0o600), ...bad }))),
      "open",
    ],
    ["a control plane whose own is missing", node(controlPlane, {}, standIn(nothing)), "not_reviewed"],
    ["a worker with none", node(worker, {}), "not_applicable"],
    ["a worker with none, the distribution unseen", { ...node(worker, {}), "node.layout": denied }, "not_reviewed"],
    ["a worker with a forgotten admin.conf", node(worker, { "admin.conf": good("admin.conf") }), "not_a_finding"],
    ["a worker with a forgotten admin.conf that deviates", node(worker, { "admin.conf": wrong("admin.conf") }), "open"],
    [
      "a worker with a forgotten super-admin.conf that deviates",
      node(worker, { "super-admin.conf": wrong("super-admin.conf") }),
      "not_applicable",
      "open",
    ],
    [
      "a worker that was not asked about all",
      { "node.role": here(worker), "stat.cp-kubeconfigs": here([]) },
      "not_reviewed",
    ],
    ["role unknown, none there", { ...node(worker, {}), "node.role": denied }, "not_reviewed"],
    [
      "role unknown, one deviates",
      { ...node(worker, { "admin.conf": wrong("admin.conf") }), "node.role": denied },
      "open",
    ],
  ]);
});

ruleCases(V242460, [
  ...[0o601, 0o602, 0o645].map(
    (mode): RuleCase => [
      `super-admin.conf ${mode.toString(8)}, which the text does not know`,
      node(controlPlane, {
        "admin.conf": here(file(at("admin.conf"), 0o600)),
        "super-admin.conf": here(file(at("super-admin.conf"), mode)),
      }),
      "not_a_finding",
      "open",
    ],
  ),
  ...[0o601, 0o602, 0o645].map(
    (mode): RuleCase => [
      `another kubeconfig of the scheduler's ${mode.toString(8)}`,
      {
        ...node(controlPlane, { "admin.conf": here(file(at("admin.conf"), 0o600)) }),
        ...besides(named("/opt/s.conf", "--kubeconfig of kube-scheduler", here(file("/opt/s.conf", mode)))),
      },
      "not_a_finding",
      "open",
    ],
  ),
  ...[0o601, 0o602, 0o645].map(
    (mode): RuleCase => [
      `admin.conf ${mode.toString(8)}`,
      node(controlPlane, { "admin.conf": here(file(at("admin.conf"), mode)) }),
      "open",
    ],
  ),
]);
