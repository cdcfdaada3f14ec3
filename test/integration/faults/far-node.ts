import { execFileSync } from "node:child_process";

/** The two ends of a link of its own, to a network namespace that holds nothing else. */
export type FarNetwork = {
  /** The address beyond the link. */
  readonly address: string;
  /** What starts a program beyond the link, in its place. */
  readonly inside: readonly string[];
  /** Takes an end of the link down, or up again: the one beyond it, or that of this machine. */
  readonly set: (end: LinkEnd, state: "down" | "up") => void;
  readonly remove: () => void;
};

export type LinkEnd = "far" | "near";

const ip = (...args: readonly string[]): void => void execFileSync("ip", args, { stdio: ["ignore", "ignore", "pipe"] });

/** Makes a network namespace, and a veth pair to it as its only link. Needs root. */
export function layLink(): FarNetwork {
  const { pid } = process;
  const name = `plimsoll-${pid}`;
  const [near, far] = [`pl${pid}n`, `pl${pid}f`];
  // Of the block for tests of networks (RFC 2544), which nobody routes; by the process, for two may test at once.
  const address = (last: number): string => `198.18.${(pid >> 6) & 255}.${(pid & 63) * 4 + last}`;
  const beyond = (...args: readonly string[]): void => ip("-n", name, ...args);
  const set: FarNetwork["set"] = (end, state) =>
    end === "far" ? beyond("link", "set", far, state) : ip("link", "set", near, state);
  ip("netns", "add", name);
  try {
    ip("link", "add", near, "type", "veth", "peer", "name", far, "netns", name);
    ip("address", "add", `${address(1)}/30`, "dev", near);
    beyond("address", "add", `${address(2)}/30`, "dev", far);
    beyond("link", "set", "lo", "up");
    set("near", "up");
    set("far", "up");
  } catch (error) {
    ip("netns", "delete", name);
    throw error;
  }
  return {
    address: address(2),
    inside: ["ip", "netns", "exec", name],
    set,
    remove: () => {
      // A namespace goes when its last process has, and its links only then.
      ip("link", "delete", near);
      ip("netns", "delete", name);
    },
  };
}
