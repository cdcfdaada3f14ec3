import { describe, expect, it } from "vitest";
import { knockWords } from "../../../src/cli/commands/trust/knock-words.ts";
import { connectFailure } from "../../../src/connect/connect-failure.ts";

describe("the words of a knock", () => {
  it.each([
    [connectFailure("host-key", "host-key-unknown", "no entry"), "host key unknown: no entry (it offers SHA256:k)"],
    [connectFailure("host-key", "host-key-unknown", "the key SHA256:k"), "host key unknown: the key SHA256:k"],
    [connectFailure("host-key", "host-key-changed", "another"), "HOST KEY CHANGED: another (it offers SHA256:k)"],
    [connectFailure("tcp", "refused", "nobody"), "refused: nobody"],
    [connectFailure("banner", "timed-out", "10 s"), "timed out: 10 s"],
    [connectFailure("handshake", "unparseable", "garbage"), "not an SSH server: garbage"],
    [connectFailure("banner", "unreachable", "closed"), "not an SSH server, or one that turns us away: closed"],
    [connectFailure("handshake", "unreachable", "bad\u001b[31m"), "unreachable: bad⟨ESC⟩[31m"],
  ])("tell how a host answered: %#", (failure, words) => {
    expect(knockWords({ hostKey: "SHA256:k", failure })).toBe(words);
  });
});
