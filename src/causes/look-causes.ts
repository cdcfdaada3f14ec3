import { again, causeTable } from "./explanation.ts";

/** Why something was not seen on a node that was read, and what shows it. */
export const lookCauses = causeTable(
  [
    [
      "permission-denied",
      "Permission denied",
      "The node's kernel did not let the reader see it.",
      "Let the reader run as root (privilege: sudo, sudo-password or doas in the inventory, and for sudo this line in sudoers); where it did, a mount or a security module hides it: look by hand.",
      "audit ALL=(root) NOPASSWD: /bin/sh -s",
    ],
    [
      "withheld",
      "Withheld on the node",
      "The reader saw it, and kept it there.",
      "The reader gives out no private keys, and nothing that it cannot free of secrets or that is too large: look by hand, as root on the node.",
    ],
    ["timed-out", "No answer in time", "The node took longer for it than it is waited for.", again],
    ["truncated", "Cut off", "The answer ended before its end.", again],
    [
      "interrupted",
      "The run was ended before",
      "Somebody ended the run before the node had answered.",
      "Audit again, and let the run end by itself.",
    ],
    [
      "unparseable",
      "Not understood",
      "It is there, and its text is not what such a file holds.",
      "It could not be understood here, so it may not be valid for its component either: look by hand.",
    ],
    [
      "unsupported",
      "Cannot be seen from outside",
      "This node, or the distribution on it, does not show it to those who look over SSH.",
      "The look was not clear on this node (the row says why): look by hand, as the rule's How to check says.",
    ],
    [
      "not-collected",
      "Not asked in this run",
      "Nobody asked for it.",
      "It is on no node that was read, or an earlier plimsoll or a sweep at the console did not ask: audit again with this one, else look by hand.",
    ],
  ],
  { name: "Not seen", happened: "Nobody saw it.", todo: again, command: null },
);
