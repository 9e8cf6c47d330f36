export default { testMatch: ['**/*.test.mjs'], testTimeout: 60_000, transform: {} };
