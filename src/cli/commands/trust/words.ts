import type { Knock } from "../../../connect/knock.ts";
import { visible } from "../../../reports/visible-text.ts";
import type { Look, OfferedKey, Server } from "../../../trust-keys.ts";
import { placeOf } from "../../results/place-of.ts";
import { knockWords } from "./knock-words.ts";

/** How many are known already. */
export const knownWords = (known: number, all: number): string =>
  `${known} of ${all} hosts and bastions are known by known_hosts, and are not contacted`;

/** The file of a host's own sshd that has a key of this type, by default. */
function hostKeyFile(type: string): string {
  const short = /^(ssh-ed25519|ecdsa|ssh-rsa)/.exec(type)?.[1]?.replace(/^ssh-/, "") ?? type;
  return `/etc/ssh/ssh_host_${short}_key.pub`;
}

/** What a server offers, and what to type at its console to see whether that is right. */
export function offerWords({ server, type, fingerprint }: OfferedKey): string {
  const atConsole = `at its console: ssh-keygen -lf ${hostKeyFile(type)}`;
  return visible(`${server.name} ${placeOf(server.host)} ${type} ${fingerprint}; ${atConsole}`);
}

/** Why nothing of a server is offered. */
export const refusedWords = (server: Server, knock: Knock): string =>
  visible(`${server.name} ${placeOf(server.host)} ${knockWords(knock)}`);

/** How many keys were written down where. */
export const addedWords = (count: number, path: string): string =>
  visible(`${count} ${count === 1 ? "key" : "keys"} added to ${path}`);

/** Who is not known at the end, and why. */
export function stillUnknownWords(
  left: readonly Server[],
  looked: ReadonlyMap<Server, Look>,
  couldConfirm: boolean,
): string {
  const behind = left.filter((server) => !looked.has(server)).map(({ name }) => name);
  const hidden = behind.length === 0 ? "" : `; not seen, behind a bastion that is not known: ${behind.join(", ")}`;
  const why = couldConfirm ? "" : "; nobody is at the terminal to confirm a key, and no --fingerprints is given";
  return visible(`${left.length} ${left.length === 1 ? "is" : "are"} still not known${hidden}${why}`);
}
