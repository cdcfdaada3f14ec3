import { again, causeTable } from "./explanation.ts";

const tunnel = "The host that leads to the API server (via in the inventory) could not be used";

/** Why the API server did not say what rules need, and what makes it. */
export const apiCauses = causeTable(
  [
    [
      "permission-denied",
      "A right is missing",
      "The API server knows the audit's user, and does not let it read this.",
      "Grant the audit's user this right: plimsoll check says which are missing, and this prints the ClusterRole with all that an audit needs.",
      "plimsoll api-access",
    ],
    [
      "auth-failed",
      "Credentials not accepted",
      "The API server does not take the credentials of the kubeconfig, or none could be had.",
      "Renew the credentials in the kubeconfig, and audit again.",
      "kubectl auth whoami",
    ],
    [
      "unreachable",
      "Not reachable",
      "No connection to the API server came about, or its certificate is not to be trusted; the message says which.",
      "Make the API server reachable from here, or go through a host that reaches it: via: HOST under api in the inventory. An aggregated API that is down has to be repaired, or removed.",
    ],
    [
      "refused",
      "Connection refused",
      "The machine of the API server answered, and nothing listens on that port.",
      "Correct the server in the kubeconfig, or start it.",
    ],
    [
      "timed-out",
      "No answer in time",
      "The API server took longer than it is waited for.",
      "Audit again when the API server has less to do.",
    ],
    [
      "truncated",
      "Not whole",
      "The answer was cut, or the list expired before its end.",
      "Audit again: the list did not come to its end.",
    ],
    [
      "unparseable",
      "Answer not understood",
      "What answered is not what an API server says.",
      "Correct the server in the kubeconfig: a proxy or a login page may stand there.",
    ],
    [
      "unsupported",
      "Not served",
      "The API server does not serve this, or does not speak as plimsoll does.",
      "Correct the server in the kubeconfig; where it is right, look by hand.",
    ],
    [
      "host-key-unknown",
      "Host on the way not known",
      `${tunnel}: nothing in known_hosts says that its key is its own.`,
      "Mend what is said of that host, for it is one of the inventory's.",
    ],
    [
      "host-key-changed",
      "Host on the way changed",
      `${tunnel}: it shows another key than known_hosts has.`,
      "Mend what is said of that host, for it is one of the inventory's.",
    ],
    [
      "sudo-refused",
      "sudo or doas refused on the way",
      `${tunnel}: sudo or doas did not let the kubeconfig on it be read.`,
      "Mend what is said of that host, for it is one of the inventory's.",
    ],
    [
      "interrupted",
      "The run was ended before",
      "Somebody ended the run before the API server had answered.",
      "Audit again, and let the run end by itself.",
    ],
    [
      "not-collected",
      "Not asked in this run",
      "Nobody asked for it.",
      "An earlier version of plimsoll did not ask for it, or another answer was missing first: audit again.",
    ],
    [
      "not-configured",
      "Not asked",
      "The inventory gives no access to the API server.",
      "Give the inventory access to the API server: kubeconfig, or under api inCluster or via. This prints the ClusterRole that it takes.",
      "plimsoll api-access",
    ],
  ],
  { name: "Not read", happened: "The API server did not give this answer.", todo: again, command: null },
);
