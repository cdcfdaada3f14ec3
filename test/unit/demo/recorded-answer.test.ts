import { describe, expect, it } from "vitest";
import { recordedAnswer } from "../../../src/demo/recorded-answer.ts";

const pod = (namespace: string, name: string) => ({ metadata: { namespace, name }, spec: {} });
const recording = {
  "/version": { gitVersion: "v1.36.2" },
  "/api/v1/pods": { kind: "PodList", apiVersion: "v1", metadata: {}, items: [pod("default", "a"), pod("shop", "b")] },
};
const metadataOnly = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

describe("a recorded API server", () => {
  it("answers as it did", () => {
    expect(recordedAnswer(recording, "/version", metadataOnly)).toEqual({ gitVersion: "v1.36.2" });
  });

  it("gives a namespace's list of all that it listed, with metadata only where it is asked so", () => {
    const path = "/api/v1/namespaces/shop/pods";
    expect(recordedAnswer(recording, path, "application/json")).toMatchObject({ items: [pod("shop", "b")] });
    expect(recordedAnswer(recording, path, metadataOnly)).toEqual({
      kind: "PartialObjectMetadataList",
      apiVersion: "meta.k8s.io/v1",
      metadata: {},
      items: [
        {
          kind: "PartialObjectMetadata",
          apiVersion: "meta.k8s.io/v1",
          metadata: { namespace: "shop", name: "b" },
        },
      ],
    });
  });

  it("knows nothing else", () => {
    for (const path of ["/apis", "/api/v1/namespaces/shop/jobs", "/constructor", "/api/v1/pods/namespaces/a/b"]) {
      expect(recordedAnswer(recording, path, metadataOnly)).toBeUndefined();
    }
  });
});
