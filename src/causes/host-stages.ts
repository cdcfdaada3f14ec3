import { type CauseRow, causeTable, type Explanation, explain } from "./explanation.ts";
import { atConsole, fingerprint, hostCauses } from "./host-causes.ts";

// By how far the attempt had come (session.ts, TransportStage), where that tells more than the cause alone.
const stageRows: readonly CauseRow[] = [
  [
    "dns unreachable",
    "Name not resolved",
    "The address is a name, and this machine does not resolve it.",
    "Correct address in the inventory, or the name server; an IP address needs none.",
    "getent hosts NODE",
  ],
  [
    "dns auth-failed",
    "No key to log in with",
    "The inventory names no key file for this login, and no agent runs here.",
    "Name identityFile in the inventory, or start an agent and add the key to it.",
    "ssh-add -l",
  ],
  [
    "tcp auth-failed",
    "Login refused on the way",
    "A jump host does not let this user in with what it was shown, so the host behind it was not reached.",
    "Put the public key on the jump host, or correct user and identityFile under jump in the inventory.",
  ],
  [
    "tcp host-key-unknown",
    "Key of a jump host not known",
    "Nothing in known_hosts says that the key which a jump host showed is its own.",
    "Compare it with the fingerprint at the jump host's console, then add it to known_hosts, by plimsoll trust or by hand.",
    fingerprint,
  ],
  [
    "tcp host-key-changed",
    "Key of a jump host changed",
    "A jump host showed another key than known_hosts has for it, or one that is revoked there.",
    "Find out why before anything else: it may be another machine. Only when that is explained put the new key into known_hosts.",
    fingerprint,
  ],
  [
    "tcp timed-out",
    "Port does not answer",
    "Nothing came back from the SSH port: the machine is off, or a firewall drops what is sent there.",
    "Correct address and port, open the firewall, or name a jump host in the inventory; else read the node at its console and give the file with --from.",
    atConsole,
  ],
  [
    "banner timed-out",
    "Server is mute",
    "The port took the connection and said nothing.",
    "See whether sshd listens there, and why it does not answer (load, a port that is forwarded nowhere).",
  ],
  [
    "banner unreachable",
    "Turned away",
    "The server closed the connection before it named itself: it is no SSH server, or sshd wants no more of us for now.",
    "Where it is sshd ask fewer hosts at once (--concurrency, connections of a jump host), or raise its MaxStartups and PerSourcePenalties.",
  ],
  [
    "banner unparseable",
    "Not an SSH server",
    "What answers on this port does not speak SSH.",
    "Correct port in the inventory.",
  ],
  [
    "handshake unsupported",
    "No algorithm in common",
    "Server and plimsoll know no algorithm that both would use.",
    "Give the server a current algorithm, or reach it by transport: openssh; --fips offers fewer.",
    "sshd -T | grep -iE 'kex|ciphers|macs|hostkeyalg'",
  ],
  [
    "authentication timed-out",
    "Login takes too long",
    "The server did not answer the login in time.",
    "See what it waits for (UseDNS, PAM, a directory that is gone), and audit again.",
  ],
  [
    "exec timed-out",
    "Shell takes too long",
    "The login stood, and the shell did not start the reader in time.",
    "See what the user's shell or sudo waits for (an rc file, a directory that is gone), and audit again.",
  ],
  [
    "exec truncated",
    "Shell ended",
    "The login stood, and the shell ended before it had started the reader.",
    "Give the audit user a shell that runs commands: no nologin, no ForceCommand, no forced command of its key but the reader's.",
  ],
  [
    "exec unsupported",
    "Reader does not run there",
    "The login stood, and the node lacks something that the reader takes, or has another reader than this plimsoll's.",
    "Install what the message names, or the reader anew (plimsoll reader --install); else read the node at its console.",
    atConsole,
  ],
];

/** The same by `stage cause`, for those who know how far an attempt had come. */
export const hostStages = causeTable(stageRows, hostCauses.others);

/** Why a host is not read, as exactly as is known: by how far the attempt had come, else by the cause alone. */
export const explainHost = (cause: string, stage: string | undefined): Explanation =>
  hostStages.of.get(`${stage} ${cause}`) ?? explain(cause, hostCauses);
