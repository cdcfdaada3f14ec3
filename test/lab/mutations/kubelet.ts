import { type ApiAnswers, type Changes, type Mutation, nothing, opens, unseen } from "./mutation.ts";

const file = "/var/lib/kubelet/config.yaml";

/** A change of the kubelet's configuration by sed. */
export const kubeletConfig = (
  what: string,
  change: string,
  literal: Changes,
  more: Partial<Pick<Mutation, "node" | "effective">> = {},
): Mutation => ({
  ...{ what: `kubelet: ${what}`, node: "w1", files: [file], change: `sed -i ${change} "$F"`, literal },
  ...more,
});

const restartKubelet = "restart kubelet /usr/bin/kubelet";

/** Arguments in the environment file, with or without the restart that brings them into force. */
export const kubeletArguments = (
  what: string,
  words: string,
  restarts: boolean,
  changes: Pick<Mutation, "literal" | "effective" | "says">,
): Mutation => ({
  what: `kubelet: ${what}`,
  node: "w1",
  files: ["/etc/default/kubelet"],
  change: `echo 'KUBELET_EXTRA_ARGS=${words}' >"$F"${restarts ? `; ${restartKubelet}` : ""}`,
  ...(restarts ? { undo: restartKubelet } : {}),
  ...changes,
});

const dropIns = "/etc/kubernetes/kubelet.d";

/** A kubelet that reads a directory of drop-ins too. */
const dropIn = (what: string, text: string, more: string, literal: Changes, effective = literal): Mutation => ({
  what: `kubelet: a drop-in, ${what}`,
  node: "w1",
  files: ["/etc/default/kubelet"],
  change: `mkdir ${dropIns}
    printf '%s\\n' 'apiVersion: kubelet.config.k8s.io/v1beta1' 'kind: KubeletConfiguration' '${text}' >${dropIns}/10-lab.conf
    chmod 600 ${dropIns}/*; ${more}
    echo 'KUBELET_EXTRA_ARGS=--config-dir=${dropIns}' >"$F"; ${restartKubelet}`,
  undo: `rm -r ${dropIns}; ${restartKubelet}`,
  literal,
  effective,
});

/** The API's word for the release of a node's kubelet. */
const ofRelease =
  (version: string) =>
  (answers: ApiAnswers): ApiAnswers => {
    const list = answers["/api/v1/nodes"] as { readonly items: readonly { readonly status: object }[] };
    const items = list.items.map((item) => ({
      ...item,
      status: { ...item.status, nodeInfo: { kubeletVersion: version } },
    }));
    return { ...answers, "/api/v1/nodes": { ...list, items } };
  };

/** The kubelet of a default node. */
export const kubeletMutations: readonly Mutation[] = [
  kubeletConfig("readOnlyPort", "'$ a readOnlyPort: 10255'", opens("V-242387")),
  kubeletConfig("anonymous requests", "'/anonymous:/{n;s/false/true/}'", opens("V-242391")),
  kubeletConfig(
    "anonymous requests by an alias",
    "-e '/anonymous:/{N;s/\\n.*/ *lab/}' -e '1i x-lab: &lab {enabled: true}'",
    opens("V-242391"),
  ),
  kubeletConfig("anonymous requests in a comment", "'$ a # anonymous: {enabled: true}'", nothing),
  kubeletArguments("a hostname override from its next start on", "--hostname-override=other", false, {
    literal: opens("V-242404"),
    effective: nothing,
  }),
  kubeletArguments("a read-only port by flag", "--read-only-port=10255", true, { literal: opens("V-242387") }),
  kubeletArguments("anonymous requests by flag", "--anonymous-auth", true, { literal: opens("V-242391") }),
  kubeletArguments("Webhook from its next start on", "--authorization-mode=Webhook", false, {
    literal: nothing,
    says: { "V-242392": /Restart pending/ },
  }),
  dropIn("with a read-only port", "readOnlyPort: 10255", "", opens("V-242387")),
  dropIn("with nothing that matters", "maxPods: 99", "", nothing),
  dropIn(
    "writable for all",
    "maxPods: 99",
    `chmod 666 ${dropIns}/10-lab.conf`,
    opens("V-242407"),
    opens("V-242407", "V-242456"),
  ),
  dropIn(
    "of another owner",
    "maxPods: 99",
    `chown daemon ${dropIns}/10-lab.conf`,
    opens("V-242406"),
    opens("V-242406", "V-242457"),
  ),
  {
    what: "kubelet: no clientCAFile, so that its file cannot be judged either",
    node: "cp1",
    files: [file],
    change: 'sed -i "/clientCAFile/d" "$F"',
    literal: { ...opens("V-242420"), ...unseen("V-242449", "V-242450") },
  },
  {
    what: "kubelet: of release 1.25",
    node: "w1",
    api: ofRelease("v1.25.16"),
    literal: opens("V-242399", "V-254801"),
    effective: { "V-242399": "not_a_finding" },
  },
];
