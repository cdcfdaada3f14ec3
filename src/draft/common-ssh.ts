import type { WrittenSsh } from "../inventory/schema.ts";
import type { DraftHost } from "./draft.ts";

const shared = ["user", "port", "identityFile", "privilege"] as const;

/** Hosts with their settings in two parts: what all of them have, and what is each one's own. */
export function splitCommon(hosts: readonly DraftHost[]): {
  readonly common: WrittenSsh;
  readonly hosts: readonly DraftHost[];
} {
  const common = Object.fromEntries(
    shared.flatMap((key) => {
      const values = new Set(hosts.map(({ ssh }) => ssh?.[key]));
      const [value] = values;
      return values.size === 1 && value !== undefined ? [[key, value]] : [];
    }),
  ) as WrittenSsh;
  const own = (ssh: WrittenSsh): WrittenSsh =>
    Object.fromEntries(Object.entries(ssh).filter(([key]) => !(key in common))) as WrittenSsh;
  return { common, hosts: hosts.map(({ ssh, ...host }) => (ssh === undefined ? host : { ...host, ssh: own(ssh) })) };
}
