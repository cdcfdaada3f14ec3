#!/usr/bin/env node
import { setEngineFor } from "./cli/engine.ts";
import { compileWhole } from "./whole-program.ts";

// First: V8 takes code that was kept only where it is set as it was then.
setEngineFor("the rest");
compileWhole().run();
