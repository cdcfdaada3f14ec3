import { z } from "zod";
import type { GivenArguments } from "../../evidence/cluster.ts";
import { redactWords } from "./redact-words.ts";

/** Where K3s puts the words that it was started with, of its command line and its configuration files; secrets starred. */
export const k3sArguments = "k3s.io/node-args";

const components: Readonly<Record<string, keyof GivenArguments>> = {
  "--kube-apiserver-arg": "kube-apiserver",
  "--kube-controller-manager-arg": "kube-controller-manager",
  "--kube-controller-arg": "kube-controller-manager",
  "--kube-scheduler-arg": "kube-scheduler",
};
const starred = "********";

const wordsSchema = z.array(z.string());

const asFlag = (argument: string): string => `--${argument.replace(/^-+/, "")}`;

function wordsOf(annotation: unknown): readonly string[] {
  if (typeof annotation !== "string") return [];
  try {
    return wordsSchema.parse(JSON.parse(annotation));
  } catch {
    // Whoever may change the node can write anything there: what is no list of words says nothing.
    return [];
  }
}

/** The arguments that K3s was told to give to its components; nothing where it was told none. */
export function givenArguments(annotation: unknown): GivenArguments | undefined {
  const words = wordsOf(annotation);
  const given: Partial<Record<keyof GivenArguments, readonly string[]>> = {};
  for (const [index, word] of words.entries()) {
    const [, name = "", value] = /^(--[a-z-]+)(?:=(.*))?$/s.exec(word) ?? [];
    const component = components[name];
    const argument = value ?? words[index + 1];
    if (component === undefined || argument === undefined || argument.includes(starred)) continue;
    given[component] = [...(given[component] ?? []), ...redactWords([asFlag(argument)])];
  }
  return Object.keys(given).length === 0 ? undefined : given;
}
