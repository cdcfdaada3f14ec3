#!/usr/bin/env node
import { compileWhole } from "./whole-program.ts";

compileWhole().run();
