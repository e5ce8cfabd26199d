import { assert, assertEquals } from "@std/assert";
import { fc } from "../shared/property.ts";
