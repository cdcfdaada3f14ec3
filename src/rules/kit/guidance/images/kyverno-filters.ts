import type { KyvernoSettings } from "../../../../evidence/image-policies.ts";

/** Whether a text fits a pattern of Kyverno's: `*` is any text, `?` one character. Takes no more than both lengths multiplied. */
function fits(pattern: string, text: string): boolean {
  let [at, from, star, tried] = [0, 0, -1, 0];
  while (from < text.length) {
    if (pattern[at] === "*") {
      [star, tried] = [at, from];
      at += 1;
    } else if (at < pattern.length && (pattern[at] === "?" || pattern[at] === text[from])) {
      at += 1;
      from += 1;
    } else if (star >= 0) {
      tried += 1;
      [at, from] = [star + 1, tried];
    } else return false;
  }
  return pattern.slice(at).replaceAll("*", "") === "";
}

/** Whether a filter's kind may mean pods, or the part of them that debugs: `Pod`, `*`, `v1/Pod`, `Pod/*`. */
function mayBePods(kind: string): boolean {
  const [first = "", second, ...more] = kind.split("/");
  // What is longer has a group and a version, or is not understood: pods, unless it names another kind.
  if (more.length > 0) return [first, second ?? "", ...more].some((part) => fits(part, "Pod"));
  if (second === undefined) return fits(first, "Pod");
  if (first === "*" || /^v\d/.test(first)) return fits(second, "Pod");
  return fits(first, "Pod") && fits(second, "ephemeralcontainers");
}

/** A filter by which Kyverno leaves pods of a namespace out before it looks at any policy; all of them, or some by name. */
export type FilterOver = { readonly filter: string; readonly isForAll: boolean };

/** Such a filter, one for all pods first. */
export function filterOver(namespace: string, settings: readonly KyvernoSettings[]): FilterOver | undefined {
  const over = settings
    .flatMap(({ filters }) => filters)
    .flatMap((filter): readonly FilterOver[] => {
      const [kind = "", space = "", name = ""] = filter.slice(1, -1).split(",");
      if (!mayBePods(kind.trim()) || !fits(space.trim() || "*", namespace)) return [];
      return [{ filter, isForAll: ["", "*"].includes(name.trim()) }];
    });
  return over.find(({ isForAll }) => isForAll) ?? over[0];
}

// The kubelets, which make static pods, and by the word `!` one who is not left out.
const usual = ["system:nodes", "!system:kube-scheduler"];

/** Whose requests Kyverno leaves out beside the usual ones; undefined: its own defaults, which may be controllers. */
export function requestersLeftOut(settings: readonly KyvernoSettings[]): readonly string[] | undefined {
  const lists = settings.map(({ requesters }) => requesters);
  return lists.includes(undefined)
    ? undefined
    : lists.flatMap((names) => names ?? []).filter((name) => !usual.includes(name));
}
