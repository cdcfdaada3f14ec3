/** A cause in words, how it is dealt with in one sentence, and the command for it where there is one. */
export type Way = { readonly name: string; readonly way: string; readonly command: string | null };

/** Ways by cause, and the one for a cause that is not among them. */
export type Ways = { readonly of: ReadonlyMap<string, Way>; readonly others: Way };

const table = (rows: readonly (readonly [cause: string, name: string, way: string, command?: string])[]): Ways["of"] =>
  new Map(rows.map(([cause, name, way, command]) => [cause, { name, way, command: command ?? null }]));

const atConsole = "sh reader.sh sweep > NODE.sweep";
const again = "Audit again; where it comes again, look by hand as each rule's How to check says.";

/** The way to close a cause; one that no table knows has the others'. */
export const wayFor = (cause: string, { of, others }: Ways): Way => of.get(cause) ?? others;

/** Why a node was not read, and what makes it readable. */
export const nodeWays: Ways = {
  of: table([
    [
      "refused",
      "Connection refused",
      "A worker that rightly runs no sshd is read at its console, and the file given with --from; elsewhere start sshd, or correct address and port in the inventory.",
      atConsole,
    ],
    [
      "unreachable",
      "Not reachable",
      "Make the name resolve and the SSH port reachable from here, or name a jump host in the inventory; else read the node at its console and give the file with --from.",
      atConsole,
    ],
    [
      "timed-out",
      "No answer in time",
      "See what holds connections up (a firewall, load) and audit again, or name a jump host; else read the node at its console and give the file with --from.",
      atConsole,
    ],
    [
      "host-key-unknown",
      "Host key not known",
      "Compare the key that the host offers with the fingerprint at its console, then add it to known_hosts.",
      "ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub",
    ],
    [
      "host-key-changed",
      "Host key changed",
      "Find out why before anything else: it may be another machine. Only when that is explained put the new key into known_hosts.",
      "ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub",
    ],
    [
      "auth-failed",
      "Login refused",
      "Put the audit user's public key on the node, or correct user and identityFile in the inventory.",
    ],
    [
      "sudo-refused",
      "sudo or doas refused",
      "Allow the audit user the one command that starts the reader: by this line in sudoers, by its like in doas.conf, or as plimsoll reader --install prints it; a password that sudo did not take has to be put right before the next audit, for each refusal counts towards a lock.",
      "audit ALL=(root) NOPASSWD: /bin/sh -s",
    ],
    [
      "permission-denied",
      "Permission denied",
      "Let the reader run as root: privilege: sudo in the inventory (or sudo-password, doas), and this line in sudoers.",
      "audit ALL=(root) NOPASSWD: /bin/sh -s",
    ],
    [
      "truncated",
      "Connection lost",
      "Audit again; where it breaks again, the node's log of sshd says why, and the console is another way.",
      atConsole,
    ],
    [
      "unsupported",
      "Not a system that can be read over SSH",
      "The message says what is missing there, or that another reader is installed (plimsoll reader --install); read the node at its console, or look by hand as each rule's How to check says.",
      atConsole,
    ],
    ["unparseable", "Answer not understood", again],
    ["withheld", "Answer withheld", again],
    ["interrupted", "The run was ended before", "Audit again, and let the run end by itself."],
    ["not-collected", "Not asked in this run", "Audit again, with this node among the hosts."],
    [
      "not-in-inventory",
      "Not in the inventory",
      "The API server lists it: add it to the hosts of the inventory. This compares the two.",
      "plimsoll inventory check -i inventory.yaml",
    ],
  ]),
  others: { name: "Not read", way: again, command: null },
};

/** Why the API server did not say what rules need, and what makes it. */
export const apiWays: Ways = {
  of: table([
    [
      "permission-denied",
      "A right is missing",
      "Grant the audit's user this right; this prints the ClusterRole with all that an audit needs, and with -i FILE says which are missing.",
      "plimsoll api-access",
    ],
    ["auth-failed", "Credentials not accepted", "Renew the credentials in the kubeconfig, and audit again."],
    [
      "unreachable",
      "Not reachable",
      "Make the API server reachable from here, or go through a host that reaches it: via: HOST under api in the inventory. An aggregated API that is down has to be repaired, or removed.",
    ],
    ["timed-out", "No answer in time", "Audit again when the API server has less to do."],
    ["truncated", "Not whole", "Audit again: the list did not come to its end."],
    [
      "not-collected",
      "Not asked in this run",
      "An earlier version of plimsoll did not ask for it, or another answer was missing first: audit again.",
    ],
  ]),
  others: { name: "Not read", way: again, command: null },
};

/** Why something was not seen on a node that was read, and what shows it. */
export const lookWays: Ways = {
  of: table([
    [
      "permission-denied",
      "Permission denied",
      "Let the reader run as root (privilege: sudo, sudo-password or doas in the inventory, and for sudo this line in sudoers); where it did, a mount or a security module hides it: look by hand.",
      "audit ALL=(root) NOPASSWD: /bin/sh -s",
    ],
    [
      "withheld",
      "Withheld on the node",
      "The reader gives out no private keys, and nothing that it cannot free of secrets or that is too large: look by hand, as root on the node.",
    ],
    ["timed-out", "No answer in time", again],
    ["truncated", "Cut off", again],
    ["interrupted", "The run was ended before", "Audit again, and let the run end by itself."],
    [
      "unparseable",
      "Not understood",
      "It is there and could not be understood, so it may not be valid for its component either: look by hand.",
    ],
    [
      "unsupported",
      "Cannot be seen from outside",
      "The look was not clear on this node (the row says why): look by hand, as the rule's How to check says.",
    ],
    [
      "not-collected",
      "Not asked in this run",
      "It is on no node that was read, or an earlier plimsoll or a sweep at the console did not ask: audit again with this one, else look by hand.",
    ],
  ]),
  others: { name: "Not seen", way: again, command: null },
};
