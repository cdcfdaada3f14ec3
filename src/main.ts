#!/usr/bin/env node
import { compileWhole } from "./whole-program.ts";

compileWhole().run();
// Nothing is left to do then, and memory is the system's to free: Node would take its heap apart first, 10 ms of each run.
process.once("beforeExit", () => process.exit());
