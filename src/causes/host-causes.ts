import { again, type CauseRow, causeTable } from "./explanation.ts";

/** What reads a host at its console. */
export const atConsole = "sh reader.sh sweep > NODE.sweep";
/** What prints the fingerprint of a host's key at its console. */
export const fingerprint = "ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub";
const sudoers = "audit ALL=(root) NOPASSWD: /bin/sh -s";

const rows: readonly CauseRow[] = [
  [
    "refused",
    "Connection refused",
    "The machine answered, and nothing listens on the SSH port.",
    "A worker that rightly runs no sshd is read at its console, and the file given with --from; elsewhere start sshd, or correct address and port in the inventory.",
    atConsole,
  ],
  [
    "unreachable",
    "Not reachable",
    "No connection to the SSH port came about, or it broke before anybody was let in.",
    "Make the name resolve and the SSH port reachable from here, or name a jump host in the inventory; else read the node at its console and give the file with --from.",
    atConsole,
  ],
  [
    "timed-out",
    "No answer in time",
    "Nothing came from the host within the time that it has.",
    "See what holds connections up (a firewall, load) and audit again, or name a jump host; else read the node at its console and give the file with --from.",
    atConsole,
  ],
  [
    "host-key-unknown",
    "Host key not known",
    "Nothing in known_hosts says that the key which the host showed is its own, so nobody was logged in.",
    "Compare the key that the host offers with the fingerprint at its console, then add it to known_hosts, by plimsoll trust or by hand.",
    fingerprint,
  ],
  [
    "host-key-changed",
    "Host key changed",
    "The host showed another key than known_hosts has for it, or one that is revoked there.",
    "Find out why before anything else: it may be another machine. Only when that is explained put the new key into known_hosts.",
    fingerprint,
  ],
  [
    "auth-failed",
    "Login refused",
    "The server does not let this user in with what it was shown.",
    "Put the audit user's public key on the node, or correct user and identityFile in the inventory.",
  ],
  [
    "sudo-refused",
    "sudo or doas refused",
    "The login stood, and sudo or doas did not run the reader as root.",
    "Allow the audit user the one command that starts the reader: by this line in sudoers, by its like in doas.conf, or as plimsoll reader --install prints it; a password that sudo did not take has to be put right before the next audit, for each refusal counts towards a lock.",
    sudoers,
  ],
  [
    "permission-denied",
    "Permission denied",
    "The reader ran, and not as root.",
    "Let the reader run as root: privilege: sudo in the inventory (or sudo-password, doas), and this line in sudoers.",
    sudoers,
  ],
  [
    "truncated",
    "Connection lost",
    "The connection, or the shell, ended before all was answered.",
    "Audit again; where it breaks again, the node's log of sshd says why, and the console is another way.",
    atConsole,
  ],
  [
    "unsupported",
    "Not a system that can be read over SSH",
    "Something that reading takes is not there: an algorithm in common, a shell, a tool, or the reader of this plimsoll.",
    "The message says what is missing there, or that another reader is installed (plimsoll reader --install); read the node at its console, or look by hand as each rule's How to check says.",
    atConsole,
  ],
  ["unparseable", "Answer not understood", "What came is not what SSH, or the reader, says.", again],
  ["withheld", "Answer withheld", "The reader kept back what was too much, or what may be secret.", again],
  [
    "interrupted",
    "The run was ended before",
    "Somebody ended the run before this host was done.",
    "Audit again, and let the run end by itself.",
  ],
  ["not-collected", "Not asked in this run", "Nobody asked this host.", "Audit again, with this node among the hosts."],
  [
    "not-in-inventory",
    "Not in the inventory",
    "The API server lists this node, and the inventory does not have it.",
    "Add it to the hosts of the inventory. This compares the two.",
    "plimsoll check -i inventory.yaml",
  ],
];

/** Why a node was not read, and what makes it readable. */
export const hostCauses = causeTable(rows, {
  name: "Not read",
  happened: "The host was not read.",
  todo: again,
  command: null,
});
