import { readdirSync, readFileSync } from "node:fs";
import { nodeRecording } from "../support/recordings.ts";

const all = (["cp1", "w1"] as const).flatMap((node) => Object.entries(nodeRecording(node)));

/** The answers of the demo's nodes to requests of a verb, about paths that a pattern fits. */
export const answersTo = (verb: string, path = /(?:)/): readonly string[] =>
  all.flatMap(([request, answer]) =>
    request.split(" ")[0] === verb && path.test(request) && "text" in answer ? [answer.text] : [],
  );

const inventories = new URL("../../inventory/", import.meta.url);

/** The example files of the repository of one kind. */
export const examples = (pattern: RegExp): readonly string[] =>
  readdirSync(inventories)
    .filter((name) => pattern.test(name))
    .map((name) => readFileSync(new URL(name, inventories), "utf8"));

/** Another file of the repository. */
export const fileOf = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
