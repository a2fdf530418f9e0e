/** The part of the SARIF 2.1.0 schema that findings use, in its words and as strict: nothing else may appear. */
const text = {
  type: "object",
  required: ["text"],
  properties: { text: { type: "string" } },
  additionalProperties: false,
};

const artifactLocation = {
  type: "object",
  required: ["uri"],
  // A relative reference: no blanks, no scheme, no backslash.
  properties: { uri: { type: "string", pattern: "^[^\\s:\\\\]+$" }, index: { type: "integer", minimum: 0 } },
  additionalProperties: false,
};

const region = {
  type: "object",
  required: ["startLine"],
  properties: Object.fromEntries(
    ["startLine", "startColumn", "endLine", "endColumn"].map((name) => [
      name,
      { type: "integer", minimum: 1 },
    ]),
  ),
  additionalProperties: false,
};

const location = {
  type: "object",
  required: ["physicalLocation"],
  properties: {
    message: text,
    physicalLocation: {
      type: "object",
      required: ["artifactLocation", "region"],
      properties: { artifactLocation, region },
      additionalProperties: false,
    },
  },
  additionalProperties: false,
};

const threadFlow = {
  type: "object",
  required: ["locations"],
  properties: {
    locations: {
      type: "array",
      minItems: 1,
      items: {
        type: "object",
        required: ["location"],
        properties: { location },
        additionalProperties: false,
      },
    },
  },
  additionalProperties: false,
};

const result = {
  type: "object",
  required: ["ruleId", "message", "locations"],
  properties: {
    level: { enum: ["none", "note", "warning", "error"] },
    message: text,
    ruleId: { type: "string" },
    ruleIndex: { type: "integer", minimum: 0 },
    locations: { type: "array", minItems: 1, items: location },
    codeFlows: {
      type: "array",
      items: {
        type: "object",
        required: ["threadFlows"],
        properties: { threadFlows: { type: "array", minItems: 1, items: threadFlow } },
        additionalProperties: false,
      },
    },
  },
  additionalProperties: false,
};

const run = {
  type: "object",
  required: ["tool", "results"],
  properties: {
    tool: {
      type: "object",
      required: ["driver"],
      properties: {
        driver: {
          type: "object",
          required: ["name"],
          properties: {
            name: { const: "loopward" },
            version: { type: "string" },
            rules: {
              type: "array",
              items: {
                type: "object",
                required: ["id"],
                properties: { id: { type: "string" }, shortDescription: text },
                additionalProperties: false,
              },
            },
          },
          additionalProperties: false,
        },
      },
    },
    results: { type: "array", items: result },
    artifacts: { type: "array", items: { type: "object", required: ["location"] } },
  },
  additionalProperties: false,
};

export const usedSarif = {
  type: "object",
  required: ["version", "runs"],
  properties: {
    $schema: { type: "string" },
    version: { const: "2.1.0" },
    runs: { type: "array", minItems: 1, items: run },
  },
  additionalProperties: false,
};
