import { installedReader } from "../../../connect/privilege/start-command.ts";
import { readerSha256 } from "../../../connect/reader.ts";

/** Who logs in to run the reader, and with which public key (a line as in authorized_keys, or a place for one). */
export type ReaderLogin = { readonly user: string; readonly publicKey: string };

/** How an administrator lets a user run the reader as root, and nothing else: a text to read, with lines to copy. */
export function readerInstallation(login: ReaderLogin): string {
  const { user } = login;
  const { sudoers, authorizedKeys } = linesOfInstallation(login);
  return `# plimsoll's reader as a program of the node. With this the audit key starts the reader as root, and nothing else: no shell,
# no other command, no files, no forwarding. On each node, as root, after you have read what it does:

# 1. The program. "plimsoll reader > plimsoll-reader" writes it; its SHA-256 must be this one.
echo "${readerSha256}  plimsoll-reader" | sha256sum -c -
install -o root -g root -m 0755 plimsoll-reader ${installedReader}

# 2. /etc/sudoers.d/plimsoll ("visudo -f /etc/sudoers.d/plimsoll"), one line: this file with this digest, without arguments.
${sudoers}

# 3. The authorized_keys of ${user}, one line, and no other line there with this key. It counts as long as sshd does not give
# ${user} a shell otherwise: no password, and the file written by root alone.
${authorizedKeys}

# 4. The inventory, for these hosts:
#   ssh:
#     user: ${user}
#     reader: installed
#     privilege: sudo

# Another version of plimsoll refuses this reader, and sudo a file with another digest: repeat 1 and 2 then.`;
}

/**
 * The right to run this reader, as sudoers(5) has it, with which a changed file is refused; and the key that starts the
 * reader, whatever is asked for.
 */
export const linesOfInstallation = ({ user, publicKey }: ReaderLogin) => ({
  sudoers: `${user} ALL=(root) NOPASSWD: sha256:${readerSha256} ${installedReader} ""`,
  authorizedKeys: `restrict,command="sudo -n ${installedReader}" ${publicKey}`,
});
