// Loaded before a program with `node --import`: leaves the most memory that it held at once in a file when it ends.
import { writeFileSync } from "node:fs";

process.on("exit", () => {
  writeFileSync(process.env["MAX_RSS_FILE"] ?? "", `${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`);
});
