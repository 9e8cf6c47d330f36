export default {
  mode: 'production',
  target: 'node20',
  entry: './entry.mjs',
  experiments: { outputModule: true },
  output: { filename: 'bundle.mjs', module: true },
  externalsType: 'module',
  externals: ['@pysock/pyodide-bridge', 'pyodide'],
};
