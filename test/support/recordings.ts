import { readFileSync } from "node:fs";
import type { Recording } from "../../src/connect/recordings/recording.ts";
import type { ApiRecording } from "../../src/demo/recorded-answer.ts";

const recorded = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../src/demo/recordings/${name}.json`, import.meta.url), "utf8"));

/** What a node of the demo answered to the reader, each time anew. */
export const nodeRecording = (node: "cp1" | "w1" | "w2"): Recording => recorded(node) as Recording;

/** What the API server of the demo's cluster, kubeadm's 1.36, answered, by path. */
export const apiRecording = recorded("api") as ApiRecording;

/** The items of a list that it answered. */
export const recordedItems = (path: string): readonly unknown[] =>
  (apiRecording[path] as { readonly items?: readonly unknown[] } | undefined)?.items ?? [];

/** In which documents it says what it serves: that of a cluster without custom resources. */
export const discovery: ApiRecording = Object.fromEntries(
  Object.entries(apiRecording).filter(([path]) => /^\/api(\/v1)?$|^\/apis(\/[^/]+\/[^/]+)?$/.test(path)),
);
