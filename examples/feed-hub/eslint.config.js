import tsParser from "@typescript-eslint/parser";
import loopward from "loopward/eslint";

export default [
  {
    files: ["**/*.ts"],
    languageOptions: {
      parser: tsParser,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    ...loopward.configs.recommended,
  },
];
