import { visible } from "../../../reports/visible-text.ts";
import type { OfferedKey } from "../../../trust-keys.ts";
import { givenText } from "../../given/text.ts";
import type { AskTerminal, Terminal } from "../../terminal/terminal.ts";
import { UsageError } from "../../usage-error.ts";

/** Decides which offered keys are the servers' own; `complain` is told why one is not, where there is more to say. */
export type ConfirmKeys = (
  offered: readonly OfferedKey[],
  complain: (sentence: string) => void,
) => Promise<readonly OfferedKey[]>;

/** Asks whoever sits at the terminal about each key. Nothing but `yes`, and `all` for what is left, is taken for yes. */
export const confirmAtTerminal =
  (ask: AskTerminal): ConfirmKeys =>
  async (offered) => {
    const confirmed: OfferedKey[] = [];
    for (const [index, key] of offered.entries()) {
      const left = offered.length - index;
      const all = left > 1 ? `, or all for these ${left}` : "";
      const name = visible(key.server.name);
      const answer = await ask(`Is ${key.fingerprint} the key of ${name}, by its console? Type yes${all}: `);
      if (answer === undefined) break;
      if (answer === "all") return [...confirmed, ...offered.slice(index)];
      if (answer === "yes") confirmed.push(key);
    }
    return confirmed;
  };

/** Takes the keys whose fingerprints a list has that came by another way. */
export const confirmByList =
  (file: string, list: FingerprintList): ConfirmKeys =>
  (offered, complain) => {
    const confirmed = offered.filter(({ server, fingerprint }) => list.get(server.name)?.has(fingerprint) === true);
    for (const { server, fingerprint } of offered.filter((key) => !confirmed.includes(key))) {
      const listed = [...(list.get(server.name) ?? [])];
      const has = listed.length === 0 ? "does not name it" : `has ${listed.join(", ")}`;
      complain(`${server.name}: NOT CONFIRMED: it offers ${fingerprint}, ${file} ${has}`);
    }
    return Promise.resolve(confirmed);
  };

/** Fingerprints by the name of the server, as `plimsoll trust` prints it. */
export type FingerprintList = ReadonlyMap<string, ReadonlySet<string>>;

const isFingerprint = (word: string): boolean => /^SHA256:[A-Za-z0-9+/]{43}$/.test(word);

/**
 * Reads a list of fingerprints: on each line the server's name first, then somewhere `SHA256:…`, so that lines of `ssh-keygen
 * -l` with the name in front will do. Empty lines and comments (#) are left out.
 * @throws UsageError for a file that cannot be read, and for a line of another form.
 */
export function readFingerprints(given: string, terminal: Pick<Terminal, "workingDirectory">): FingerprintList {
  const list = new Map<string, Set<string>>();
  for (const [index, raw] of givenText(given, terminal).split(/\r?\n/).entries()) {
    const [name, ...words] = raw.trim().split(/\s+/);
    if (name === undefined || name === "" || name.startsWith("#")) continue;
    const fingerprint = words.find(isFingerprint);
    // A line of `ssh-keygen -l` as it is begins with the size of the key.
    if (isFingerprint(name) || (/^\d+$/.test(name) && fingerprint === words[0])) {
      throw new UsageError(`${given}:${index + 1}: the host's name must stand first: NAME ${visible(raw.trim())}`);
    }
    if (fingerprint === undefined) {
      throw new UsageError(
        `${given}:${index + 1}: a line must be a name, then SHA256: and the 43 characters of a fingerprint`,
      );
    }
    list.set(name, (list.get(name) ?? new Set<string>()).add(fingerprint));
  }
  return list;
}
