import eslintPlugin from "eslint-plugin-eslint-plugin";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist", "site", "fixtures", "node_modules", ".loopward", "test/**/samples/**"] },
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.recommendedTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
    },
  },
  {
    files: ["rules/*.ts"],
    extends: [eslintPlugin.configs.recommended],
    rules: {
      // Reports and their suggestions are made by `reportNode`, where the plugin does not look.
      "eslint-plugin/require-meta-has-suggestions": "off",
      "eslint-plugin/require-meta-default-options": "error",
      "eslint-plugin/require-meta-docs-description": "error",
      "eslint-plugin/require-meta-docs-recommended": "error",
      "eslint-plugin/require-meta-schema-description": "error",
      "eslint-plugin/no-property-in-node": "error",
    },
  },
);
