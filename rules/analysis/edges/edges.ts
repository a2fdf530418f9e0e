import { accessor } from "./accessor.js";
import { construct } from "./construct.js";
import { directCall } from "./direct-call.js";
import type { Edge } from "./edge.js";
import { givenCall } from "./given-call.js";
import { importedCall } from "./imported-call.js";
import { inlineCallback } from "./inline-callback.js";
import { memberCall } from "./member-call.js";
import { namedCallback } from "./named-callback.js";
import { override } from "./override.js";
import { registry } from "./registry.js";
import { taggedTemplate } from "./tagged-template.js";
import { wrappedCall } from "./wrapped-call.js";

/** Every way from one unit to another, by how much it was worth on real projects. */
export const edges: readonly Edge[] = [
  directCall,
  importedCall,
  memberCall,
  inlineCallback,
  namedCallback,
  override,
  construct,
  wrappedCall,
  registry,
  givenCall,
  accessor,
  taggedTemplate,
];
