import type ts from "typescript";
import type { Confidence } from "../../../src/findings/finding.js";
import type { Context } from "../context.js";
import type { Unit } from "../unit.js";

/** A unit that may be executed, and whether it certainly is. */
export interface Target {
  readonly unit: Unit;
  readonly confidence: Confidence;
}

/** One way in which executing one unit leads to executing another. */
export interface Edge {
  readonly kind: string;
  /** The units that evaluating `node` may execute. */
  from(node: ts.Node, context: Context): readonly Target[];
  /** The units that executing all of `unit` executes besides what its nodes do. */
  fromUnit?(unit: Unit, context: Context): readonly Target[];
}

export const NOWHERE: readonly Target[] = [];

export function definitely(units: readonly Unit[]): Target[] {
  return units.map((unit) => ({ unit, confidence: "definite" }));
}

export function possibly(units: readonly Unit[]): Target[] {
  return units.map((unit) => ({ unit, confidence: "possible" }));
}
