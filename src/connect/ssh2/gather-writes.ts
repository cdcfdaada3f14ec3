import type { Duplex } from "node:stream";

/**
 * Lets what is written in one go leave in one piece. ssh2 writes every packet in three (length, text, tag), each of which
 * would be a system call and, as nothing waits for more (TCP_NODELAY), a segment of its own.
 */
export function gatherWrites(stream: Duplex): void {
  const write = stream.write.bind(stream) as (...all: readonly unknown[]) => boolean;
  let gathers = false;
  stream.write = (...all: readonly unknown[]) => {
    if (!gathers) {
      gathers = true;
      stream.cork();
      process.nextTick(() => {
        gathers = false;
        stream.uncork();
      });
    }
    return write(...all);
  };
}
