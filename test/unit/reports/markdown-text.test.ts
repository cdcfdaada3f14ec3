import { describe, expect, it } from "vitest";
import { markdownLine, markdownProse } from "../../../src/reports/markdown-text.ts";

describe("text as Markdown", () => {
  it("stays what it was", () => {
    expect(markdownLine("a_b *c* `d` [e](f) <g> {h} & i")).toBe(
      "a\\_b \\*c\\* \\`d\\` \\[e\\](f) \\<g\\> \\{h\\} \\& i",
    );
    expect(markdownLine("https://x www.y.z")).toBe("https\\://x www\\.y.z");
    expect(markdownLine("/etc/kubernetes/admin.conf: 0600, --anonymous-auth=false")).toBe(
      "/etc/kubernetes/admin.conf: 0600, --anonymous-auth=false",
    );
  });

  it("begins no list and no heading", () => {
    expect(markdownProse("# a\n- b\n+ c\n12. d\n3) e\n-f")).toBe("\\# a\n\\- b\n\\+ c\n12\\. d\n3\\) e\n-f");
  });

  it("keeps one line one line", () => {
    expect(markdownLine("a\nb")).toBe("a⟨LF⟩b");
  });
});
