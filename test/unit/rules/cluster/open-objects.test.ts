import { describe, expect, it } from "vitest";
import { notReviewed, open, worst } from "../../../../src/findings/verdict.ts";
import { objectOf, openAt } from "../../../../src/rules/kit/cluster/pods.ts";
import { objectOfSubject } from "../../../../src/rules/kit/rbac/objects.ts";

describe("the object that a place names", () => {
  it.each([
    ["shop/Deployment web", { namespace: "shop", kind: "Deployment", name: "web" }],
    ["the template of shop/CronJob import", { namespace: "shop", kind: "CronJob", name: "import" }],
    [
      "the template of a ReplicaSet of shop/Deployment web, kept as history",
      { namespace: "shop", kind: "Deployment", name: "web" },
    ],
    ["default/Widget.example.com a.b", { namespace: "default", kind: "Widget.example.com", name: "a.b" }],
    ["namespace shop", { kind: "Namespace", name: "shop" }],
    ["docker.io/library/nginx, 1.25", undefined],
    ["the template of something", undefined],
    ["cp1", undefined],
    ["PersistentVolume data", undefined],
  ])("%s", (place, expected) => {
    expect(objectOf(place)).toEqual(expected);
  });

  it.each([
    ["ServiceAccount:shop/web", { namespace: "shop", kind: "ServiceAccount", name: "web" }],
    ["User:a b", { kind: "User", name: "a b" }],
    ["Group:system:masters", { kind: "Group", name: "system:masters" }],
    ["Robot:x", undefined],
  ])("the subject %s", (subject, expected) => {
    expect(objectOfSubject(subject)).toEqual(expected);
  });
});

describe("an open verdict", () => {
  it("names its objects, each once and in order, also where many are not in the reason", () => {
    const places = Array.from({ length: 20 }, (_, index) => `shop/Pod p${index + 10}`);
    const verdict = openAt([...places.toReversed(), ...places], "pods");
    expect(verdict.reason).toMatch(/and 15 more\.$/);
    expect(verdict.objects?.map(({ name }) => name)).toEqual(places.map((place) => place.split(" ")[1]));
  });

  it("names none where one place is no object", () => {
    expect(openAt(["shop/Pod a", "somewhere"], "pods").objects).toBeUndefined();
  });

  it("has the objects of all that makes it open, and none where some of that has none", () => {
    const [a, b] = [openAt(["shop/Pod a"], "pods"), openAt(["shop/Pod b"], "claims")];
    expect(worst([a, b]).objects?.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(worst([a, open("Off.")]).objects).toBeUndefined();
    expect(worst([a, notReviewed("Perhaps.")])).toMatchObject({ objects: a.objects, alsoUnreviewed: true });
    expect(worst([worst([a, notReviewed("Perhaps.")]), b]).alsoUnreviewed).toBe(true);
    expect(worst([a, b]).alsoUnreviewed).toBeUndefined();
    expect(worst([notReviewed("A."), notReviewed("B.")])).toEqual(notReviewed("A. B."));
  });
});
