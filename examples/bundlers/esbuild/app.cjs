const { loadPyodide } = require('pyodide');
const { installSocket } = require('@pysock/pyodide-bridge');

loadPyodide().then((pyodide) => {
  installSocket(pyodide);
  console.log(pyodide.runPython("import socket; a, b = socket.socketpair(); a.send(b'bundled'); str(b.recv(9))"));
});
