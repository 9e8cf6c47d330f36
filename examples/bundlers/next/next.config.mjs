export default {
  serverExternalPackages: ['@pysock/pyodide-bridge', 'pyodide'],
};
