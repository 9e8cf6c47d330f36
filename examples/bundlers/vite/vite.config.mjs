export default {
  build: { ssr: 'entry.mjs', target: 'node20' },
};
