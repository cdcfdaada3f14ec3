import { describe, expect, it } from "vitest";
import { apiWords, knockWords } from "../../../src/cli/check-words.ts";
import { connectFailure } from "../../../src/connect/connect-failure.ts";
import { present, unknown } from "../../../src/evidence/observed.ts";

const source = { host: "https://api", request: "GET /api/v1/nodes" };

describe("the words of a check", () => {
  it.each([
    [connectFailure("host-key", "host-key-unknown", "no entry"), "host key unknown: no entry (it offers SHA256:k)"],
    [connectFailure("host-key", "host-key-unknown", "the key SHA256:k"), "host key unknown: the key SHA256:k"],
    [connectFailure("host-key", "host-key-changed", "another"), "HOST KEY CHANGED: another (it offers SHA256:k)"],
    [connectFailure("tcp", "refused", "nobody"), "refused: nobody"],
    [connectFailure("banner", "timed-out", "10 s"), "timed out: 10 s"],
    [connectFailure("handshake", "unparseable", "garbage"), "not an SSH server: garbage"],
    [connectFailure("banner", "unreachable", "closed"), "not an SSH server, or one that turns us away: closed"],
    [connectFailure("handshake", "unreachable", "bad\u001b[31m"), "unreachable: bad⟨ESC⟩[31m"],
    [undefined, "reachable, host key verified (SHA256:k)"],
  ])("tell how a host answered: %#", (failure, words) => {
    expect(knockWords({ hostKey: "SHA256:k", ...(failure && { failure }) })).toBe(words);
  });

  it("tell what came of the API", () => {
    expect(apiWords(undefined, 0, false)).toBe(
      "API server not asked, the inventory names none: ports and host keys only",
    );
    expect(apiWords(undefined, 0, true)).toBe("API server not asked, as --no-api says: ports and host keys only");
    expect(apiWords(unknown("permission-denied", "list nodes: forbidden", source), 0, true)).toBe(
      "API server not read: list nodes: forbidden",
    );
    expect(apiWords(present([], source), 1, true)).toBe("0 nodes of the API server https://api compared: 1 difference");
  });
});
