import type { Waiver, WaiverScope } from "../../evidence/waivers.ts";
import { rolesOf } from "../open-items.ts";
import { isInScope } from "../scope.ts";
import { type CheckInput, type Complaint, nameOfWaiver } from "./complaint.ts";
import { findingOf, waiverOn } from "./said-of-run.ts";

/** Whether a scope lets everything in. */
function isEverything(scope: WaiverScope): boolean {
  if ("cluster" in scope) return true;
  if ("nodes" in scope) return scope.nodes.includes("*");
  if ("namespaces" in scope) return scope.namespaces.includes("*");
  if ("objects" in scope) return scope.objects.some(({ namespace = "*", name }) => namespace === "*" && name === "*");
  return false;
}

/** A sentence names this many. */
const mostNamed = 5;
const listed = (names: readonly string[]): string =>
  names.length <= mostNamed
    ? names.join(", ")
    : `${names.slice(0, mostNamed).join(", ")} and ${names.length - mostNamed} more`;

/** Nodes of the run that a waiver lets be and that are not open: it would be silent should they become so. */
function beyondOpen(waiver: Waiver, { run, known }: CheckInput): readonly string[] {
  const finding = run && findingOf(run, waiver.rule);
  if (run === undefined || finding === undefined || known(waiver.rule)?.judgedOn !== "nodes") return [];
  const covers = waiverOn(run, finding, waiver)?.covers ?? [];
  if (covers.length === 0) return [];
  const concerned = new Set(
    finding.groups.flatMap(({ literal, targets }) => (literal.status === "not_applicable" ? [] : targets)),
  );
  return run.coverage.nodes
    .filter(({ name, ...node }) => isInScope(waiver.scope, { name, roles: rolesOf(node) }) && concerned.has(name))
    .map(({ name }) => name)
    .filter((name) => !covers.includes(name));
}

/** Waivers that let more be than somebody looked at. */
export const breadth = (input: CheckInput): readonly Complaint[] =>
  (input.site.waivers ?? []).flatMap((waiver) => {
    const { scope, rule, line, status, fingerprint } = waiver;
    const complaint = (sentence: string): Complaint => ({ kind: "too broad", line, sentence });
    const name = nameOfWaiver(waiver);
    const isAll = isEverything(scope) && input.known(rule)?.severity === "high";
    const beyond = isAll ? [] : beyondOpen(waiver, input);
    return [
      ...(isAll
        ? [complaint(`${name}, of CAT I or high, lets everything be: name the nodes, namespaces or objects`)]
        : []),
      ...(status !== "open" && fingerprint === undefined
        ? [complaint(`${name} calls whatever is open ${status}: give the fingerprint of the finding that was approved`)]
        : []),
      ...(beyond.length === 0
        ? []
        : [complaint(`${name} covers ${listed(beyond)} too, not open in the run: narrow it`)]),
    ];
  });
