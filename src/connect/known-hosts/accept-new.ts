import { codeOf } from "../../error-code.ts";
import { addKnownHosts } from "./add-known-hosts.ts";
import {
  type BelieveNewKey,
  fingerprintOf,
  type HostKeyRefusal,
  type KnownHostsFile,
  refuseVerdict,
} from "./host-key.ts";
import { judgeName, keyTypeOf } from "./known-hosts.ts";

/** A host key that was believed without anybody having known it. */
export type BelievedKey = { readonly file: string; readonly name: string; readonly fingerprint: string };

/** The keys that one run believes unseen (StrictHostKeyChecking accept-new). */
export type AcceptNew = {
  readonly believe: BelieveNewKey;
  /** Takes down a key that another program believed and has written down. */
  readonly note: (key: BelievedKey) => void;
  readonly believed: () => readonly BelievedKey[];
};

/**
 * Believes the first key that is seen of a name, and adds it to known_hosts before anybody logs in. The next one that is
 * another is an impostor's, or the first one was.
 */
export function acceptNew(): AcceptNew {
  const first = new Map<string, BelievedKey & { readonly key: Buffer }>();
  const noted = new Map<string, BelievedKey>();
  return {
    note: (key) => void noted.set(`${key.file}\n${key.name}`, key),
    believed: () =>
      [...first.values(), ...noted.values()].map(({ file, name, fingerprint }) => ({ file, name, fingerprint })),
    believe(known, name, key) {
      const id = `${known.path}\n${name}`;
      const earlier = first.get(id);
      if (earlier !== undefined) return earlier.key.equals(key) ? undefined : changed(earlier, key);
      const refusal = write(known, name, key);
      if (refusal === undefined) first.set(id, { file: known.path, name, fingerprint: fingerprintOf(key), key });
      return refusal;
    },
  };
}

function changed({ name, fingerprint }: BelievedKey, key: Buffer): HostKeyRefusal {
  const offered = `${keyTypeOf(key)} key ${fingerprintOf(key)}`;
  const message = `the host offers the ${offered}, but earlier in this run ${name} offered ${fingerprint}, which was believed`;
  return { cause: "host-key-changed", message };
}

function write({ path }: KnownHostsFile, name: string, key: Buffer): HostKeyRefusal | undefined {
  let refusal: HostKeyRefusal | undefined;
  try {
    addKnownHosts(path, (lines) => {
      // Somebody else may have added it meanwhile, or another one.
      const verdict = judgeName(lines, name, key);
      if (verdict.state === "matched") return [];
      const isUnheardOf = verdict.state === "unknown" && verdict.knownTypes.length === 0 && !verdict.certAuthority;
      if (isUnheardOf) return [{ name, key }];
      refusal = refuseVerdict(verdict, path, key);
      return [];
    });
    return refusal;
  } catch (error) {
    const why = codeOf(error) || (error instanceof Error ? error.message : String(error));
    const offered = `${keyTypeOf(key)} key ${fingerprintOf(key)}`;
    const message = `the host's ${offered} is new, and is not believed because ${path} cannot be written: ${why}`;
    return { cause: "host-key-unknown", message };
  }
}
