import type { StigBenchmark } from "../requirement.ts";
import { checkTexts } from "./check-texts.ts";
import { type ReleaseName, releases } from "./releases.ts";

/** A release that is built in, with the digests of its check texts. */
export function withCheckTexts(name: ReleaseName): StigBenchmark {
  const texts = new Map(checkTexts.filter((text) => text.releases.includes(name)).map((text) => [text.id, text]));
  const requirements = releases[name].requirements.map((rule) => {
    const text = texts.get(rule.id);
    return { ...rule, ...(text && { checkText: { sha256: text.sha256, terms: text.terms } }) };
  });
  return { ...releases[name], requirements };
}
